// The departments as a table of rows that move to their new place when the order changes.
import { html, useLayoutEffect, useRef } from "./html.js";
import { t, widthOf } from "./texts.js";
import { Chart, rowOption } from "./screen-charts.js";
import { groupTint } from "./screen-parts.js";
import { axisOf } from "./screen-order.js";
import { words } from "./screen-words.js";

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

/** What stands in the place of a score: where the department is in the meeting, or that its ballots are too few.
 * `silent`: the figures of others show, so this one's are held back; for what reason is nobody's business. */
function stateText(row, final, silent) {
  if (final) return t("unpublished");
  if (silent && row.state === "open") return t("department_silent");
  return t(row.state === "closed" ? "department_held" : `department_${row.state}`);
}

/** The longer the name, the smaller; it wraps to as many lines as the row is high. */
function nameSize(name) {
  const longest = Math.max(0, ...(name.match(/[\w'-]+/g) || []).map(widthOf)); // a Latin word is not broken
  const width = Math.max(widthOf(name), 1.8 * longest);
  return width > 26 ? "is-longest" : width > 16 ? "is-longer" : width > 8 ? "is-long" : "";
}

function Row({ meta, row, leading, speaking, covered, latest, final, plain, axis, silent }) {
  const { score, groups } = row;
  const bars = groupBars(meta, groups);
  const shape = `${score === null || covered}-${bars.length}`;
  const place = leading ? (!covered && row.rank) || "" : row.number; // a covered rank would tell of a tie
  const top = leading && !covered && row.rank !== null && row.rank <= 3;
  // each class stands on the element it styles: Chromium forgets descendants of a row that moves and changes at once
  return html`
    <li class=${`entry ${speaking ? "is-speaking" : ""} ${latest ? "is-latest" : ""}`} data-id=${row.id}>
      <span class=${`entry-place ${top ? "is-top" : ""}`}>${place}</span>
      <span class=${`entry-name ${covered ? "is-covered" : nameSize(row.name)}`}>${covered ? "· · ·" : words(row.name)}</span>
      ${score === null || covered
        ? html`<span class="entry-bar"></span><span class="entry-state">${covered ? "" : stateText(row, final, silent)}</span>`
        : html`${plain ? html`<span class="entry-bar"></span>` : html`<${Chart} key=${shape} className="entry-bar" label=${`${row.name} ${score}`} option=${rowOption({ score: Number(score), groups: bars, axis })} />`}
          <b class="entry-score">${score}</b>`}
    </li>`;
}

/** `leading`: ordered by score, so places are ranks. `covered`: ids that are not revealed yet; `latest`: the one that just was; `plain`: without bars; `some`: whether figures of some department, on any page, show. */
export function Table({ meta, rows, page, pages, leading, speaking, covered, latest, final, plain, some = false }) {
  const columns = rows.length > 7 ? 2 : 1;
  const lines = Math.ceil(rows.length / columns);
  const list = useSliding(`${page} of ${pages}`, lines, columns);
  const axis = axisOf(meta.scale);
  return html`
    <section class=${`table-area ${pages > 1 ? "is-paged" : ""}`} aria-label=${t("departments")}>
      <ol class=${`entries ${columns === 1 ? "is-sparse" : lines > 10 ? "is-dense" : lines < 8 ? "is-roomy" : ""} ${plain ? "is-plain" : ""}`} ref=${list}>
        ${rows.map((row) => html`<${Row} key=${row.id} meta=${meta} row=${row} leading=${leading} final=${final} plain=${plain} axis=${axis}
          speaking=${row.id === speaking} covered=${covered.has(row.id)} silent=${some && !(row.id === speaking && meta.review.pace === "one_by_one")} latest=${row.id === latest} />`)}
      </ol>
      ${pages > 1 && html`<p class="pages" role="img" aria-label=${t("page_of", { n: page + 1, pages })}>
        ${Array.from({ length: pages }, (_, index) => html`<i key=${index} class=${index === page ? "is-here" : ""}></i>`)}</p>`}
    </section>`;
}
