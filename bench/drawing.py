"""Curves as an SVG picture, drawn by the program's own chart library in Chromium."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import browser
from bench.town import ROOT

LIBRARY = ROOT / "static" / "vendor" / "echarts.common.min.js"
WIDTH, HEIGHT, COLUMNS = 480, 300, 2
COLOURS = ("#1f5fa8", "#b3541e")
DRAW = """([option, width, height]) => {
  const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width, height });
  chart.setOption(option);
  return chart.renderToSVGString();
}"""


@dataclass(frozen=True)
class Curve:
    """One or two lines over a logarithmic axis; heights begin at nought, so that flat looks flat."""

    title: str
    axis: str
    line: Sequence[tuple[float, float]]
    second: Sequence[tuple[float, float]] = field(default=())


def draw_curves(curves: Sequence[Curve], file: Path) -> None:
    """Writes the picture; RuntimeError where there is no Chromium."""
    chromium = browser.path()
    if chromium is None:
        raise RuntimeError("drawing needs Chromium")
    rows = -(-len(curves) // COLUMNS)
    with browser.phone(chromium) as page:
        page.add_script_tag(path=str(LIBRARY))
        svg = page.evaluate(DRAW, [option(curves), COLUMNS * WIDTH, rows * HEIGHT])
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(svg + "\n", encoding="utf-8")


def option(curves: Sequence[Curve]) -> dict[str, Any]:
    """All curves as one option of the library, two beside each other."""
    grids, titles, across, up, series = [], [], [], [], []
    for at, curve in enumerate(curves):
        left, top = at % COLUMNS * WIDTH, at // COLUMNS * HEIGHT
        grids.append({"left": left + 60, "top": top + 50, "width": WIDTH - 100, "height": HEIGHT - 110})
        titles.append({"text": curve.title, "left": left + 20, "top": top + 12, "textStyle": {"fontSize": 14}})
        name = {"name": curve.axis, "nameLocation": "middle", "nameGap": 28}
        across.append({"type": "log", "gridIndex": at, "min": min(x for x, _y in curve.line), **name})
        up.append({"type": "value", "gridIndex": at, "min": 0})
        for number, points in enumerate((curve.line, curve.second)):
            if points:
                look = {"color": COLOURS[number], "symbolSize": 8, "animation": False}
                series.append({"type": "line", "data": list(points), "xAxisIndex": at, "yAxisIndex": at, **look})
    return {
        "backgroundColor": "#fff", "grid": grids, "title": titles, "xAxis": across, "yAxis": up, "series": series,
    }  # fmt: skip
