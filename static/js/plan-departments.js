// The departments as a table that takes cells from Excel or WPS.
import { html } from "./html.js";
import { t } from "./texts.js";
import { change, changeAll, focusAfter, saysAt, state, update } from "./plan-store.js";
import { idOf, placeOf, put } from "./plan-paths.js";
import { sumOf, WHOLES } from "./plan-numbers.js";
import { freeId, idsOf } from "./plan-shape.js";
import { IdInput, IdSwitch, Input, Says } from "./plan-fields.js";
import { add, gridKeys, remove, RowTools } from "./plan-lists.js";
import { corrected, departmentsIn, filledDown, guess, pastedAt } from "./plan-paste.js";
import { tableOf } from "./plan-api.js";

const PATH = ["departments"];
const fixed = () => state.mode === "departments"; // a session has opened: the rows stay, what stands in them may change

function addOne() {
  add(PATH, { id: freeId("d", idsOf(state.doc.departments)), name: "", directly_led: false });
}

// ---- pasting

/** Pasted cells go where a spreadsheet would put them; one pasted word is left to the browser. */
function paste(event) {
  const { row, column } = event.target.dataset;
  const text = event.clipboardData.getData("text/plain");
  if (row === undefined || !/[\t\r\n]/.test(text.trim())) return;
  event.preventDefault();
  takePasted(text, Number(row), column);
}

async function takePasted(text, position, column) {
  const { ok, data } = await tableOf(text);
  if (!ok) { update({ notice: { kind: "bad", text: data.message } }); return; }
  const { rows } = data;
  if (!rows.length) return;
  if (rows[0].length === 1 && column !== "name") fillDown(rows, position, column);
  else if (guess(rows).sure) takeOver(rows, guess(rows), position);
  else update({ dialog: { name: "import", rows, position } });
}

function fillDown(rows, position, column) {
  const departments = filledDown(state.doc.departments, position, column, rows.map(([cell]) => cell));
  changeAll(put(state.doc, PATH, departments), t("filled", { n: Math.min(rows.length, departments.length - position) }));
}

/** Takes departments over and says how many, and what was left out. */
export function takeOver(rows, how, position, merge = pastedAt) {
  const { found, left } = departmentsIn(rows, how);
  const { departments } = state.doc;
  const leftOut = left.length ? t("left_out", { names: left.join(t("comma")) }) : "";
  if (fixed()) {
    const { departments: next, unknown } = corrected(departments, found);
    const strange = unknown.length ? t("not_in_plan", { names: unknown.join(t("comma")) }) : "";
    changeAll(put(state.doc, PATH, next), `${t("corrected", { n: found.length - unknown.length })} ${strange}`);
    return;
  }
  const above = departments.slice(0, position).filter((each) => each.name || each.headcount !== undefined); // no empty rows
  focusAfter(idOf([...PATH, above.length, "name"]));
  changeAll(put(state.doc, PATH, merge([...above, ...departments.slice(position)], above.length, found)), `${t("taken_over", { n: found.length })} ${leftOut}`);
}

// ---- the table

function RowSays({ position }) {
  const labels = { id: t("id"), name: t("department"), headcount: t("people"), directly_led: t("directly_led") };
  const keys = Object.keys(labels).filter((key) => saysAt(placeOf([...PATH, position, key])).length);
  if (!keys.length) return null;
  return html`
    <tr class="row-says"><td></td><td colspan="5">
      ${keys.map((key) => html`<div key=${key} class="row-say"><span>${labels[key]}</span>
        <${Says} path=${[...PATH, position, key]} blank=${state.doc.departments[position][key] === undefined || state.doc.departments[position][key] === ""} /></div>`)}
    </td></tr>`;
}

function Row({ department, position }) {
  const path = [...PATH, position];
  const cell = { "data-row": position };
  const label = (key) => t("cell", { column: t(key), n: position + 1 });
  return html`
    <tr data-place=${placeOf(path)} tabindex="-1">
      <td class="num soft">${position + 1}</td>
      <td><${Input} path=${[...path, "name"]} label=${label("department")} maxlength="60" data-column="name" ...${cell} /></td>
      <td class="is-count"><${Input} path=${[...path, "headcount"]} codec=${WHOLES} label=${label("people")} data-column="headcount" ...${cell} /></td>
      <td class="is-flag"><label class="flag"><input type="checkbox" id=${idOf([...path, "directly_led"])} data-column="directly_led" ...${cell}
        data-place=${placeOf([...path, "directly_led"])} aria-label=${label("directly_led")} checked=${Boolean(department.directly_led)}
        onChange=${(event) => change([...path, "directly_led"], event.currentTarget.checked)} /></label></td>
      ${state.ids && html`<td class="is-id-cell"><${IdInput} path=${[...path, "id"]} label=${label("id")} onRename=${(id) => change([...path, "id"], id)} /></td>`}
      ${!fixed() && html`<td class="is-tools"><${RowTools} path=${PATH} position=${position} name=${department.name}
        onRemove=${() => remove(PATH, position, department.name || t("row", { n: position + 1 }))} /></td>`}
    </tr>
    <${RowSays} position=${position} />`;
}

function Totals({ departments }) {
  const led = departments.filter((each) => each.directly_led).length;
  return html`
    <tfoot><tr><td></td><th scope="row">${t("totals", { n: departments.length })}</th>
      <td class="is-count num">${sumOf(departments.map((each) => each.headcount))}</td>
      <td class="is-flag num">${led}</td>${state.ids && html`<td></td>`}${!fixed() && html`<td></td>`}</tr></tfoot>`;
}

export function Departments() {
  const { departments } = state.doc;
  return html`
    <p class="lead">${t(fixed() ? "departments_fixed" : "departments_lead")}</p>
    <div class="card paste-hint">
      <p><b>${t("paste_title")}</b> ${t(fixed() ? "paste_fixed" : "paste_how")}</p>
      <button type="button" class="button" onClick=${() => update({ dialog: { name: "import", rows: null, position: 0 } })}>${t("import")}</button>
    </div>
    <div class="card is-flush">
      <div class="table-wrap" data-place="departments" tabindex="-1">
        <table class="table grid-table" onPaste=${paste} onKeyDown=${(event) => gridKeys(event, PATH, fixed() ? null : addOne)}>
          <caption class="sr-only">${t("step_departments")}</caption>
          <thead><tr><th scope="col" class="num"><span class="sr-only">${t("number")}</span></th><th scope="col">${t("department")}</th>
            <th scope="col" class="is-count">${t("people")}</th><th scope="col" class="is-flag">${t("directly_led")}</th>
            ${state.ids && html`<th scope="col" class="is-id-cell">${t("id")}</th>`}${!fixed() && html`<th scope="col" class="is-tools"><span class="sr-only">${t("tools")}</span></th>`}</tr></thead>
          <tbody>${departments.map((department, position) => html`<${Row} key=${position} department=${department} position=${position} />`)}</tbody>
          <${Totals} departments=${departments} />
        </table>
      </div>
      <${Says} path=${PATH} />
      ${!fixed() && html`<div class="spread table-foot">
        <button type="button" class="button" id="add-department" onClick=${addOne}>${t("add_department")}</button>
        <${IdSwitch} onFlip=${() => update({ ids: !state.ids })} /></div>`}
    </div>
    <p class="soft small">${t("grid_keys")} ${t("led_hint")}</p>`;
}
