// The phone's ballot: what is known, what was marked, and which page follows from both.
import { html, render } from "./html.js";
import { t } from "./texts.js";
import { codeFromAddress } from "./code.js";
import { castBallot, readBallot, tryNow } from "./ballot-api.js";
import { keepDraft, newReceipt, readDraft, withMark, without } from "./ballot-draft.js";
import { ballotToSend, differs, isOnScale, openDepartments, situation } from "./ballot-rules.js";
import { FillView, ReviewView, goToRow } from "./ballot-fill.js";
import { watchMeeting } from "./ballot-watch.js";
import { Broken, Loading, NoCode, Sending, SituationPage, UnknownCode } from "./ballot-pages.js";

const code = codeFromAddress();
const app = {
  ballot: null, problem: code ? null : "no_code", waiting: null, sending: false,
  checking: false, speaking: null, faults: new Map(), note: "", late: false, other: false,
};
let draft = readDraft(code);
let inFlight = false; // while a ballot is on its way nothing else touches the draft
let stopWatching = null;
let reading = null, readAgain = false;

// ---- pages

const PROBLEMS = { no_code: NoCode, unknown_code: UnknownCode, broken: Broken };

function pageName() {
  if (app.problem) return app.problem;
  if (app.sending) return app.waiting ? `sending-${app.waiting}` : "sending";
  if (!app.ballot) return app.waiting ? "loading-waiting" : "loading";
  const name = situation(app.ballot);
  return name === "fill" && app.checking ? "review" : name;
}

function Page({ name }) {
  const { ballot, waiting } = app;
  if (app.problem) return html`<${PROBLEMS[app.problem]} />`;
  if (app.sending) return html`<${Sending} waiting=${waiting} onTry=${tryNow} />`;
  if (!ballot) return html`<${Loading} waiting=${waiting} onTry=${tryNow} />`;
  const paused = ballot.review.state === "paused";
  const shared = { ballot, marks: draft.marks, paused, onSubmit: submit };
  if (name === "fill") return html`<${FillView} ...${shared} faults=${app.faults} speaking=${app.speaking} note=${app.note} onMark=${mark} onReview=${check} />`;
  if (name === "review") return html`<${ReviewView} ...${shared} onBack=${() => history.back()} />`;
  return html`<${SituationPage} name=${name} ballot=${ballot} late=${app.late} other=${app.other} />`;
}

function Head() {
  const { ballot } = app;
  return html`
    <header class="phone-head">
      <p class="brand"><img src=${logo} alt="" width="32" height="32" /><span>${ballot ? ballot.office : t("brand")}</span></p>
      <div class="looks">
        <button type="button" class="button button-quiet" data-switch="type" aria-label=${t("larger")}>${t("larger_short")}</button>
        <button type="button" class="button button-quiet" data-switch="theme">${t("dark")}</button>
      </div>
      ${ballot && html`<p class="phone-what"><span>${ballot.review.name}</span> <span>${t("group", { group: ballot.group.name })}</span></p>`}
    </header>`;
}

const root = document.getElementById("app");
const logo = root.querySelector("img").src;
let shown = "";

function draw() {
  const name = pageName();
  // the review leaves the head away: all marks on one screen
  render(html`${name !== "review" && html`<${Head} />`}<${Page} key=${name} name=${name} />`, root);
  window.looks.showState();
  if (name === shown) return;
  const heading = root.querySelector("main h1");
  if (shown) {
    scrollTo(0, 0);
    if (name !== "fill") document.getElementById("live").textContent = heading.textContent;
    heading.focus({ preventScroll: true });
  }
  shown = name;
}

// ---- reading

function tidyDraft(ballot) {
  const counted = ballot.departments.filter((each) => each.state === "counted").map((each) => each.id);
  const over = ["closed", "annulled"].includes(ballot.review.state);
  if (over) {
    app.late = app.late || [...draft.marks.keys()].some((id) => !counted.includes(id));
    draft = { marks: new Map(), pending: null };
  } else {
    const foreign = [...draft.marks].filter(([, value]) => !isOnScale(ballot.scale, value)).map(([id]) => id); // the plan changed before the opening
    const settled = [...counted, ...foreign].filter((id) => draft.marks.has(id));
    if (settled.length) draft = without(draft, settled);
  }
  keepDraft(code, draft);
}

const openIds = (ballot) => openDepartments(ballot).map((each) => each.id).join(" ");

