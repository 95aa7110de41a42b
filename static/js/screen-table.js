// The departments as a table of rows that move to their new place when the order changes.
import { html, useLayoutEffect, useRef } from "./html.js";
import { t, widthOf } from "./texts.js";
import { Chart, rowOption } from "./screen-charts.js";
import { groupTint } from "./screen-parts.js";
import { axisOf } from "./screen-order.js";

const SLIDE = { duration: 900, easing: "cubic-bezier(.2, .7, .2, 1)" };
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Lays the rows out in columns, remembers where each one stood, and lets it slide from there. */
function useSliding(page, lines, columns) {
  const list = useRef(null), before = useRef({ page: null, at: new Map() });
  useLayoutEffect(() => {
    list.current.style.setProperty("--lines", lines);
    list.current.style.setProperty("--columns", columns);
    const at = new Map();
    for (const row of list.current.children) {
      const { offsetLeft: left, offsetTop: top, dataset } = row; // the place in the layout, wherever a slide has got to
      const old = before.current.page === page && before.current.at.get(dataset.id);
      if (old && !calm && (old.left !== left || old.top !== top)) {
        row.animate([{ transform: `translate(${old.left - left}px, ${old.top - top}px)` }, { transform: "none" }], SLIDE);
      }
      at.set(dataset.id, { left, top });
    }
    before.current = { page, at };
  });
  return list;
}

function groupBars(meta, groups) {
  if (!groups) return [];
  return meta.groups
    .map(({ id }, index) => ({ mean: groups[id] && groups[id].mean, colour: groupTint(index) }))
    .filter(({ mean }) => mean !== undefined && mean !== null && mean !== false)
    .map(({ mean, colour }) => ({ value: Number(mean), colour }));
}

function Row({ meta, row, leading, speaking, covered, final, axis }) {
  const { score, groups } = row;
  const bars = groupBars(meta, groups);
  const shape = `${score === null || covered}-${bars.length}`;
  const place = leading ? row.rank || "" : row.number;
  const top = leading && !covered && row.rank !== null && row.rank <= 3;
  // each class stands on the element it styles: Chromium forgets descendants of a row that moves and changes at once
  return html`
    <li class=${`entry ${speaking ? "is-speaking" : ""}`} data-id=${row.id}>
      <span class=${`entry-place ${top ? "is-top" : ""}`}>${place}</span>
      <span class=${`entry-name ${covered ? "is-covered" : widthOf(row.name) > 8 ? "is-long" : ""}`}>${covered ? "· · ·" : row.name}</span>
      ${score === null || covered
        ? html`<span class="entry-bar"></span><span class="entry-state">${covered ? "" : final ? t("unpublished") : t(`department_${row.state}`)}</span>`
        : html`<${Chart} key=${shape} className="entry-bar" label=${`${row.name} ${score}`} option=${rowOption({ score: Number(score), groups: bars, axis })} />
          <b class="entry-score">${score}</b>`}
    </li>`;
}

/** `leading`: ordered by score, so places are ranks. `covered`: ids that are not revealed yet. */
export function Table({ meta, rows, page, pages, leading, speaking, covered, final }) {
  const columns = rows.length > 7 ? 2 : 1;
  const lines = Math.ceil(rows.length / columns);
  const list = useSliding(`${page} of ${pages}`, lines, columns);
  const axis = axisOf(meta.scale);
  return html`
    <section class="table-area" aria-label=${t("departments")}>
      <ol class=${`entries ${columns === 1 ? "is-sparse" : lines > 10 ? "is-dense" : ""}`} ref=${list}>
        ${rows.map((row) => html`<${Row} key=${row.id} meta=${meta} row=${row} leading=${leading} final=${final} axis=${axis}
          speaking=${row.id === speaking} covered=${covered.has(row.id)} />`)}
      </ol>
      ${pages > 1 && html`<p class="pages" role="img" aria-label=${t("page_of", { n: page + 1, pages })}>
        ${Array.from({ length: pages }, (_, index) => html`<i key=${index} class=${index === page ? "is-here" : ""}></i>`)}</p>`}
    </section>`;
}
