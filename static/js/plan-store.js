// The document while it is being made: every change is kept in this browser and judged by the server a moment later.
import { t } from "./texts.js";
import { check, useToken } from "./plan-api.js";
import { placesAround, put } from "./plan-paths.js";
import { shaped } from "./plan-shape.js";

const KEPT = "plan:draft";
const A_MOMENT = 400, A_WHILE = 5000; // milliseconds after the last key, or until the next try without a network

/** mode: "start" (nothing yet), "plan" (everything can be changed), "departments" (a session of the year has opened). */
export const state = {
  setup: JSON.parse(document.getElementById("setup").textContent),
  mode: "start", doc: null, step: "office", generation: 0, touched: false, ids: false,
  faults: [], warnings: [], says: new Map(), judged: null, checking: false, trouble: null,
  notice: null, loaded: null, dialog: null, busy: false,
};
useToken(state.setup.token);

let show = () => {};
let focusNext = null;

export function onDraw(drawing) { show = drawing; }

export function draw() {
  show();
  if (!focusNext) return;
  const element = document.getElementById(focusNext);
  focusNext = null;
  if (element) element.focus();
}

/** Moves the focus after the next drawing, to where the work goes on. */
export function focusAfter(id) { focusNext = id; }

export function update(values) {
  Object.assign(state, values);
  draw();
}

// ---- changing

export function change(path, value) {
  settle({ doc: put(state.doc, path, value), notice: null });
}

/** A change of many things at once: said in a sentence, and taken back with one click. */
export function changeAll(doc, text) {
  const { doc: before, mode } = state;
  settle({ doc, notice: { kind: "good", text, undo: { doc: before, mode } }, generation: state.generation + 1 });
}

export function undo() {
  const { undo: before } = state.notice;
  focusAfter("step-title");
  settle({ ...before, notice: null, generation: state.generation + 1 });
}

function settle(values) {
  Object.assign(state, values, { touched: true, loaded: null });
  keep();
  judgeSoon(A_MOMENT);
  draw();
}

/** Begins with another document. What does not fit the forms was left out, and is named. */
export function begin(document, values = {}) {
  const { doc, dropped } = shaped(document);
  const before = state.doc && { doc: state.doc, mode: state.mode };
  const says = [values.text, dropped.length && t("dropped", { places: dropped.slice(0, 12).join(t("comma")) })].filter(Boolean);
  const notice = says.length ? { kind: dropped.length ? "warn" : "good", text: says.join(" "), undo: before } : null;
  settle({ doc, mode: "plan", notice, dialog: null, generation: state.generation + 1, faults: [], warnings: [], says: new Map() });
  goTo("office");
}

// ---- keeping

function keep() {
  try {
    localStorage.setItem(KEPT, JSON.stringify({ mode: state.mode, doc: state.doc }));
  } catch (refused) { /* storage is off: the draft lives as long as the page */ }
}

function kept() {
  try {
    const { mode, doc } = JSON.parse(localStorage.getItem(KEPT));
    return { mode: mode === "departments" ? mode : "plan", doc: shaped(doc).doc };
  } catch (unreadable) {
    return null;
  }
}

function forget() {
  try { localStorage.removeItem(KEPT); } catch (refused) { /* there was nothing */ }
}

/** What was shown is what the server holds now. */
export function becamePresent(values) {
  forget();
  clearTimeout(timer);
  update({ ...values, setup: { ...state.setup, present: state.doc, ...values.setup }, touched: false });
}

/** Back to what the server holds; the draft can still be taken back. */
export function showPresent() {
  const { setup: { present, opened }, doc, mode } = state;
  forget();
  Object.assign(state, {
    mode: opened ? "departments" : "plan", doc: shaped(present).doc, touched: false, loaded: null, generation: state.generation + 1,
    notice: { kind: "plain", text: t("discarded"), undo: { doc, mode } },
  });
  judgeSoon(0);
  goTo(opened ? "departments" : "office", "step-title");
}

/** Whether the document's year can no longer be loaded, because a session of it has opened. */
export function isLocked() {
  const { present, opened } = state.setup;
  return Boolean(opened && present && state.doc && Number(state.doc.office.year) === present.office.year);
}

// ---- judging

let timer = null, asked = 0;

export function judgeSoon(wait) {
  clearTimeout(timer);
  timer = setTimeout(judge, wait);
}

async function judge() {
  const { doc } = state;
  if (!doc) return;
  const number = asked += 1;
  update({ checking: true });
  const { ok, data } = await check(doc);
  if (number !== asked) return; // a later question is on its way
  if (!ok) {
    if (data.error === "network") judgeSoon(A_WHILE);
    update({ checking: false, trouble: data });
    return;
  }
  const says = new Map();
  for (const [kind, found] of [["fault", data.faults], ["warning", data.warnings]]) {
    for (const { path, sentence } of found) says.set(path, [...(says.get(path) || []), { kind, sentence }]);
  }
  update({ checking: false, trouble: null, judged: doc, faults: data.faults, warnings: data.warnings, says });
}

/** What is to be said at a place. */
export const saysAt = (place) => state.says.get(place) || [];

/** Whether the document as it stands was judged and is right. */
export const isRight = () => state.judged === state.doc && !state.faults.length && !state.trouble;

// ---- going about

export function goTo(step, focus = null) {
  if (focus) focusAfter(focus);
  if (location.hash.slice(1) === step) { update({ step }); return; }
  location.hash = step; // hashchange draws
}

/** Shows the field of a place, or the nearest thing around it. */
export function goToPlace(place, step) {
  const seek = () => {
    const found = placesAround(place).map((near) => document.querySelector(`[data-place="${CSS.escape(near)}"]`)).find(Boolean);
    if (!found) return;
    found.scrollIntoView({ block: "center" });
    found.focus({ preventScroll: true });
  };
  if (state.step === step) seek();
  else { update({ step }); history.pushState(null, "", `#${step}`); seek(); }
}

export function start(steps) {
  const draft = kept();
  const fromHash = () => (steps().includes(location.hash.slice(1)) ? location.hash.slice(1) : steps()[0]);
  const { present, opened } = state.setup;
  if (draft) Object.assign(state, draft, { touched: true, mode: opened ? draft.mode : "plan" });
  else if (present) Object.assign(state, { doc: shaped(present).doc, mode: opened ? "departments" : "plan" });
  addEventListener("hashchange", () => {
    const wanted = fromHash();
    if (wanted !== state.step && !focusNext) focusAfter("step-title");
    if (wanted !== state.step) scrollTo(0, 0);
    const { notice } = state;
    const over = wanted !== state.step && !(notice && notice.undo); // what can be taken back stays in reach
    update({ step: wanted, notice: over ? null : notice });
  });
  addEventListener("popstate", () => update({ step: fromHash() }));
  update({ step: fromHash() });
  judgeSoon(0);
}