function settle(ballot) {
  const before = app.ballot;
  app.ballot = ballot;
  if (ballot.speaking !== undefined) app.speaking = ballot.speaking;
  if (!inFlight) tidyDraft(ballot);
  if (before && openIds(before) !== openIds(ballot)) leaveReview();
  const { state, pace } = ballot.review;
  const over = state === "closed" || state === "annulled" || (pace === "together" && situation(ballot) === "counted");
  if (over && stopWatching) stopWatching();
}

async function readOnce() {
  const { status, data } = await readBallot(code, (why) => { if (!app.ballot) { app.waiting = why; draw(); } });
  if (!app.sending) app.waiting = null;
  if (status === 200) { app.problem = null; settle(data); } else app.problem = status === 401 ? "unknown_code" : "broken";
  draw();
}

/** Reads the ballot again; asked while reading, it reads once more afterwards. */
function refresh() {
  readAgain = Boolean(reading);
  reading = reading || (async () => {
    do { readAgain = false; await readOnce(); } while (readAgain);
    reading = null;
  })();
  return reading;
}

// ---- marking and submitting

function mark(id, value) {
  if (value === undefined) draft.marks.delete(id);
  else draft = withMark(draft, id, value);
  keepDraft(code, draft);
  app.faults.delete(id);
  app.faults.delete(null);
  app.note = "";
  draw();
}

function check() {
  app.checking = true;
  history.pushState({ checking: true }, "");
  draw();
}

function leaveReview() {
  if (!app.checking) return;
  app.checking = false;
  app.note = t("changed_meanwhile");
  if (history.state && history.state.checking) history.back();
}

function submit() {
  draft = { ...draft, pending: { receipt: newReceipt(), marks: ballotToSend(app.ballot, draft.marks) } };
  keepDraft(code, draft);
  send();
}

async function send() {
  const { pending } = draft;
  inFlight = app.sending = true;
  app.waiting = null;
  draw();
  const answer = await castBallot(code, pending, (why) => { app.waiting = why; draw(); });
  inFlight = app.checking = false;
  if (history.state && history.state.checking) history.replaceState(null, "");
  if (answer.status === 200 || answer.status === 201) markCounted(answer.data.counted || Object.keys(pending.marks));
  else await refused(answer);
  app.sending = false;
  app.waiting = null;
  draw();
}

/** Says "counted" at once, before the ballot is read again. */
function markCounted(ids) {
  draft = without(draft, ids);
  keepDraft(code, draft);
  if (!app.ballot) { refresh(); return; }
  const departments = app.ballot.departments.map((each) => (ids.includes(each.id) ? { ...each, state: "counted" } : each));
  settle({ ...app.ballot, departments });
}

const FAULT_TEXTS = { out_of_range: "off_scale", over_excellent_cap: "over_cap_server", all_same: "all_same", missing: "missing", unknown_department: "unknown_department" };

async function refused({ status, data }) {
  draft = { ...draft, pending: null };
  keepDraft(code, draft);
  if (status === 409) {
    app.other = data.error === "already_voted";
    await refresh();
    if (app.ballot && situation(app.ballot) === "fill") app.note = t("changed_meanwhile");
  } else if (status === 422) {
    const faults = data.faults || [];
    if (!app.ballot || faults.some(({ fault }) => fault === "missing" || fault === "unknown_department")) await refresh();
    app.faults = new Map(faults.map(({ department, fault }) => [department || null, t(FAULT_TEXTS[fault] || "refused")]));
    app.note = t("refused");
    const first = faults.find(({ department }) => department);
    if (first) setTimeout(goToRow, 100, first.department);
  } else {
    app.problem = status === 401 ? "unknown_code" : "broken";
  }
}

// ---- start

addEventListener("popstate", () => { app.checking = false; draw(); });
addEventListener("hashchange", () => { if (codeFromAddress() !== code) location.reload(); });

function follow() {
  stopWatching = watchMeeting(code, {
    isNews: (state) => !app.ballot || differs(app.ballot, state),
    onChange: refresh,
    onSpeaking: (id) => { if (id !== app.speaking) { app.speaking = id; draw(); } },
  });
  if (app.ballot) settle(app.ballot);
}

async function start() {
  draw();
  if (!code) return;
  if (draft.pending) send();
  await refresh();
  if (app.problem !== "unknown_code") setTimeout(follow, 300); // after the first paint: the first tap must not wait for it
}

start();
