// The table of innovation points: which achievement brings how many points at which level.
import { html } from "./html.js";
import { t } from "./texts.js";
import { change, state, update } from "./plan-store.js";
import { placeOf } from "./plan-paths.js";
import { EXACT } from "./plan-numbers.js";
import { freeId, idsOf } from "./plan-shape.js";
import { IdInput, IdSwitch, Input, Says } from "./plan-fields.js";
import { add, gridKeys, remove, RowTools } from "./plan-lists.js";

const PATH = ["innovation"];

function Row({ standard, position }) {
  const path = [...PATH, position];
  const label = (key) => t("cell", { column: t(key), n: position + 1 });
  const cell = { "data-row": position };
  const called = [standard.name, standard.level].filter(Boolean).join(" · ") || t("row", { n: position + 1 });
  return html`
    <tr data-place=${placeOf(path)} tabindex="-1">
      <td><${Input} path=${[...path, "name"]} label=${label("achievement")} maxlength="60" data-column="name" ...${cell} />
        <${Says} path=${[...path, "name"]} blank=${!standard.name} /></td>
      <td><${Input} path=${[...path, "level"]} label=${label("level")} maxlength="60" data-column="level" ...${cell} />
        <${Says} path=${[...path, "level"]} blank=${!standard.level} /></td>
      <td class="is-count"><${Input} path=${[...path, "points"]} codec=${EXACT} label=${label("worth")} data-column="points" ...${cell} />
        <${Says} path=${[...path, "points"]} blank=${standard.points === undefined} /></td>
      ${state.ids && html`<td class="is-id-cell"><${IdInput} path=${[...path, "id"]} label=${label("id")} taken=${idsOf(state.doc.innovation)} onRename=${(id) => change([...path, "id"], id)} /><${Says} path=${[...path, "id"]} /></td>`}
      <td class="is-tools"><${RowTools} path=${PATH} position=${position} name=${called} onRemove=${() => remove(PATH, position, called)} /></td>
    </tr>`;
}

/** A new line takes over what the line above is about: most tables list one achievement at several levels. */
function addOne() {
  const standards = state.doc.innovation || [];
  const { name = "" } = standards[standards.length - 1] || {};
  add(PATH, { id: freeId("i", idsOf(standards)), name, level: "" }, name ? "level" : "name");
}

export function Innovation() {
  const { innovation: standards = [] } = state.doc;
  return html`
    <section class="card is-flush" data-place="innovation" tabindex="-1" aria-labelledby="title-innovation">
      <div class="card-head"><h3 id="title-innovation">${t("innovation")}</h3><p class="soft">${t("innovation_lead")}</p></div>
      ${standards.length > 0 && html`<div class="table-wrap">
        <table class="table grid-table" onKeyDown=${(event) => gridKeys(event, PATH, addOne)}>
          <caption class="sr-only">${t("innovation")}</caption>
          <thead><tr><th scope="col">${t("achievement")}</th><th scope="col">${t("level")}</th><th scope="col" class="is-count">${t("worth")}</th>
            ${state.ids && html`<th scope="col" class="is-id-cell">${t("id")}</th>`}<th scope="col" class="is-tools"><span class="sr-only">${t("tools")}</span></th></tr></thead>
          <tbody>${standards.map((standard, position) => html`<${Row} key=${position} standard=${standard} position=${position} />`)}</tbody>
        </table></div>`}
      <${Says} path=${PATH} />
      <div class="spread table-foot"><button type="button" class="button" id="add-standard" onClick=${addOne}>${t("add_standard")}</button>
        ${standards.length > 0 && html`<${IdSwitch} onFlip=${() => update({ ids: !state.ids })} />`}</div>
    </section>`;
}
