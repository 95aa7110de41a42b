// The charts of a closed session's result, drawn by ECharts in the colours of the theme. The table beside them says
// the same in figures, so they carry a label only. What may not be shown is not in the data.
import { t } from "./texts.js";

const data = JSON.parse(document.getElementById("chart-data").textContent);
const SHAPES = ["circle", "rect", "triangle", "diamond", "path://M0 0H20L10 17Z", "path://M7 0h6v7h7v6h-7v7h-6v-7h-7v-6h7Z"]; // told apart without colours, too
const ROW = 30;
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

function words(size = 14) {
  return { color: colour("ink"), fontFamily: getComputedStyle(document.body).fontFamily, fontSize: size };
}

/** The names stand left of the plot, as wide as the longest of them. */
function frame(rows, top) {
  const names = rows.map((row) => row.name);
  const widest = Math.max(...names.map((name) => [...name].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 0x2e80 ? 14 : 8), 0)));
  return {
    animation: !calm,
    textStyle: words(),
    grid: { left: Math.min(widest, 260) + 16, right: 70, top, bottom: 34 },
    yAxis: { type: "category", inverse: true, data: names, axisTick: { show: false }, axisLine: { show: false }, axisLabel: { ...words(), width: 260, overflow: "truncate" } },
  };
}

const axis = (limits) => ({ type: "value", ...limits, axisLabel: { ...words(12), color: colour("ink-soft") }, splitLine: { lineStyle: { color: colour("line") } } });

function scores(rows) {
  return {
    ...frame(rows, 8),
    xAxis: axis({ min: 0, max: data.most }),
    series: [{
      name: t("score"), type: "bar", barWidth: "62%", silent: true, itemStyle: { color: colour("pick"), borderRadius: [0, 4, 4, 0] },
      label: { show: true, position: "right", ...words(), fontWeight: 700, formatter: ({ dataIndex }) => rows[dataIndex].score },
      data: rows.map((row) => Number(row.score)),
    }],
  };
}

function byGroup(rows) {
  const means = rows.flatMap((row) => Object.values(row.groups).filter((mean) => mean !== null).map(Number));
  const low = Math.max(0, Math.floor((Math.min(...means) - 2) / 5) * 5), high = Math.min(data.most, Math.ceil((Math.max(...means) + 1) / 5) * 5);
  return {
    ...frame(rows, 44),
    legend: { top: 4, left: 0, textStyle: words(), itemGap: 22, data: data.groups.map((group) => group.name), inactiveColor: colour("ink-soft") },
    tooltip: { trigger: "item", backgroundColor: colour("surface"), borderColor: colour("line-strong"), textStyle: words(), formatter: ({ seriesName, value }) => `${seriesName} ${Number(value[0]).toFixed(2)}` },
    xAxis: axis({ min: low, max: Math.max(high, low + 5) }),
    series: data.groups.map((group, at) => ({
      name: group.name, type: "scatter", symbol: SHAPES[at % SHAPES.length], symbolSize: 13, itemStyle: { color: colour(`group-${(at % 6) + 1}`) },
      data: rows.map((row, index) => [row.groups[group.id], index]).filter(([mean]) => mean !== null).map(([mean, index]) => [Number(mean), index]),
    })),
  };
}

function draw(id, rows, option, label) {
  const box = document.getElementById(id);
  if (!box || !rows.length) return;
  box.style.height = `${rows.length * ROW + 80}px`;
  box.setAttribute("role", "img");
  box.setAttribute("aria-label", label);
  const chart = window.echarts.getInstanceByDom(box) || window.echarts.init(box, null, { renderer: "svg" });
  chart.setOption(option(rows), true);
}

function drawAll() {
  draw("chart-scores", data.departments.filter((row) => row.score !== null), scores, t("scores"));
  draw("chart-groups", data.departments.filter((row) => row.groups), byGroup, t("by_group"));
}

function resize() {
  for (const box of document.querySelectorAll(".chart")) {
    const chart = window.echarts.getInstanceByDom(box);
    if (chart) chart.resize();
  }
}

drawAll();
addEventListener("looks", drawAll);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
addEventListener("resize", resize);
