// The last step: the whole plan in plain words, and loading it.
import { html } from "./html.js";
import { t } from "./texts.js";
import { becamePresent, focusAfter, goTo, isLocked, isRight, judgeSoon, showPresent, state, update } from "./plan-store.js";
import { percentOf, sumOf } from "./plan-numbers.js";
import { DEFAULT_CAP, settled } from "./plan-shape.js";
import { scaleInWords } from "./plan-scales.js";
import { placeInWords } from "./plan-faults.js";
import { Dialog } from "./plan-import.js";
import { load } from "./plan-api.js";

function ReviewInWords({ review }) {
  const { groups } = state.doc;
  const voting = groups.filter(({ id }) => review.groups[id]).map(({ id, name }) => ({ name, ...review.groups[id] }));
  const { excellent_cap: cap = DEFAULT_CAP, all_same: same = true } = review.rules || {};
  const rules = review.pace === "one_by_one" ? [] : [
    String(cap) !== "0" && t("cap_in_words", { cap: String(cap).startsWith("0.") ? `${percentOf(cap)} %` : cap }), same && t("same_in_words")];
  const says = [t(review.pace === "one_by_one" ? "one_by_one" : "together"), state.doc.scales[review.scale] && scaleInWords(state.doc.scales[review.scale]),
    t(`live_${review.live === "turnout" ? "turnout" : "tally"}`), ...rules].filter(Boolean);
  return html`
    <div class="summary-review"><dt>${review.name} <span class="tag">${percentOf(review.weight === undefined ? "" : review.weight)} %</span></dt>
      <dd><p>${says.join(" · ")}</p>
        <table class="table is-small"><thead><tr><th scope="col">${t("group")}</th><th scope="col" class="num">${t("weight")}</th><th scope="col" class="num">${t("slips")}</th><th scope="col" class="num">${t("due")}</th></tr></thead>
          <tbody>${voting.map(({ name, weight, slips, due }) => html`<tr key=${name}><th scope="row">${name}</th><td class="num">${weight}</td><td class="num">${slips}</td><td class="num">${due === undefined ? slips : due}</td></tr>`)}</tbody>
          <tfoot><tr><th scope="row">${t("together_sum")}</th><td class="num">${sumOf(voting.map(({ weight }) => weight))}</td><td class="num">${sumOf(voting.map(({ slips }) => slips))}</td>
            <td class="num">${sumOf(voting.map(({ due, slips }) => (due === undefined ? slips : due)))}</td></tr></tfoot></table></dd></div>`;
}

function Summary() {
  const { doc } = state;
  const led = doc.departments.filter((each) => each.directly_led).map(({ name }) => name);
  const share = (part, key) => `${percentOf(settled(doc, part, key))} %`;
  return html`
    <div class="card"><dl class="summary">
      <div><dt>${t("office_and_year")}</dt><dd><b class="summary-title">${doc.office.name || "—"} ${doc.office.year}</b></dd></div>
      <div><dt>${t("base_total")}</dt><dd>${["daily", "standardisation", "review"].map((part) => `${t(`points_${part}`)} ${settled(doc, "points", part)}`).join(" + ")}</dd></div>
      <div><dt>${t("step_departments")}</dt><dd><p>${t("departments_in_words", { n: doc.departments.length, people: sumOf(doc.departments.map((each) => each.headcount)) })}</p>
        <ol class="summary-departments">${doc.departments.map(({ name, headcount }, index) => html`<li key=${index}>${name} <span class="soft">${headcount}</span></li>`)}</ol>
        ${led.length > 0 && html`<p>${t("led_in_words", { names: led.join(t("comma")) })}</p>`}</dd></div>
      ${doc.reviews.map((review, index) => html`<${ReviewInWords} key=${index} review=${review} />`)}
      <div><dt>${t("shortlist")}</dt><dd>${share("shortlist", "ratio")} · ${t(`shortlist_base_${settled(doc, "shortlist", "base")}`)}</dd></div>
      <div><dt>${t("innovation")}</dt><dd>${(doc.innovation || []).length ? t("standards_in_words", { n: doc.innovation.length }) : t("no_standards")}</dd></div>
      <div><dt>${t("quota")}</dt><dd>${["excellent", "directly_led", "other", "disqualified"].map((key) => `${t(`quota_${key}`)} ${share("quota", key)}`).join(" · ")}</dd></div>
    </dl></div>`;
}

