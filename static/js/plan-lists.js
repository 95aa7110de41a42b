// Lists of entries: adding, taking away, moving up and down, by mouse and by keyboard.
import { html } from "./html.js";
import { t } from "./texts.js";
import { change, changeAll, focusAfter, state } from "./plan-store.js";
import { get, idOf, moved, put, without } from "./plan-paths.js";

/** Adds an entry at the end and goes to its first field. */
export function add(path, entry, field = "name") {
  const entries = get(state.doc, path) || [];
  focusAfter(idOf([...path, entries.length, field]));
  change(path, [...entries, entry]);
}

/** Takes an entry away; `and` mends what referred to it. */
export function remove(path, position, name, and = (doc) => doc) {
  const left = without(get(state.doc, path), position);
  focusAfter(left.length ? idOf([...path, Math.min(position, left.length - 1), "name"]) : "step-title");
  changeAll(and(put(state.doc, path, left)), t("removed", { name }));
}

/** Moves an entry up (-1) or down (+1); the focus goes with it. */
export function move(path, position, by, field) {
  const entries = get(state.doc, path);
  const target = position + by;
  if (target < 0 || target >= entries.length) return;
  focusAfter(field);
  change(path, moved(entries, position, target));
  document.getElementById("live").textContent = t("moved", { n: target + 1 });
}

const buttonId = (path, position, act) => `${act}-${idOf([...path, position])}`;

/** ↑ ↓ × of one row. At the end of the list the arrow that is left keeps the focus. */
export function RowTools({ path, position, name, onRemove }) {
  const count = get(state.doc, path).length;
  const called = name || t("row", { n: position + 1 });
  const go = (by) => {
    const target = position + by;
    const act = target === 0 ? "down" : target === count - 1 ? "up" : by < 0 ? "up" : "down";
    move(path, position, by, buttonId(path, target, act));
  };
  return html`
    <span class="row-tools">
      <button type="button" class="tool" id=${buttonId(path, position, "up")} disabled=${position === 0} aria-label=${t("move_up", { name: called })} title=${t("move_up_keys")} onClick=${() => go(-1)}>↑</button>
      <button type="button" class="tool" id=${buttonId(path, position, "down")} disabled=${position === count - 1} aria-label=${t("move_down", { name: called })} title=${t("move_down_keys")} onClick=${() => go(1)}>↓</button>
      <button type="button" class="tool is-remove" aria-label=${t("remove", { name: called })} title=${t("remove", { name: called })} onClick=${onRemove}>×</button>
    </span>`;
}

/** Keys in a table of inputs as in a spreadsheet: Enter and arrows go from row to row, Alt with an arrow takes the row along. */
export function gridKeys(event, path, onLast) {
  const { key, target } = event;
  const { row, column } = target.dataset;
  if (row === undefined || event.isComposing || event.keyCode === 229) return;
  const position = Number(row);
  const by = key === "ArrowUp" || (key === "Enter" && event.shiftKey) ? -1 : key === "ArrowDown" || key === "Enter" ? 1 : 0;
  if (!by || (key === "Enter" && target.type === "checkbox")) return;
  event.preventDefault();
  const next = position + by;
  if (event.altKey && key !== "Enter") move(path, position, by, idOf([...path, next, column]));
  else if (next >= 0 && next < get(state.doc, path).length) document.getElementById(idOf([...path, next, column])).focus();
  else if (key === "Enter" && by > 0 && onLast) onLast();
}
