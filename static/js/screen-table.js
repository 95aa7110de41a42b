// The departments as a table of rows that move to their new place when the order changes.
import { html, useLayoutEffect, useRef } from "./html.js";
import { t } from "./texts.js";
import { Chart, rowOption } from "./screen-charts.js";
import { groupTint } from "./screen-parts.js";
import { axisOf } from "./screen-order.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Remembers where each row stood and lets it slide from there. */
function useSliding(page) {
  const list = useRef(null), places = useRef({ page: null, at: new Map() });
  useLayoutEffect(() => {
    const before = places.current;
    const at = new Map();
    for (const row of list.current.children) {
      const { left, top } = row.getBoundingClientRect();
      at.set(row.dataset.id, { left, top });
      const old = before.page === page && before.at.get(row.dataset.id);
      if (old && !calm && (Math.abs(old.left - left) > 1 || Math.abs(old.top - top) > 1)) {
        row.animate([{ transform: `translate(${old.left - left}px, ${old.top - top}px)` }, { transform: "none" }], { duration: 900, easing: "cubic-bezier(.2, .7, .2, 1)" });
      }
    }
    places.current = { page, at };
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
  const place = covered ? "" : final || leading ? row.rank || "" : row.number;
  return html`
    <li class=${`entry ${speaking ? "is-speaking" : ""} ${covered ? "is-covered" : ""} ${leading && row.rank !== null && row.rank <= 3 ? "is-top" : ""}`} data-id=${row.id}>
      <span class="entry-place">${place}</span>
      <span class=${`entry-name ${row.name.length > 10 ? "is-long" : ""}`}>${covered ? "· · ·" : row.name}</span>
      ${score === null || covered
        ? html`<span class="entry-bar"></span><span class="entry-state">${covered ? "" : final ? t("unpublished") : t(`department_${row.state}`)}</span>`
        : html`<${Chart} key=${shape} className="entry-bar" label=${`${row.name} ${score}`} option=${rowOption({ score: Number(score), groups: bars, axis })} />
          <b class="entry-score">${score}</b>`}
    </li>`;
}

/** `leading`: ordered by score, so places are ranks. `covered`: ids that are not revealed yet. */
export function Table({ meta, rows, page, pages, leading, speaking, covered, final }) {
  const list = useSliding(`${page}`);
  const lines = Math.ceil(rows.length / (rows.length > 7 ? 2 : 1));
  const axis = axisOf(meta.scale);
  useLayoutEffect(() => {
    list.current.style.setProperty("--lines", lines);
    list.current.style.setProperty("--columns", rows.length > 7 ? 2 : 1);
  });
  return html`
    <section class="table-area" aria-label=${t("departments")}>
      <ol class=${`entries ${lines > 10 ? "is-dense" : ""}`} ref=${list}>
        ${rows.map((row) => html`<${Row} key=${row.id} meta=${meta} row=${row} leading=${leading} final=${final} axis=${axis}
          speaking=${row.id === speaking} covered=${covered.has(row.id)} />`)}
      </ol>
      ${pages > 1 && html`<p class="pages" aria-label=${t("page_of", { n: page + 1, pages })}>
        ${Array.from({ length: pages }, (_, index) => html`<i key=${index} class=${index === page ? "is-here" : ""}></i>`)}</p>`}
    </section>`;
}
