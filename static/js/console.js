// The run of a session stays true by itself: with every news the server is asked for the finished part of the page,
// and what differs is changed in place. Buttons work the same way, so nothing that was typed elsewhere is lost.
// Nothing is decided here; without this script every button still works.
import { morph } from "./console-morph.js";
import { t } from "./texts.js";

const run = document.getElementById("run");
const line = document.getElementById("line");
const notices = document.getElementById("notices");
const said = document.getElementById("said");
const AT_MOST_EVERY = 500, AT_LEAST_EVERY = 5_000, LOST_AFTER = 4_000;
const REST = 900, SPOT = 24; // after an act another button may stand under the pointer: a double click must not hit it

let busy = false, asked = 0, timer = 0, lastSeen = Date.now();

const parse = (text) => new DOMParser().parseFromString(text, "text/html");

// ---- what is shown

const spoken = () => [...run.querySelectorAll("[data-say]")].map((each) => each.textContent.trim()).join(". ");

function show(content) {
  const before = spoken(), focused = document.activeElement;
  morph(run, content);
  tick(true);
  if (spoken() !== before && said) said.textContent = spoken();
  if (focused && focused !== document.body && !focused.isConnected) {
    const heading = run.querySelector("h1[tabindex]");
    if (heading) heading.focus({ preventScroll: true });
  }
}

function notice(kind, sentence) {
  const paragraph = document.createElement("p");
  paragraph.className = `notice notice-${kind}`;
  paragraph.setAttribute("role", "status");
  paragraph.textContent = sentence;
  notices.replaceChildren(paragraph);
  paragraph.scrollIntoView({ block: "nearest" });
}

function sayLine() {
  const lost = Date.now() - lastSeen > LOST_AFTER + AT_LEAST_EVERY;
  line.textContent = lost ? t("no_line") : "";
  line.hidden = !lost;
}

// ---- news

async function redraw() {
  clearTimeout(timer);
  timer = 0;
  asked = Date.now();
  if (busy) return;
  try {
    const answer = await fetch(run.dataset.panel, { headers: { Accept: "text/html" }, cache: "no-store" });
    if (busy) return; // an act is under way, and its answer is newer
    if (answer.status === 401 || answer.status === 403) notice("bad", t("signed_out"));
    if (!answer.ok) return;
    const page = parse(await answer.text());
    if (!busy) show(page.getElementById("run") || page.body);
    lastSeen = Date.now();
  } catch (unreachable) { /* the line is lost; the next look tells whether it is back */ }
}

function soon() {
  if (!timer) timer = setTimeout(redraw, Math.max(0, asked + AT_MOST_EVERY - Date.now()));
}

if (window.io && run.dataset.key) {
  const socket = window.io({ transports: ["websocket"], reconnectionDelay: 500, reconnectionDelayMax: 4_000, randomizationFactor: 0.5 });
  socket.on("connect", () => socket.emit("watch", { review: run.dataset.review, key: run.dataset.key }));
  socket.on("state", soon);
  socket.on("tally", soon);
}
setInterval(() => {
  if (!document.hidden && Date.now() - asked >= (Number(run.dataset.every) || AT_LEAST_EVERY)) soon();
  sayLine();
}, 1_000);
document.addEventListener("visibilitychange", () => { if (!document.hidden) soon(); });

// ---- acts

function bodyOf(form, button) {
  const body = new URLSearchParams(new FormData(form));
  if (button && button.name) body.set(button.name, button.value);
  return body;
}

async function act(form, button) {
  busy = true;
  if (button) button.setAttribute("aria-busy", "true");
  notices.replaceChildren();
  try {
    const answer = await fetch(form.action, { method: "POST", body: bodyOf(form, button), headers: { Accept: "text/html" } });
    const page = parse(await answer.text());
    const content = page.getElementById("run");
    if (content) {
      show(content);
      notices.replaceChildren(...page.querySelectorAll("#notices > *"));
      if (notices.firstElementChild) notices.firstElementChild.scrollIntoView({ block: "nearest" });
      lastSeen = Date.now();
    } else if (answer.redirected) location.assign(answer.url);
    else notice("bad", (page.querySelector("h1") || page.body).textContent.trim());
  } catch (unreachable) {
    notice("bad", t("no_answer"));
  } finally {
    for (const field of form.querySelectorAll("input[type=password]")) field.value = "";
    if (button) button.removeAttribute("aria-busy");
    busy = false;
    last.at = Date.now();
    soon();
  }
}

/** The act before: which button, where the pointer was, and when its answer came. */
let last = { button: null, x: NaN, y: NaN, at: 0 };
let pointer = { x: NaN, y: NaN };
addEventListener("pointerdown", (event) => { pointer = { x: event.clientX, y: event.clientY }; });
addEventListener("keydown", () => { pointer = { x: NaN, y: NaN }; });

function isSecondOfADoubleClick(button) {
  const sameSpot = Math.hypot(pointer.x - last.x, pointer.y - last.y) < SPOT;
  return Date.now() - last.at < REST && (sameSpot || (button && button === last.button));
}

run.addEventListener("submit", (event) => {
  const form = event.target, button = event.submitter || null;
  if (form.hasAttribute("data-whole")) return; // leads to another page
  event.preventDefault();
  if (busy || isSecondOfADoubleClick(button)) return;
  last = { button, ...pointer, at: 0 };
  act(form, button);
});

run.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const field = button.parentElement.querySelector("input[readonly]");
  if (navigator.clipboard) await navigator.clipboard.writeText(button.dataset.copy);
  else if (field) { // a page that came without TLS has no clipboard of its own
    field.select();
    document.execCommand("copy");
  }
  const before = button.textContent;
  button.textContent = t("copied");
  setTimeout(() => { button.textContent = before; }, 1_500);
});

// ---- the countdown

let until = null, shownFor = "";

function tick(anew = false) {
  const clock = run.querySelector("[data-seconds]");
  if (!clock) { until = null; shownFor = ""; return; }
  if (anew || shownFor !== clock.dataset.seconds) {
    until = Date.now() + Number(clock.dataset.seconds) * 1_000;
    shownFor = clock.dataset.seconds;
  }
  const left = Math.max(0, Math.ceil((until - Date.now()) / 1_000));
  const text = left ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` : t("time_up");
  if (clock.textContent !== text) clock.textContent = text;
  clock.classList.toggle("is-over", left === 0);
}

setInterval(tick, 250);
tick(true);
