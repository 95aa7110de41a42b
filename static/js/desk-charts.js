// The charts of the year, drawn by ECharts in the colours of the theme from figures that stand in the table beside
// them. What is missing has no bar, and what may not be shown is not in the data.
import { t } from "./texts.js";

const ROW = 30;
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
const SHAPES = ["circle", "rect", "triangle", "diamond"]; // told apart without colours, too
const NARROW = 34 * 16;

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const read = () => JSON.parse(document.getElementById("chart-data").textContent);
const number = (shown) => Number(shown.replace("−", "-"));

function words(size = 14) {
  return { color: colour("ink"), fontFamily: getComputedStyle(document.body).fontFamily, fontSize: size };
}

/** The names stand left of the plot, as wide as the longest of them allows on this screen. */
function frame(rows, top, right = 70) {
  const names = rows.map((row) => row.name);
  const widest = Math.max(...names.map((name) => [...name].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 0x2e80 ? 14 : 8), 0)));
  const most = innerWidth < NARROW ? 96 : 260;
  return {
    animation: !calm,
    textStyle: words(),
    grid: { left: Math.min(widest, most) + 16, right, top, bottom: 34 },
    yAxis: { type: "category", inverse: true, data: names, axisTick: { show: false }, axisLine: { show: false }, axisLabel: { ...words(), width: most, overflow: "truncate" } },
  };
}

const axis = (limits) => ({ type: "value", ...limits, axisLabel: { ...words(12), color: colour("ink-soft"), hideOverlap: true }, splitLine: { lineStyle: { color: colour("line") } } });
const tooltip = (formatter) => ({ trigger: "item", confine: true, backgroundColor: colour("surface"), borderColor: colour("line-strong"), textStyle: words(), formatter });
const legend = (data) => ({ type: "scroll", top: 4, left: 0, textStyle: words(), itemGap: 18, data, inactiveColor: colour("ink-soft") });

function stacked(rows, names) {
  return {
    ...frame(rows, 44),
    legend: legend(names),
    tooltip: tooltip(({ seriesName, dataIndex, seriesIndex }) => `${seriesName} ${rows[dataIndex].parts[seriesIndex]}`),
    xAxis: axis({ min: 0 }),
    series: names.map((name, at) => ({
      name, type: "bar", stack: "total", barWidth: "62%", itemStyle: { color: colour(`group-${at + 1}`), borderColor: colour("surface"), borderWidth: 1 },
      label: at === names.length - 1 ? { show: true, position: "right", ...words(), fontWeight: 700, formatter: ({ dataIndex }) => rows[dataIndex].total ?? "" } : undefined,
      data: rows.map((row) => (row.parts[at] === null ? null : number(row.parts[at]))),
    })),
  };
}

function sessions(rows, reviews) {
  const every = rows.flatMap((row) => row.reviews.filter((score) => score !== null).map(number));
  const low = Math.max(0, Math.floor((Math.min(...every) - 2) / 5) * 5), high = Math.ceil((Math.max(...every) + 1) / 5) * 5;
  return {
    ...frame(rows, 44, 30),
    legend: legend(reviews),
    tooltip: tooltip(({ seriesName, value, seriesIndex }) => `${seriesName} ${rows[value[1]].reviews[seriesIndex]}`),
    xAxis: axis({ min: low, max: Math.max(high, low + 5) }),
    series: reviews.map((name, at) => ({
      name, type: "scatter", symbol: SHAPES[at % SHAPES.length], symbolSize: 13, itemStyle: { color: colour(`group-${(at % 6) + 1}`) },
      data: rows.map((row, index) => [row.reviews[at], index]).filter(([score]) => score !== null).map(([score, index]) => [number(score), index]),
    })),
  };
}

function distance(rows) {
  return {
    ...frame(rows, 8),
    xAxis: axis({ scale: true }),
    series: [{
      type: "bar", barWidth: "62%", silent: true,
      label: { show: true, ...words(), fontWeight: 700, formatter: ({ dataIndex }) => rows[dataIndex].distance },
      data: rows.map((row) => ({ value: number(row.distance), itemStyle: { color: colour(row.proposed ? "good" : "line") }, label: { position: number(row.distance) < 0 ? "insideRight" : "right" } })),
    }],
  };
}

function draw(id, rows, option, label) {
  const box = document.getElementById(id);
  if (!box) return;
  box.closest("section").hidden = rows.length === 0;
  if (!rows.length) return;
  box.style.height = `${rows.length * ROW + 80}px`;
  box.setAttribute("role", "img");
  box.setAttribute("aria-label", label);
  const chart = window.echarts.getInstanceByDom(box) || window.echarts.init(box, null, { renderer: "svg" });
  chart.resize();
  chart.setOption(option, true);
}

/** Draws every chart from what the page says now. */
export function drawAll() {
  if (!window.echarts) return;
  const { departments, reviews, components } = read();
  const some = departments.filter((row) => row.parts.some((part) => part !== null && number(part) > 0));
  draw("chart-stacked", some, some.length ? stacked(some, components) : {}, t("stacked"));
  const held = departments.filter((row) => row.reviews.some((score) => score !== null));
  draw("chart-sessions", held, held.length ? sessions(held, reviews) : {}, t("sessions"));
  const near = departments.filter((row) => row.distance !== null);
  draw("chart-distance", near, near.length ? distance(near) : {}, t("distance"));
}

addEventListener("resize", drawAll);
