// A tablet at the door: one fresh slip at a time. It waits until a phone has come, shows a calm check mark, goes on.
// The slip is in this page's memory only: whoever leaves the page cancels the slip nobody took.
import { html, render } from "./html.js";
import { t } from "./texts.js";

const root = document.getElementById("hand-out");
const said = document.getElementById("said");
const LOOK_EVERY = 1_000, CALM = 1_600;

/** `step`: choose → making → shown → taken → making …; `ask`: another group was tapped while a slip is shown. */
const now = { step: "choose", group: null, ask: null, slip: null, fault: null, unsure: false, note: null };
let groups = root ? JSON.parse(document.getElementById("hand-out-groups").textContent) : [];
let turn = 0; // every slip has its own number: an answer about an earlier one changes nothing

function become(changes) {
  Object.assign(now, changes);
  render(html`<${Page} />`, root);
}

function say(sentence) { said.textContent = sentence; }

// ---- the server

async function send(path, fields = {}) {
  const body = new URLSearchParams({ token: root.dataset.token, ...fields });
  const answer = await fetch(`${root.dataset.base}/${path}`, { method: "POST", body, headers: { Accept: "application/json" } });
  const document = await answer.json();
  if (answer.ok) return document;
  if (document.error === "scrutineer_needed") location.reload(); // the session was opened meanwhile
  throw Object.assign(new Error(document.message), { told: document.message, code: document.error });
}

async function next(group = now.group) {
  const mine = ++turn;
  become({ step: "making", group, ask: null, slip: null, fault: null, unsure: false, note: null });
  try {
    const slip = await send("next", { group });
    if (mine !== turn) return;
    groups = groups.map((each) => (each.id === group ? { ...each, issued: slip.issued } : each)); // two doors count together
    become({ step: "shown", slip });
    say(t("qr", { group: slip.group }));
    setTimeout(() => look(mine), LOOK_EVERY);
  } catch (error) {
    if (mine === turn) become({ step: "failed", fault: error.told || t("no_answer") });
  }
}

async function look(mine) {
  if (mine !== turn || now.step !== "shown") return;
  try {
    const answer = await fetch(`${root.dataset.base}/${encodeURIComponent(now.slip.slip)}`, { headers: { Accept: "application/json" }, cache: "no-store" });
    const { taken } = await answer.json();
    if (mine !== turn || now.step !== "shown") return;
    if (answer.ok && taken) return come(mine);
    become({ unsure: !answer.ok, fault: null });
  } catch (unreachable) {
    if (mine === turn) become({ fault: t("no_answer") });
  }
  setTimeout(() => look(mine), LOOK_EVERY);
}

function come(mine) {
  const group = now.ask || now.group;
  become({ step: "taken", slip: null, fault: null, ask: null });
  say(t("taken"));
  setTimeout(() => { if (mine === turn) next(group); }, CALM);
}

async function takeBack(then) {
  const { slip } = now;
  try {
    await send(`${encodeURIComponent(slip.slip)}/cancel`);
  } catch (error) {
    if (error.code === "taken") return come(turn);
    return become({ fault: error.told || t("no_answer") });
  }
  turn += 1;
  groups = groups.map((each) => (each.id === now.group ? { ...each, issued: each.issued - 1 } : each));
  return then ? next(then) : become({ step: "choose", slip: null, ask: null, note: t("cancelled") });
}

function choose(group) {
  if (now.step !== "shown") return next(group);
  return group === now.group ? undefined : become({ ask: group });
}

// ---- the picture

const Qr = ({ slip }) => html`
  <svg class="hand-out-qr" role="img" aria-label=${t("qr", { group: slip.group })} viewBox=${`0 0 ${slip.qr.size} ${slip.qr.size}`} shape-rendering="crispEdges">
    <rect class="qr-paper" width=${slip.qr.size} height=${slip.qr.size} /><path class="qr-ink" d=${slip.qr.path} /></svg>`;

const Groups = () => html`
  <div class="hand-out-groups" role="group" aria-label=${t("group")}>
    ${groups.map(({ id, name, issued, plan }) => html`
      <button type="button" key=${id} class="button" aria-pressed=${String(now.step !== "choose" && id === now.group)} onClick=${() => choose(id)}>
        <span>${name}</span> <small>${t("issued", { issued, plan })}</small></button>`)}
  </div>`;

const Slip = ({ slip }) => html`
  <div class="hand-out-slip">
    <${Qr} slip=${slip} />
    <div class="hand-out-words">
      <p class="hand-out-group">${slip.group}</p>
      <p class="soft">${t("scan")}</p>
      <p class="soft">${t("code")}</p>
      <p class="hand-out-code">${slip.code.split("-").map((four, at) => html`<span key=${at}>${four}</span> `)}</p>
      ${now.fault ? html`<p class="notice notice-bad">${now.fault}</p>` : html`<p class="hand-out-waiting">${now.unsure ? t("unsure") : t("waiting")}</p>`}
      ${now.ask && html`<div class="notice notice-warn stack-tight" role="alert"><p>${t("change")}</p>
        <div class="row"><button type="button" class="button" onClick=${() => next(now.ask)}>${t("change_yes")}</button><button type="button" class="button button-danger" onClick=${() => takeBack(now.ask)}>${t("change_no")}</button></div></div>`}
      ${!now.ask && html`<div class="hand-out-acts"><button type="button" class="button button-primary button-big" onClick=${() => next()}>${t("next")}</button>
        <button type="button" class="button button-danger" onClick=${() => takeBack(null)}>${t("nobody")}</button></div>`}
    </div>
  </div>`;

const Taken = () => html`
  <div class="hand-out-calm"><svg class="hand-out-check" viewBox="0 0 100 100" aria-hidden="true"><circle cx="50" cy="50" r="46" /><path d="M29 52l15 15 29-32" /></svg>
    <p class="hand-out-group">${t("taken")}</p><p class="soft">${t("taken_hint")}</p></div>`;

function Stage() {
  if (now.step === "shown") return html`<${Slip} slip=${now.slip} />`;
  if (now.step === "taken") return html`<${Taken} />`;
  if (now.step === "making") return html`<div class="hand-out-calm"><p class="soft">${t("making")}</p></div>`;
  if (now.step === "failed") return html`<div class="hand-out-calm"><p class="notice notice-bad" role="alert">${now.fault}</p><button type="button" class="button button-primary" onClick=${() => next()}>${t("again")}</button></div>`;
  return html`<div class="hand-out-calm"><p class="hand-out-group">${t("choose")}</p><p class="soft">${now.note || t("choose_hint")}</p></div>`;
}

function Page() {
  const group = groups.find((each) => each.id === now.group);
  const over = group && now.step === "shown" && group.issued > group.plan;
  return html`<${Groups} />${over && html`<p class="notice notice-warn">${t("over_plan")}</p>`}<section class="card hand-out-stage"><${Stage} /></section>`;
}

if (root) {
  // nobody holds a slip that goes away with the page; one that a phone has come with is not cancelled by this
  addEventListener("pagehide", () => {
    if (now.step !== "shown" || !navigator.sendBeacon) return;
    navigator.sendBeacon(`${root.dataset.base}/${encodeURIComponent(now.slip.slip)}/cancel`, new URLSearchParams({ token: root.dataset.token }));
  });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  if (navigator.wakeLock) navigator.wakeLock.request("screen").catch(() => { /* the tablet's own settings rule */ });
  become({});
}
