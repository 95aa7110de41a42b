// Setting a year up: the steps, the way through them, and what stands around them.
import { html, render, useEffect } from "./html.js";
import { t } from "./texts.js";
import { becamePresent, focusAfter, goTo, goToPlace, isRight, onDraw, showPresent, start, state, undo, update } from "./plan-store.js";
import { download, isSignedOut, saveDepartments } from "./plan-api.js";
import { percentOf } from "./plan-numbers.js";
import { Found, stepOf } from "./plan-faults.js";
import { Departments } from "./plan-departments.js";
import { Groups, Office } from "./plan-groups.js";
import { Scales } from "./plan-scales.js";
import { Reviews } from "./plan-reviews.js";
import { More } from "./plan-more.js";
import { Finish, LoadButton, LoadDialog } from "./plan-finish.js";
import { StartDialog, Welcome } from "./plan-start.js";
import { ImportDialog } from "./plan-import.js";

const STEPS = { office: Office, departments: Departments, groups: Groups, scales: Scales, reviews: Reviews, more: More, finish: Finish };
const steps = () => (state.mode === "departments" ? ["departments"] : Object.keys(STEPS));

// ---- around the steps

/** What a step holds, in two or three words. */
function inShort(step) {
  const { office, departments, groups, scales, reviews } = state.doc;
  const weights = reviews.map(({ weight }) => (weight === undefined ? "?" : percentOf(weight))).join(" + ");
  return {
    office: `${office.name || ""} ${office.year || ""}`.trim(), departments: t("short_departments", { n: departments.length }),
    groups: t("short_groups", { n: groups.length }), scales: t("short_scales", { n: Object.keys(scales).length }), reviews: weights && `${weights} %`,
  }[step] || "";
}

function Nav() {
  const wrong = (step) => state.faults.filter(({ path }) => stepOf(path) === step).length;
  return html`
    <nav class="steps" aria-label=${t("steps")}><ol>
      ${steps().map((step, index) => html`
        <li key=${step}><a href=${`#${step}`} aria-current=${state.step === step ? "step" : null}>
          <span class="step-number" aria-hidden="true">${index + 1}</span>
          <span class="step-name">${t(`step_${step}`)}<small>${inShort(step)}</small></span>
          ${wrong(step) > 0 && html`<span class="step-wrong"><span aria-hidden="true">${wrong(step)}</span><span class="sr-only">${t("to_mend", { n: wrong(step) })}</span></span>`}
        </a></li>`)}
    </ol></nav>`;
}

async function save() {
  const { office } = state.doc;
  const said = await download(state.doc, `${[office.name, office.year, t("plan_file")].filter(Boolean).join(" ")}.toml`);
  if (!said.ok) update({ notice: { kind: "bad", text: said.data.message } });
}

function Head() {
  const { mode, touched, doc } = state;
  const title = mode === "departments" ? t("title_departments", { year: doc.office.year }) : t("title", { year: doc.office.year || "" });
  return html`
    <header class="plan-head spread">
      <div><p class="soft">${doc.office.name || t("unnamed")}</p><h1>${title} <span class=${`tag ${touched ? "tag-warn" : "tag-good"}`}>${t(touched ? "is_draft" : "is_loaded")}</span></h1></div>
      <div class="row">
        ${touched && state.setup.present && html`<button type="button" class="button button-quiet" onClick=${showPresent}>${t("discard")}</button>`}
        <button type="button" class="button" id="start" onClick=${() => update({ dialog: { name: "start" } })}>${t(mode === "departments" ? "another_year" : "start")}</button>
        <button type="button" class="button" id="download" onClick=${save}>${t("download")}</button>
      </div>
    </header>`;
}