async function loadNow() {
  update({ busy: true });
  const { ok, data } = await load(state.doc);
  update({ busy: false, dialog: null });
  if (ok) {
    const year = state.setup.present && state.setup.present.office.year;
    focusAfter("loaded");
    becamePresent({ loaded: data, notice: null, setup: { issued: 0, ...(year !== data.year && { opened: false }) } });
    document.getElementById("live").textContent = t("loaded_title", { name: state.doc.office.name, year: data.year });
    scrollTo(0, 0);
  } else if (data.error === "already_opened") {
    update({ notice: { kind: "bad", text: t("opened_meanwhile", { year: state.doc.office.year }) } });
  } else {
    if (data.faults && data.faults.length) judgeSoon(0);
    update({ notice: { kind: "bad", text: data.message } });
  }
}

export function LoadDialog() {
  const { doc, setup } = state;
  const again = setup.present && setup.present.office.year === Number(doc.office.year);
  return html`
    <${Dialog} title=${t("load_title", { name: doc.office.name, year: doc.office.year })} small onClose=${() => update({ dialog: null })}>
      <p>${t(again ? "load_again" : "load_new")}</p>
      ${again && setup.issued > 0 && html`<p class="notice notice-warn">${t("load_issued", { n: setup.issued })}</p>`}
      <div class="dialog-foot"><button type="button" class="button" onClick=${() => update({ dialog: null })}>${t("cancel")}</button>
        <button type="button" class="button button-primary" id="load-now" disabled=${state.busy} onClick=${loadNow}>${t("load_yes")}</button></div>
    <//>`;
}

function Loaded() {
  const { loaded, doc } = state;
  return html`
    <section class="card loaded" tabindex="-1" id="loaded">
      <p class="state-mark state-mark-good" aria-hidden="true">✓</p>
      <div class="stack-tight"><h3>${t("loaded_title", { name: doc.office.name, year: loaded.year })}</h3>
        ${loaded.dead_slips > 0 && html`<p class="notice notice-warn">${t("dead_slips", { n: loaded.dead_slips })}</p>`}
        ${loaded.warnings.length > 0 && html`<p>${t("loaded_warnings")}</p><ul>${loaded.warnings.map(({ path, sentence }) => html`<li key=${path + sentence}><b>${placeInWords(path)}</b> ${sentence}</li>`)}</ul>`}
        <p>${t("loaded_next")}</p>
        <p class="row"><a class="button button-primary" href="/console">${t("to_sessions")}</a></p></div>
    </section>`;
}

function Locked() {
  const { year } = state.setup.present.office;
  return html`
    <div class="notice notice-warn stack-tight"><p><b>${t("locked_title", { year })}</b> ${t("locked_draft")}</p>
      <p class="row"><button type="button" class="button" onClick=${() => goTo("office", "at/office/year")}>${t("change_year")}</button>
        <button type="button" class="button" onClick=${showPresent}>${t("to_departments", { year })}</button></p></div>`;
}

export function Finish() {
  const { faults, loaded } = state;
  if (loaded) return html`<${Loaded} /><${Summary} />`;
  return html`
    <p class="lead">${faults.length ? t("finish_faults", { n: faults.length }) : t("finish_lead")}</p>
    ${isLocked() && html`<${Locked} />`}
    ${!state.touched && html`<p class="notice notice-good">${t("nothing_changed", { year: state.doc.office.year })}</p>`}
    <${Summary} />`;
}

/** The button at the foot of the last step. */
export function LoadButton() {
  const ready = state.touched && isRight() && !isLocked();
  return html`<button type="button" class="button button-primary" id="load" disabled=${!ready} onClick=${() => update({ dialog: { name: "load" } })}>${t("load", { year: state.doc.office.year || "" })}</button>`;
}
