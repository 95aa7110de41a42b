// Two piles side by side: where they differ the paper decides, then the pile is entered once.
import { html, useState } from "./html.js";
import { t } from "./texts.js";
import { agreed, differences, nameOf, settleKey, shiftedFrom } from "./paper-rules.js";

function Other({ meta, keys, value, onPick, label }) {
  if (!meta.scale.marks) {
    return html`<input type="number" aria-label=${label} min=${meta.scale.minimum} max=${meta.scale.maximum} value=${value} onChange=${(event) => onPick(String(event.target.value))} />`;
  }
  return html`<select aria-label=${label} onChange=${(event) => event.target.value && onPick(event.target.value === "0" ? "" : event.target.value)}>
    <option value="">${t("other")}</option>${keys.map(({ cell, name }) => html`<option key=${cell} value=${cell === "" ? "0" : cell} selected=${value === cell}>${name}</option>`)}</select>`;
}

/** One difference; the keys 1 and 2 take what the first or the second teller typed, and go on. */
function Difference({ each, meta, keys, names, value, onPick }) {
  const name = meta.departments[each.column].name;
  const button = (cell, key) => html`<td><button type="button" class="button" aria-pressed=${String(value === cell)} onClick=${() => onPick(cell)}><kbd>${key}</kbd> ${nameOf(meta.scale, cell, names)}</button></td>`;
  const other = value !== undefined && value !== each.first && value !== each.second ? value : undefined;
  function onKey(event) {
    if (event.target.matches("input, select") || !["1", "2"].includes(event.key)) return;
    event.preventDefault();
    const row = event.currentTarget;
    onPick(event.key === "1" ? each.first : each.second);
    const next = row.nextElementSibling;
    (next ? next.querySelector("button") : document.getElementById("enter-pile")).focus();
  }
  return html`<tr class=${value === undefined ? "" : "is-settled"} onKeyDown=${onKey}>
    <th scope="row">${t("ballot", { n: each.row + 1 })}</th><td>${name}</td>${button(each.first, 1)}${button(each.second, 2)}
    <td><${Other} meta=${meta} keys=${keys} value=${other} onPick=${onPick} label=${`${t("ballot", { n: each.row + 1 })}, ${name}: ${t("other")}`} /></td></tr>`;
}

function Table({ found, meta, keys, names, tellers, settled, onSettle }) {
  return html`<div class="table-wrap"><table class="table differences">
    <thead><tr><td></td><th scope="col">${t("department")}</th><th scope="col">${tellers[0]}</th><th scope="col">${tellers[1]}</th><th scope="col">${t("decided")}</th></tr></thead>
    <tbody>${found.map((each) => html`<${Difference} key=${settleKey(each)} each=${each} meta=${meta} keys=${keys} names=${names} value=${settled[settleKey(each)]} onPick=${(cell) => onSettle({ ...settled, [settleKey(each)]: cell })} />`)}</tbody>
  </table></div>`;
}

const Back = ({ tellers, onBack }) => html`<div class="row">${tellers.map((teller, at) => html`<button type="button" key=${at} class="button" onClick=${() => onBack(at)}>${t("again", { teller })}</button>`)}</div>`;

/** The comparison. `onBack(0 or 1)` reopens a teller's typing, `onEnter(rows)` sends the pile and may refuse with a sentence. */
export function Compare({ meta, keys, names, tellers, piles, settled, onSettle, onBack, onEnter }) {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState("");
  const [first, second] = piles;
  if (first.length !== second.length) {
    return html`<section class="card stack"><h2 tabindex="-1">${t("compare_title")}</h2>
      <p class="notice notice-warn">${t("counts_differ", { first: tellers[0], second: tellers[1], n: first.length, m: second.length })}</p><${Back} tellers=${tellers} onBack=${onBack} /></section>`;
  }
  const found = differences(first, second), shifted = shiftedFrom(first, second);
  const left = found.filter((each) => settled[settleKey(each)] === undefined).length;

  async function enter() {
    if (busy || left) return;
    setBusy(true);
    setFault((await onEnter(agreed(first, settled))) || "");
    setBusy(false);
  }

  return html`<section class="card stack"><h2 tabindex="-1">${t("compare_title")}</h2>
    ${found.length ? html`<p>${t("differences", { n: found.length })}</p>` : html`<p class="notice notice-good">${t("agree")}</p>`}
    ${shifted !== null && html`<p class="notice notice-warn">${t("many", { n: shifted + 1 })}</p>`}
    ${found.length > 0 && html`<${Table} found=${found} meta=${meta} keys=${keys} names=${names} tellers=${tellers} settled=${settled} onSettle=${onSettle} />`}
    ${fault && html`<p class="notice notice-bad" role="alert">${fault}</p>`}
    <div class="row"><button type="button" id="enter-pile" class="button button-primary button-big" aria-disabled=${String(left > 0 || busy)} onClick=${enter}>${busy ? t("entering") : t("enter_pile", { n: first.length })}</button>
      ${left > 0 && html`<span>${t("left", { n: left })}</span>`}</div>
    <p class="soft">${t("once")}</p><${Back} tellers=${tellers} onBack=${onBack} /></section>`;
}
