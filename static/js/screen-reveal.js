// The revealing after the closing: from the last rank to the first, one at each press, then the whole table.
import { html } from "./html.js";
import { t } from "./texts.js";
import { Panel } from "./screen-parts.js";
import { Table } from "./screen-table.js";
import { pageOf, pagesOf, revealing } from "./screen-order.js";

/** The sealed envelope: nothing is uncovered yet. */
const Sealed = () => html`
  <section class="panel-large is-sealed">
    <p class="panel-caption">${t("result")}</p>
    <h2 class="panel-name">${t("reveal_hint")}</h2>
  </section>`;

export function Reveal({ meta, rows, steps, page }) {
  const { ranking, covered, latest, whole } = revealing(rows, steps);
  const pages = pagesOf(ranking);
  // the page of what was just uncovered; before that, the one where the uncovering begins
  const here = whole ? page % pages.length : pageOf(pages, (latest || ranking.filter(({ rank }) => rank !== null).pop() || ranking[0]).id);
  const table = html`<${Table} meta=${meta} rows=${pages[here]} page=${here} pages=${pages.length} leading covered=${covered} plain=${!whole}
    latest=${whole ? null : latest && latest.id} final />`;
  if (whole) return html`<div class="main">${table}</div>`;
  return html`<div class="main has-panel">
    ${latest
      ? html`<${Panel} key=${latest.id} kind=${`is-reveal ${latest.rank === 1 ? "is-first" : ""}`} meta=${meta} row=${{ ...latest, marks: null }} caption=${t("rank", { n: latest.rank })} />`
      : html`<${Sealed} />`}
    ${table}
  </div>`;
}
