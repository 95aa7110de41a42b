// One teller types a pile: one row a ballot, one key a grade, nothing but the keyboard.
// The grid is no text field, so that no Chinese input method takes the letters away.
import { html, useEffect, useLayoutEffect, useRef, useState } from "./html.js";
import { t } from "./texts.js";
import { UNREADABLE, cellOfKey, emptyRow, isEmpty, isOnScale, missingOf, nameOf, typedRows } from "./paper-rules.js";

const ABOVE = 11, BELOW = 3;

/** What a key does to `{ rows, row, column, asked }`; returns the new place, or null for a key that means nothing here. */
export function press(place, event, { scale, keys, columns }) {
  const { rows, row, column } = place;
  const last = columns - 1;
  const go = (toRow, toColumn) => ({ ...place, asked: false, row: Math.min(rows.length - 1, Math.max(0, toRow)), column: Math.min(last, Math.max(0, toColumn)) });
  const put = (cell, move) => {
    const typed = rows.map((each, at) => (at === row ? each.map((old, index) => (index === column ? cell : old)) : each));
    return { ...place, asked: false, rows: typed, column: move && column < last ? column + 1 : column };
  };
  const digit = !scale.marks && /^\d$/.test(event.key);
  if (digit) {
    const before = place.fresh ? "" : rows[row][column] || "";
    return /^\d{0,5}$/.test(before) ? { ...put(before + event.key, false), fresh: false } : { ...put(event.key, false), fresh: false };
  }
  const cell = cellOfKey(keys, event.key);
  if (cell !== undefined) return { ...put(cell, true), fresh: true };
  const moves = { ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1], ArrowUp: [row - 1, column], ArrowDown: [row + 1, column], Home: [row, 0], End: [row, last] };
  if (moves[event.key]) return { ...go(...moves[event.key]), fresh: true };
  if (event.key === "Delete") return put(null, false);
  if (event.key === "Backspace") return { ...goBack(place, put), fresh: true };
  return event.key === "Enter" ? { ...goOn(place, go, { range: !scale.marks, last }), fresh: true } : null;
}

function goBack(place, put) {
  const { rows, row, column } = place;
  if (rows[row][column] !== null) return put(null, false);
  if (column === 0) return place;
  const cleared = rows.map((each, at) => (at === row ? each.map((old, index) => (index === column - 1 ? null : old)) : each));
  return { ...place, rows: cleared, column: column - 1, asked: false };
}

/** Enter: the next cell of a range scale, the next ballot after the last one; blanks are asked about once. */
function goOn(place, go, { range, last }) {
  const { rows, row, column, asked } = place;
  if (range && column < last) return go(row, column + 1);
  if (isEmpty(rows[row])) return place;
  if (missingOf(rows[row]) && !asked) return { ...place, asked: true, column: rows[row].indexOf(null) };
  const full = rows.map((each, at) => (at === row ? each.map((cell) => (cell === null ? "" : cell)) : each));
  if (row === rows.length - 1) full.push(emptyRow(rows[row].length));
  return { ...place, rows: full, row: row + 1, column: 0, asked: false };
}

const keyName = (key) => (key === " " ? t("space") : key);

const Legend = ({ keys, onKey, range }) => html`
  <div class="legend" role="group" aria-label=${t("legend")}>
    ${range && html`<span class="legend-text">${t("number")}</span>`}
    ${keys.map(({ key, also, cell, name }) => html`<button type="button" class="button button-small" key=${cell} tabindex="-1" onClick=${() => onKey(key || also)}>
      ${key && html`<kbd>${keyName(key)}</kbd>`}${also && html`<kbd>${keyName(also)}</kbd>`} ${name}</button>`)}
    <button type="button" class="button button-small" tabindex="-1" onClick=${() => onKey("Enter")}><kbd>${t("enter")}</kbd> ${t("go_on")}</button>
    <button type="button" class="button button-small" tabindex="-1" onClick=${() => onKey("Backspace")}><kbd>⌫</kbd> ${t("back")}</button>
  </div>`;

function Rows({ place, meta, names, onPlace }) {
  const { rows, row, column } = place;
  const from = Math.max(0, Math.min(row - ABOVE, rows.length - ABOVE - BELOW));
  const shown = rows.slice(from, from + ABOVE + BELOW + 1);
  return html`<div class="pile"><table class="pile-table">
    <thead><tr><td></td>${meta.departments.map(({ id, name }, at) => html`<th scope="col" key=${id} class=${at === column ? "is-here" : ""}><span>${name}</span></th>`)}</tr></thead>
    <tbody>${shown.map((cells, index) => {
      const at = from + index;
      return html`<tr key=${at} class=${at === row ? "is-here" : ""}><th scope="row">${at + 1}</th>
        ${cells.map((cell, where) => html`<td key=${where} class=${`${at === row && where === column ? "is-here" : ""} ${isOnScale(meta.scale, cell) ? "" : "is-odd"}`}
          onClick=${() => onPlace({ ...place, row: at, column: where, fresh: true })}>${cell === "" ? "–" : cell === UNREADABLE ? "?" : nameOf(meta.scale, cell, names)}</td>`)}</tr>`;
    })}</tbody></table>
    ${rows.length > shown.length && html`<p class="soft">${t("rows", { first: from + 1, last: from + shown.length, n: rows.length })}</p>`}</div>`;
}

