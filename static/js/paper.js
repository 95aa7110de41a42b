// Paper ballots: who types, the first pile, the second pile, the comparison, entering. Kept in this tab until entered.
import { html, render } from "./html.js";
import { t } from "./texts.js";
import { keysOf } from "./paper-rules.js";
import { Typing } from "./paper-grid.js";
import { Compare } from "./paper-compare.js";

const root = document.getElementById("paper");
const meta = root && JSON.parse(document.getElementById("document").textContent);
const names = { abstain: t("abstain"), unreadable: t("unreadable") };
const keys = meta && keysOf(meta.scale, names);
const NEW = { step: "start", group: "", tellers: ["", ""], piles: [[], []], settled: {}, outcome: null };
const place = meta && `paper:${meta.year}:${meta.review.id}`;
let now = { ...NEW };

function recall() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(place));
    const fits = kept && kept.piles.every((rows) => rows.every((row) => row.length === meta.departments.length));
    return fits ? { ...NEW, ...kept } : { ...NEW };
  } catch (unreadable) {
    return { ...NEW };
  }
}

function keep() {
  try {
    if (now.step === "start" || now.step === "done") sessionStorage.removeItem(place);
    else sessionStorage.setItem(place, JSON.stringify(now));
  } catch (refused) { /* lasts as long as the page */ }
}

function become(changes, draw = true) {
  const step = now.step;
  now = { ...now, ...changes };
  keep();
  if (!draw) return;
  render(html`<${Page} />`, root);
  if (now.step !== step) {
    const first = root.querySelector(".differences button") || root.querySelector("h2[tabindex]");
    if (first) first.focus();
  }
}

const setPile = (at, rows) => now.piles.map((old, index) => (index === at ? rows : old));
const groupName = () => meta.groups.find((each) => each.id === now.group).name;

// ---- entering

async function countOf(group) {
  const answer = await fetch(`/api/reviews/${encodeURIComponent(meta.review.id)}/tally`, { cache: "no-store" });
  return (await answer.json()).turnout.find((each) => each.group === group).issued;
}

/** Sends the pile; returns a sentence where it was not entered. An answer that got lost is looked for in the counts. */
async function enter(rows) {
  const ids = meta.departments.map((each) => each.id);
  const body = JSON.stringify({ group: now.group, tellers: now.tellers, rows: rows.map((row) => Object.fromEntries(row.map((cell, at) => [ids[at], cell]))) });
  let before = null;
  try {
    before = await countOf(now.group);
    const answer = await fetch(root.dataset.address, { method: "POST", headers: { "Content-Type": "application/json", "X-Token": root.dataset.token, Accept: "application/json" }, body });
    const document = await answer.json();
    if (!answer.ok) return document.message;
    become({ step: "done", outcome: { ...document, group: groupName() }, piles: [[], []], settled: {} });
    return "";
  } catch (unreachable) {
    return before === null ? t("no_answer") : lookFor(before, rows.length);
  }
}

async function lookFor(before, n) {
  try {
    if (await countOf(now.group) < before + n) return t("not_entered");
    become({ step: "done", outcome: { valid: null, void: {}, reasons: {}, n, group: groupName() }, piles: [[], []], settled: {} });
    return "";
  } catch (unreachable) {
    return t("no_answer");
  }
}

// ---- the pages

function Start() {
  function begin(event) {
    event.preventDefault();
    const fields = new FormData(event.target);
    const tellers = [fields.get("first").trim(), fields.get("second").trim()];
    const fits = fields.get("group") && tellers[0] && tellers[1] && tellers[0] !== tellers[1];
    if (fits) become({ ...NEW, step: "first", group: fields.get("group"), tellers });
    else event.target.querySelector(".field-fault").textContent = t("needs");
  }
  const teller = (name, label, value) => html`<p class="field"><label for=${name}>${label}</label><input id=${name} name=${name} type="text" maxlength="60" autocomplete="off" required value=${value} /></p>`;
  return html`<form class="card stack paper-start" onSubmit=${begin}>
    <h2 tabindex="-1">${t("how_title")}</h2><p class="soft">${t("how")}</p>
    <p class="field"><label for="group">${t("group")}</label><select id="group" name="group" required><option value=""></option>
      ${meta.groups.map(({ id, name }) => html`<option key=${id} value=${id}>${name}</option>`)}</select></p>
    <div class="beside">${teller("first", t("teller_1"), now.tellers[0])}${teller("second", t("teller_2"), now.tellers[1])}</div>
    <p class="field-fault" role="alert"></p>
    <button class="button button-primary button-big">${t("start")}</button></form>`;
}

const HandOver = () => html`<section class="card stack paper-calm"><h2 tabindex="-1">${t("hand_over_title", { n: now.piles[0].length, teller: now.tellers[1] })}</h2>
  <p class="soft">${t("hand_over")}</p><button type="button" class="button button-primary button-big" onClick=${() => become({ step: "second" })}>${t("take_over", { teller: now.tellers[1] })}</button></section>`;

function Done() {
  const { outcome } = now;
  const reasons = Object.entries(outcome.void);
  const count = reasons.reduce((sum, [, n]) => sum + n, 0);
  return html`<section class="card stack paper-calm"><h2 tabindex="-1">${t("entered_title", { n: outcome.n || outcome.valid + count })} · ${outcome.group}</h2>
    ${outcome.valid === null ? html`<p class="notice notice-warn">${t("was_entered", { n: outcome.n })}</p>`
      : html`<dl class="figures"><div><dt>${t("valid")}</dt><dd>${outcome.valid}</dd></div><div><dt>${t("void")}</dt><dd>${count}</dd></div></dl>`}
    ${count > 0 && html`<div class="notice notice-warn"><p>${t("void_why")}</p><ul class="plain">${reasons.map(([reason, n]) => html`<li key=${reason}>${t("reason", { reason: outcome.reasons[reason] || reason, n })}</li>`)}</ul></div>`}
    <p class="soft">${t("gone")}</p><button type="button" class="button button-primary" onClick=${() => become({ ...NEW, tellers: now.tellers })}>${t("another")}</button></section>`;
}

function typing(at) {
  const done = (rows) => become({ piles: setPile(at, rows), settled: {}, step: at === 0 && !now.piles[1].length ? "hand-over" : "compare" });
  return html`<${Typing} key=${at} meta=${meta} keys=${keys} names=${names} teller=${now.tellers[at]} group=${groupName()} rows=${now.piles[at]} onRows=${(rows) => become({ piles: setPile(at, rows) }, false)} onDone=${done} />`;
}

function Step() {
  if (now.step === "first") return typing(0);
  if (now.step === "hand-over") return html`<${HandOver} />`;
  if (now.step === "second") return typing(1);
  if (now.step === "done") return html`<${Done} />`;
  if (now.step !== "compare") return html`<${Start} />`;
  return html`<${Compare} meta=${meta} keys=${keys} names=${names} tellers=${now.tellers} piles=${now.piles} settled=${now.settled}
    onSettle=${(settled) => become({ settled })} onBack=${(at) => become({ step: at ? "second" : "first", settled: {} })} onEnter=${enter} />`;
}

function Page() {
  const discard = () => { if (confirm(t("discard_sure"))) become({ ...NEW, tellers: now.tellers }); };
  return html`<${Step} />${!["start", "done"].includes(now.step) && html`<p class="paper-discard"><button type="button" class="button button-quiet button-small" onClick=${discard}>${t("discard")}</button></p>`}`;
}

if (root) {
  now = recall();
  become({});
}