function Notice() {
  const { notice, trouble } = state;
  return html`
    ${trouble && html`<p class="notice notice-bad" role="alert">${trouble.message} ${isSignedOut(trouble) && html`<a href="/staff/sign-in?next=/setup">${t("sign_in_again")}</a>`}</p>`}
    ${notice && html`<div class=${`notice notice-${notice.kind} spread`} role="status"><span>${notice.text}</span>
      <span class="row">${notice.undo && html`<button type="button" class="button button-small" id="undo" onClick=${undo}>${t("undo")}</button>`}
        <button type="button" class="tool" aria-label=${t("close_notice")} onClick=${() => { focusAfter("step-title"); update({ notice: null }); }}>×</button></span></div>`}`;
}

// ---- the foot

async function saveChanges() {
  const before = new Map(state.setup.present.departments.map((each) => [each.id, JSON.stringify(each)]));
  const changed = state.doc.departments.filter((each) => JSON.stringify(each) !== before.get(each.id));
  const changes = Object.fromEntries(changed.map(({ id, name, headcount, directly_led }) => [id, { name, headcount, directly_led: Boolean(directly_led) }]));
  const { ok, data } = await saveDepartments(state.doc.office.year, changes);
  if (ok) becamePresent({ notice: { kind: "good", text: t("saved", { n: changed.length }) } });
  else update({ notice: { kind: "bad", text: data.message } });
}

function Foot() {
  const all = steps(), at = all.indexOf(state.step);
  const { faults, touched } = state;
  const toFirst = (event) => { event.preventDefault(); goToPlace(faults[0].path, stepOf(faults[0].path)); };
  const heard = html`<span class="sr-only" role="status">${faults.length ? t("to_mend", { n: faults.length }) : ""}</span>`;
  const side = faults.length
    ? html`<a class="foot-faults" href=${`#${stepOf(faults[0].path)}`} onClick=${toFirst}>${t("to_mend", { n: faults.length })}</a>`
    : html`<span class="soft small">${touched ? t("kept") : ""}</span>`;
  if (state.mode === "departments") {
    return html`<footer class="plan-foot">${heard}${side}<button type="button" class="button button-primary" id="save" disabled=${!state.touched || !isRight()} onClick=${saveChanges}>${t("save")}</button></footer>`;
  }
  return html`
    <footer class="plan-foot">${heard}${side}<span class="row">
      ${at > 0 && html`<button type="button" class="button" onClick=${() => goTo(all[at - 1], "step-title")}>${t("back")}</button>`}
      ${at < all.length - 1 && html`<button type="button" class="button button-primary" id="next" onClick=${() => { scrollTo(0, 0); goTo(all[at + 1], "step-title"); }}>${t("next", { step: t(`step_${all[at + 1]}`) })}</button>`}
      ${at === all.length - 1 && !state.loaded && html`<${LoadButton} />`}
    </span></footer>`;
}

// ---- the page

const DIALOGS = { start: StartDialog, import: ImportDialog, load: LoadDialog };

function Plan() {
  const { mode, step, dialog, generation } = state;
  const Step = STEPS[step] || Office;
  const Open = dialog && DIALOGS[dialog.name];
  useEffect(() => { document.title = `${t(mode === "start" ? "welcome" : `step_${step}`)} · ${t("brand")}`; });
  if (mode === "start") return html`<${Welcome} />`;
  return html`
    <${Head} />
    ${mode === "departments" && html`<p class="notice notice-plain">${t("locked", { year: state.doc.office.year })}</p>`}
    <div class=${`plan ${mode === "departments" ? "is-single" : ""}`}>
      ${(mode === "plan" || state.faults.length > 0) && html`<aside class="plan-side">${mode === "plan" && html`<${Nav} />`}<${Found} /></aside>`}
      <div class="plan-main stack">
        <${Notice} />
        <h2 id="step-title" tabindex="-1">${t(`step_${step}`)}</h2>
        <${Step} key=${`${step}-${generation}`} />
        <${Foot} />
      </div>
    </div>
    ${Open && html`<${Open} ...${dialog} />`}`;
}

onDraw(() => render(html`<${Plan} />`, document.getElementById("plan")));
start(steps);
