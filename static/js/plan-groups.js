// The office and its points; the voter groups in their order of precedence.
import { html } from "./html.js";
import { t } from "./texts.js";
import { change, state, update } from "./plan-store.js";
import { placeOf, put, renamed } from "./plan-paths.js";
import { EXACT, sumOf, WHOLES } from "./plan-numbers.js";
import { DEFAULTS, freeId, idsOf, settled } from "./plan-shape.js";
import { Field, IdInput, IdSwitch, Input, Says } from "./plan-fields.js";
import { add, gridKeys, remove, RowTools } from "./plan-lists.js";

const PARTS = ["daily", "standardisation", "review"];

export function Office() {
  const total = sumOf(PARTS.map((part) => settled(state.doc, "points", part)));
  return html`
    <p class="lead">${t("office_lead")}</p>
    <div class="card stack">
      <div class="fields">
        <${Field} path=${["office", "name"]} label=${t("office_name")} hint=${t("office_name_hint")} placeholder=${t("office_name_example")} maxlength="60" wide />
        <${Field} path=${["office", "year"]} label=${t("year")} codec=${WHOLES} />
      </div>
    </div>
    <section class="card stack" aria-labelledby="points-title">
      <div><h3 id="points-title">${t("points_title")}</h3><p class="soft">${t("points_hint")}</p></div>
      <div class="fields points-fields">
        ${PARTS.map((part) => html`<${Field} key=${part} path=${["points", part]} label=${t(`points_${part}`)} codec=${EXACT} unit=${t("points")} fallback=${DEFAULTS.points[part]} />`)}
        <p class="total"><span>${t("base_total")}</span><b>${total}</b></p>
      </div>
    </section>`;
}

// ---- groups

const PATH = ["groups"];

/** What the sessions say about a group, in one line: "半年综合评议 40 · 年终述职评议 50". */
function usesOf(id) {
  return state.doc.reviews.filter((review) => review.groups[id]).map((review) => `${review.name || review.id} ${review.groups[id].weight === undefined ? "–" : review.groups[id].weight}`);
}

function inSessions(mend) {
  return (doc) => ({ ...doc, reviews: doc.reviews.map((review) => ({ ...review, groups: mend(review.groups) })) });
}

function Row({ group, position }) {
  const path = [...PATH, position];
  const called = group.name || t("row", { n: position + 1 });
  const uses = usesOf(group.id);
  const dropGroup = inSessions((groups) => { const { [group.id]: _gone, ...left } = groups; return left; });
  const rename = (id) => change([], inSessions((groups) => renamed(groups, group.id, id))(put(state.doc, [...path, "id"], id)));
  return html`
    <tr data-place=${placeOf(path)} tabindex="-1">
      <td class="num soft">${position + 1}</td>
      <td><${Input} path=${[...path, "name"]} label=${t("cell", { column: t("group"), n: position + 1 })} maxlength="60" data-row=${position} data-column="name" />
        <${Says} path=${[...path, "name"]} blank=${!group.name} /></td>
      <td class="soft">${uses.length ? uses.join(" · ") : t("in_no_session")}</td>
      ${state.ids && html`<td class="is-id-cell"><${IdInput} path=${[...path, "id"]} label=${t("cell", { column: t("id"), n: position + 1 })} taken=${idsOf(state.doc.groups)} onRename=${rename} /><${Says} path=${[...path, "id"]} /></td>`}
      <td class="is-tools"><${RowTools} path=${PATH} position=${position} name=${group.name} onRemove=${() => remove(PATH, position, called, dropGroup)} /></td>
    </tr>`;
}

export function Groups() {
  const { groups } = state.doc;
  const addOne = () => add(PATH, { id: freeId("g", idsOf(groups)), name: "" });
  return html`
    <p class="lead">${t("groups_lead")}</p>
    <div class="card is-flush">
      <div class="table-wrap" data-place="groups" tabindex="-1">
        <table class="table grid-table" onKeyDown=${(event) => gridKeys(event, PATH, addOne)}>
          <caption class="sr-only">${t("step_groups")}</caption>
          <thead><tr><th scope="col" class="num"><span class="sr-only">${t("number")}</span></th><th scope="col">${t("group")}</th><th scope="col">${t("weight_in")}</th>
            ${state.ids && html`<th scope="col" class="is-id-cell">${t("id")}</th>`}<th scope="col" class="is-tools"><span class="sr-only">${t("tools")}</span></th></tr></thead>
          <tbody>${groups.map((group, position) => html`<${Row} key=${position} group=${group} position=${position} />`)}</tbody>
        </table>
      </div>
      <${Says} path=${PATH} />
      <div class="spread table-foot"><button type="button" class="button" onClick=${addOne}>${t("add_group")}</button>
        <${IdSwitch} onFlip=${() => update({ ids: !state.ids })} /></div>
    </div>
    <p class="soft small">${t("groups_hint")}</p>`;
}
