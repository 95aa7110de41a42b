// The dialog that takes departments from a file or from pasted cells, and asks which column is which.
import { html, useEffect, useRef, useState } from "./html.js";
import { t } from "./texts.js";
import { state, update } from "./plan-store.js";
import { tableOf } from "./plan-api.js";
import { COLUMNS, departmentsIn, guess, pastedAt, replaced } from "./plan-paste.js";
import { takeOver } from "./plan-departments.js";
import { Radio } from "./plan-fields.js";

const PREVIEWED = 8;

/** A dialog of the browser's own: it keeps the focus inside and gives it back, and Escape closes it. */
export function Dialog({ title, small = false, onClose, children }) {
  const dialog = useRef(null);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current.showModal();
    return () => { if (before && before.isConnected && document.activeElement === document.body) before.focus(); };
  }, []);
  return html`
    <dialog class=${`dialog ${small ? "is-small" : ""}`} ref=${dialog} aria-labelledby="dialog-title" onClose=${onClose} onCancel=${(event) => { event.preventDefault(); onClose(); }}>
      <h2 id="dialog-title">${title}</h2>
      ${children}
    </dialog>`;
}

const close = () => update({ dialog: null });

function Source({ onRows }) {
  const [fault, say] = useState("");
  const [busy, work] = useState(false);
  const read = async (content) => {
    work(true);
    const { ok, data } = await tableOf(content);
    work(false);
    if (!ok) say(data.message);
    else if (!data.rows.length) say(t("empty_table"));
    else onRows(data.rows);
  };
  return html`
    <div class="sources">
      <div class="field">
        <span class="field-label">${t("table_file")}</span>
        <label class="file-choice"><input type="file" id="table-file" class="sr-only" accept=".xlsx,.xlsm,.csv,.txt" disabled=${busy} aria-label=${t("table_file")} aria-describedby="table-hint"
          onChange=${(event) => event.currentTarget.files[0] && read(event.currentTarget.files[0])} /><span class="button button-primary">${t("choose_file")}</span></label>
        <p class="field-hint" id="table-hint">${t("table_file_hint")}</p>
      </div>
      <div class="field">
        <label for="table-text">${t("table_text")}</label>
        <textarea id="table-text" rows="4" placeholder=${t("table_text_example")} disabled=${busy}
          onPaste=${(event) => { const text = event.clipboardData.getData("text/plain"); if (/[\t\n]/.test(text.trim())) { event.preventDefault(); read(text); } }}
          onChange=${(event) => event.currentTarget.value.trim() && read(event.currentTarget.value)}></textarea>
      </div>
    </div>
    <p class="field-fault" role="alert">${fault}</p>
    <div class="dialog-foot"><button type="button" class="button" onClick=${close}>${t("cancel")}</button></div>`;
}

function ColumnPicker({ columns, position, onPick }) {
  const now = COLUMNS.find((column) => columns[column] === position) || "";
  return html`
    <select aria-label=${t("column_is", { n: position + 1 })} class=${now ? "is-used" : ""} onChange=${(event) => onPick(event.currentTarget.value)}>
      <option value="" selected=${now === ""}>${t("column_unused")}</option>
      ${COLUMNS.map((column) => html`<option key=${column} value=${column} selected=${now === column}>${t({ name: "department", headcount: "people", directly_led: "directly_led" }[column])}</option>`)}
    </select>`;
}

function Mapping({ rows, position }) {
  const [how, set] = useState(() => guess(rows));
  const [whole, setWhole] = useState(position === 0);
  const fixed = state.mode === "departments";
  const pick = (column, chosen) => {
    const freed = Object.fromEntries(COLUMNS.map((each) => [each, how.columns[each] === column ? -1 : how.columns[each]]));
    set({ ...how, columns: chosen ? { ...freed, [chosen]: column } : freed });
  };
  const { found, left } = departmentsIn(rows, how);
  const ready = how.columns.name >= 0 && found.length > 0;
  const done = () => {
    close();
    const end = state.doc.departments.length;
    if (whole) takeOver(rows, how, 0, (departments, _at, all) => replaced(departments, all));
    else takeOver(rows, how, position || end, pastedAt);
  };
  const says = found.length ? t("will_take", { n: found.length, first: found[0].name, last: found[found.length - 1].name }) : t("choose_name");
  return html`
    <p>${t("columns_how")}</p>
    <div class="table-wrap preview" tabindex="0" role="region" aria-label=${t("preview")}><table class="table">
      <thead><tr>${rows[0].map((_cell, column) => html`<th key=${column} scope="col"><${ColumnPicker} columns=${how.columns} position=${column} onPick=${(chosen) => pick(column, chosen)} /></th>`)}</tr></thead>
      <tbody>${rows.slice(0, PREVIEWED).map((row, index) => html`<tr key=${index} class=${index < how.head ? "is-head" : ""}>${row.map((cell, column) => html`<td key=${column}>${cell}</td>`)}</tr>`)}</tbody>
    </table></div>
    ${rows.length > PREVIEWED && html`<p class="soft small">${t("more_rows", { n: rows.length - PREVIEWED })}</p>`}
    <label class="option"><input type="checkbox" checked=${how.head > 0} onChange=${(event) => set({ ...how, head: event.currentTarget.checked ? Math.max(1, guess(rows).head) : 0 })} /><span><b>${t("first_is_head")}</b></span></label>
    ${!fixed && html`<fieldset class="choices"><legend>${t("what_becomes")}</legend><div class="tiles">
      <${Radio} name="import-mode" label=${t("replace_all")} hint=${t("replace_all_hint")} checked=${whole} onPick=${() => setWhole(true)} />
      <${Radio} name="import-mode" label=${position ? t("from_row", { n: position + 1 }) : t("append")} checked=${!whole} onPick=${() => setWhole(false)} />
    </div></fieldset>`}
    <p role="status"><b>${says}</b> ${left.length > 0 && t("left_out", { names: left.join(t("comma")) })}</p>
    <div class="dialog-foot"><button type="button" class="button" onClick=${close}>${t("cancel")}</button>
      <button type="button" class="button button-primary" disabled=${!ready} onClick=${done}>${t("take_over")}</button></div>`;
}

export function ImportDialog({ rows: given, position }) {
  const [rows, setRows] = useState(given);
  return html`
    <${Dialog} title=${t("import_title")} onClose=${close}>
      ${rows ? html`<${Mapping} rows=${rows} position=${position} />` : html`<${Source} onRows=${setRows} />`}
    <//>`;
}