/** The page of one teller. `onRows(rows)` hears every change, `onDone(rows)` the finished pile. */
export function Typing({ meta, keys, names, teller, group, rows: typed, onRows, onDone }) {
  const columns = meta.departments.length;
  const [place, setPlace] = useState(() => {
    const rows = typed.length ? typed : [emptyRow(columns)];
    const open = rows[rows.length - 1].indexOf(null);
    return { rows, row: rows.length - 1, column: Math.max(0, open), asked: false, fresh: true };
  });
  const [fault, setFault] = useState("");
  const box = useRef(null), said = document.getElementById("said");

  useLayoutEffect(() => { box.current.focus(); }, []); // at once: a fast teller's first key must not be lost
  useEffect(() => {
    const here = box.current.querySelector("td.is-here");
    if (here) here.scrollIntoView({ block: "nearest", inline: "nearest" });
  });

  function become(next) {
    if (next.rows !== place.rows) onRows(next.rows);
    setPlace(next);
    setFault(next.asked ? t("incomplete", { n: missingOf(next.rows[next.row]) }) : "");
    const name = meta.departments[next.column].name;
    said.textContent = `${t("ballot", { n: next.row + 1 })}. ${t("mark_of", { name, mark: nameOf(meta.scale, next.rows[next.row][next.column], names) })}`;
  }

  function onKey(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); return done(); }
    if (event.ctrlKey || event.metaKey || event.altKey || event.key === "Tab") return undefined;
    const physical = /^(Key|Digit|Numpad)(\w)$/.exec(event.code || ""); // an input method hides the letter, not the key
    const key = event.key === "Process" && physical ? physical[2] : event.key;
    const next = press(place, { key }, { scale: meta.scale, keys, columns });
    if (!next) return undefined;
    event.preventDefault();
    return become(next);
  }

  const byMouse = (key) => { const next = press(place, { key }, { scale: meta.scale, keys, columns }); if (next) become(next); box.current.focus(); };

  function remove() {
    if (!confirm(t("delete_sure", { n: place.row + 1, teller }))) return;
    const rows = place.rows.filter((_, at) => at !== place.row);
    become({ ...place, rows: rows.length ? rows : [emptyRow(columns)], row: Math.max(0, Math.min(place.row, rows.length - 1)), column: 0, fresh: true, asked: false });
    box.current.focus();
  }

  function done() {
    const full = typedRows(place.rows);
    if (!full.length) return setFault(t("nothing"));
    const open = place.rows.findIndex((row) => !isEmpty(row) && missingOf(row));
    if (open >= 0) {
      setPlace({ ...place, row: open, column: place.rows[open].indexOf(null), asked: true });
      box.current.focus();
      return setFault(`${t("unfinished", { n: open + 1 })} ${t("incomplete", { n: missingOf(place.rows[open]) })}`);
    }
    return onDone(full);
  }

  const cell = place.rows[place.row][place.column];
  return html`<section class="card stack" aria-label=${t("typing", { teller, group })}>
    <p class="soft">${t("typing", { teller, group })}</p>
    <div ref=${box} class="typing" tabindex="0" role="application" aria-label=${`${t("typing", { teller, group })}. ${scaleHint(meta)}`} onKeyDown=${onKey}>
      <p class="typing-now"><b>${t("ballot", { n: place.row + 1 })}</b><span>${place.column + 1}/${columns}</span><strong>${meta.departments[place.column].name}</strong><em>${cell === null ? "" : nameOf(meta.scale, cell, names)}</em></p>
      <${Rows} place=${place} meta=${meta} names=${names} onPlace=${(next) => { setPlace(next); box.current.focus(); }} />
    </div>
    ${fault ? html`<p class="notice notice-warn" role="alert">${fault}</p>` : !isOnScale(meta.scale, cell) && html`<p class="notice notice-warn">${t("off_scale", { mark: nameOf(meta.scale, cell, names) })}</p>`}
    <${Legend} keys=${keys} range=${!meta.scale.marks} onKey=${byMouse} />
    <p class="soft">${scaleHint(meta)}</p>
    <div class="row"><button type="button" class="button button-primary" onClick=${done}>${t("pile_done")} <kbd>Ctrl</kbd><kbd>${t("enter")}</kbd></button>
      <button type="button" class="button button-danger" onClick=${remove}>${t("delete", { n: place.row + 1 })}</button></div>
  </section>`;
}

const scaleHint = (meta) => t(meta.scale.marks ? "hint_grades" : "hint_range");
