// Where a year begins: the template, the present plan, or a plan file.
import { html, useState } from "./html.js";
import { t } from "./texts.js";
import { begin, state, update } from "./plan-store.js";
import { openFile } from "./plan-api.js";
import { Dialog } from "./plan-import.js";

/** The year a new plan is for: the one after a year that has begun, else the present one. */
function nextYear() {
  const { present, opened } = state.setup;
  const now = new Date().getFullYear();
  return present && opened ? Math.max(present.office.year + 1, now) : now;
}

const forYear = (document, year) => ({ ...document, office: { ...document.office, year } });

function fromTemplate() {
  begin(forYear(state.setup.template, nextYear()), { text: t("began_template") });
}

function fromPresent() {
  const { present, opened } = state.setup;
  const year = opened ? nextYear() : present.office.year;
  begin(forYear(present, year), { text: t("began_present", { year }) });
}

function FileChoice() {
  const [fault, say] = useState("");
  const open = async (event) => {
    const [file] = event.currentTarget.files;
    event.currentTarget.value = ""; // the same file can be chosen again once it has been mended
    if (!file) return;
    const { ok, data } = await openFile(file);
    if (ok) begin(data, { text: t("began_file", { name: file.name }) });
    else say(data.message);
  };
  return html`
    <label class="start-choice">
      <b>${t("start_file")}</b><span>${t("start_file_hint")}</span>
      <input type="file" id="plan-file" class="sr-only" accept=".toml,.txt" onChange=${open} />
      <span class="button">${t("choose_file")}</span>
      <span class="field-fault" role="alert">${fault}</span>
    </label>`;
}

function StartChoices() {
  const { present, opened } = state.setup;
  return html`
    <div class="start-choices">
      <section class="start-choice"><b>${t("start_template")}</b><span>${t("start_template_hint")}</span>
        <button type="button" class=${`button ${present ? "" : "button-primary"}`} id="from-template" onClick=${fromTemplate}>${t("start_template_do")}</button></section>
      ${present && html`<section class="start-choice"><b>${t("start_present")}</b><span>${t(opened ? "start_present_next" : "start_present_hint", { name: present.office.name, year: present.office.year })}</span>
        <button type="button" class="button button-primary" id="from-present" onClick=${fromPresent}>${t("start_present_do", { year: opened ? nextYear() : present.office.year })}</button></section>`}
      <${FileChoice} />
    </div>`;
}

/** The first thing on an empty computer. */
export function Welcome() {
  return html`
    <header class="welcome"><h1 id="step-title" tabindex="-1">${t("welcome")}</h1><p class="lead">${t("welcome_lead")}</p></header>
    <${StartChoices} />`;
}

export function StartDialog() {
  return html`
    <${Dialog} title=${t("start_title")} onClose=${() => update({ dialog: null })}>
      ${state.touched && html`<p class="soft">${t("start_replaces")}</p>`}
      <${StartChoices} />
      <div class="dialog-foot"><button type="button" class="button" onClick=${() => update({ dialog: null })}>${t("cancel")}</button></div>
    <//>`;
}
