// Charts for the projector, drawn by ECharts: bars in a row, and the distribution of marks.
// Colours come from the design system, so that both themes fit.
import { html, useLayoutEffect, useRef } from "./html.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);

/** One chart that grows with its box and animates from one option to the next. */
export function Chart({ option, label, className = "" }) {
  const box = useRef(null), chart = useRef(null), last = useRef("");

  useLayoutEffect(() => {
    chart.current = window.echarts.init(box.current, null, { renderer: "canvas" });
    const observer = new ResizeObserver(() => chart.current.resize());
    observer.observe(box.current);
    return () => { observer.disconnect(); chart.current.dispose(); };
  }, []);

  useLayoutEffect(() => {
    const wanted = JSON.stringify(option);
    if (wanted === last.current) return;
    last.current = wanted;
    chart.current.setOption({ animation: !calm, animationDuration: 600, animationDurationUpdate: 800, animationEasingUpdate: "cubicOut", ...option });
  });

  return html`<div class=${`chart ${className}`} role="img" aria-label=${label} ref=${box}></div>`;
}

const value = (min, max) => ({ type: "value", min, max, show: false });
const category = (count) => ({ type: "category", data: Array.from({ length: count }, (_, index) => index), show: false, inverse: true });

function barSeries(index, bars, width, track) {
  return {
    type: "bar", xAxisIndex: index, yAxisIndex: index, barWidth: width, silent: true, showBackground: true,
    backgroundStyle: { color: track, borderRadius: 99 },
    data: bars.map((bar) => ({ value: bar.value, itemStyle: { color: colour(bar.colour), borderRadius: 99 } })),
  };
}

const NO_MARGIN = { left: 0, right: 0, containLabel: false };

/** A single bar, for turnout and for a group's mean. */
export function barOption({ value: length, min = 0, max, tint }) {
  return {
    grid: [{ ...NO_MARGIN, top: 0, bottom: 0 }], xAxis: [value(min, Math.max(max, min + 1))], yAxis: [category(1)],
    series: [barSeries(0, [{ value: length, colour: tint }], "100%", colour("track"))],
  };
}

/** A department's bars: the score, and below it thin ones for the groups where they may be shown. */
export function rowOption({ score, groups, axis }) {
  const track = colour("track");
  const both = groups.length > 0;
  const many = groups.length > 3;
  const first = { ...NO_MARGIN, top: many ? 0 : both ? "4%" : "32%", height: many ? "28%" : both ? "32%" : "36%" };
  const second = { ...NO_MARGIN, top: many ? "36%" : "46%", bottom: many ? 0 : "4%" };
  return {
    grid: both ? [first, second] : [first],
    xAxis: (both ? [0, 1] : [0]).map((gridIndex) => ({ ...value(axis.min, axis.max), gridIndex })),
    yAxis: (both ? [1, groups.length] : [1]).map((count, gridIndex) => ({ ...category(count), gridIndex })),
    series: [barSeries(0, [{ value: score, colour: "score" }], "100%", track), ...(both ? [barSeries(1, groups, many ? "74%" : "52%", "transparent")] : [])],
  };
}

/** Upright columns: how often each mark was given, all groups together. */
export function marksOption(columns) {
  const size = rem();
  const ink = colour("ink"), font = getComputedStyle(document.body).fontFamily;
  const text = { color: ink, fontFamily: font, fontSize: size * 1.05 };
  return {
    grid: [{ left: 0, right: 0, top: size * 2, bottom: size * 2, containLabel: false }],
    xAxis: [{
      type: "category", data: columns.map((column) => column.name), axisTick: { show: false },
      axisLine: { lineStyle: { color: colour("line-strong") } }, axisLabel: { ...text, interval: 0, margin: size * 0.5 },
    }],
    yAxis: [{ type: "value", show: false, min: 0 }],
    series: [{
      type: "bar", barWidth: "58%", silent: true, itemStyle: { color: colour("score"), borderRadius: [size * 0.2, size * 0.2, 0, 0] },
      label: { show: true, position: "top", ...text, fontSize: size * 1.3, fontWeight: 700 },
      data: columns.map((column) => column.count),
    }],
  };
}
