// The projector: what the server last said, what the chair and the keys chose, and the picture that follows from both.
import { html, render } from "./html.js";
import { t } from "./texts.js";
import { openFeed } from "./screen-feed.js";
import { MODES, openSettings } from "./screen-chair.js";
import { Clock, openCountdown } from "./screen-clock.js";
import { heldText } from "./screen-held.js";
import { HowToVote } from "./screen-how.js";
import { KeyHelp, Tools, listenToKeys } from "./screen-keys.js";
import { ordered, pageOf, pagesOf, ranked, revealing, rowsOf, viewOf } from "./screen-order.js";
import { Head, Panel, Turnout } from "./screen-parts.js";
import { Reveal } from "./screen-reveal.js";
import { Table } from "./screen-table.js";

const review = decodeURIComponent(location.pathname.replace(/\/+$/, "").split("/").pop());
const key = location.hash.slice(1);
const root = document.getElementById("screen");
const mark = root.dataset.mark;
const TURN_PAGE = 12_000;
const NOTE = 4_000;

const screen = { meta: null, state: null, tally: null, live: true, refused: !key, page: 0, keys: false, note: 0 };
const settings = openSettings(`${review}:${key.slice(0, 8)}`);
const countdown = openCountdown();

// ---- what there is to show

/** Everything the picture is made of, at this moment. */
function moment() {
  const { meta, state, tally } = screen;
  const chosen = settings.now();
  const phase = state && state.seq >= tally.seq ? state.state : tally.state;
  const narrow = chosen.mode === "turnout" || (chosen.mode === "reveal" && phase !== "closed");
  const rows = rowsOf(meta, state, narrow ? null : tally);
  const speaker = rows.find((row) => state && row.id === state.speaking) || null;
  const view = viewOf({ state: phase, tally, rows, mode: chosen.mode, speaking: speaker, together: meta.review.pace === "together" });
  const held = heldText({ meta, tally, states: rows, mode: chosen.mode, state: phase });
  const left = phase === "closed" || phase === "annulled" ? null : countdown.left(Date.now());
  return { meta, tally, phase, rows, speaker, view, held, left, ...chosen };
}

function Departments({ meta, rows, leading, final = false, speaking = null }) {
  const pages = pagesOf(rows);
  const page = screen.page % pages.length;
  return html`<${Table} meta=${meta} rows=${pages[page]} page=${page} pages=${pages.length} leading=${leading} covered=${new Set()} final=${final} speaking=${speaking} some=${rows.some(({ score }) => score !== null)} />`;
}

function TurnoutStage({ meta, tally, speaker, held, left }) {
  const panel = speaker
    ? html`<${Panel} key=${speaker.id} meta=${meta} row=${speaker} caption=${t("speaking")} held=${held} left=${left} />`
    : left !== null && html`<${Clock} card left=${left} />`;
  return html`<div class=${panel ? "main has-panel" : "main"}>${panel}<${Turnout} meta=${meta} tally=${tally} big /></div>`;
}

function TableStage({ meta, rows, order, speaker, held, left }) {
  const panel = speaker && html`<${Panel} key=${speaker.id} meta=${meta} row=${speaker} caption=${t("speaking")} held=${held} left=${left} />`;
  return html`<div class=${panel ? "main has-panel" : "main"}>${panel}
    <${Departments} meta=${meta} rows=${ordered(rows, order)} leading=${order === "score"} speaking=${speaker && speaker.id} /></div>`;
}

function Stage(now) {
  const { meta, rows, view, wifi } = now;
  if (view === "welcome") return html`<${HowToVote} meta=${meta} title=${t("welcome")} wifi=${wifi} />`;
  if (view === "annulled") return html`<${Sentence} title=${t("annulled_title")} text=${t("annulled")} />`;
  if (view === "ranking") return html`<div class="main"><${Departments} meta=${meta} rows=${ranked(rows)} leading final /></div>`;
  if (view === "reveal") return html`<${Reveal} meta=${meta} rows=${rows} steps=${now.revealed} page=${screen.page} />`;
  return view === "turnout" ? html`<${TurnoutStage} ...${now} />` : html`<${TableStage} ...${now} />`;
}

const Sentence = ({ title, text }) => html`<section class="sentence"><h2>${title}</h2><p>${text}</p></section>`;

/** A page without a session: its one sentence is its heading. */
const Alone = ({ title, text }) => html`<main class="stage"><section class="sentence"><h1>${title}</h1><p>${text}</p></section></main>`;

function footText({ view, rows, speaker, held, phase }) {
  if (phase === "paused") return t("paused");
  if (view === "turnout") return speaker ? "" : held; // the panel says it
  if (view === "ranking" || view === "reveal") return t("figures_final");
  if (view !== "table") return "";
  if (rows.some((row) => row.score !== null)) return t("figures");
  return speaker ? "" : held;
}

function Foot(now) {
  const order = { table: `order_${now.order}`, ranking: "order_score" }[now.view];
  return html`<footer class="foot"><p>${footText(now)}</p><p class="foot-order">${order ? t(order) : ""}</p></footer>`;
}

/** Whether the countdown stands large on the stage, so that the head does not repeat it. */
const isLarge = ({ view, speaker, how }) => !how && (view === "turnout" || (view === "table" && speaker && speaker.score === null));

function Picture() {
  const { meta, tally, live } = screen;
  if (screen.refused) return html`<${Alone} title=${t("refused_title")} text=${t("refused")} />`;
  if (!meta || !tally) return html`<${Alone} title=${t("loading")} />`;
  const now = moment();
  const whole = now.view === "ranking" || (now.view === "reveal" && revealing(now.rows, now.revealed).whole);
  const strip = now.view === "table" || whole; // nothing stands beside what is being revealed
  return html`
    <${Head} meta=${meta} state=${now.phase} live=${live} left=${isLarge(now) ? null : now.left} mark=${mark} />
    ${strip && html`<${Turnout} meta=${meta} tally=${tally} />`}
    <main class=${`stage stage-${now.view}`}><${Stage} ...${now} /></main>
    <${Foot} ...${now} />
    ${now.how && now.view !== "welcome" && html`<div class="overlay"><${HowToVote} meta=${meta} title=${t("how")} wifi=${now.wifi} /></div>`}
    ${screen.keys && html`<${KeyHelp} />`}
    ${screen.note > Date.now() && html`<p class="note" role="status">${t("chair_rules")}</p>`}
    <${Tools} act=${act} mode=${now.mode} />`;
}

let asked = false;
/** At most one drawing a frame, however many messages arrive. */
function draw() {
  if (asked) return;
  asked = true;
  setTimeout(() => { asked = false; render(html`<${Picture} />`, root); }, 16);
}

// ---- the clerk

/** Reveals, or turns the page; what the chair has revealed from the console stays revealed. */
function step(by) {
  if (!screen.meta || !screen.tally) return;
  const now = moment();
  if (now.view !== "reveal") screen.page = Math.max(0, screen.page + by);
  else settings.choose({ revealed: Math.min(revealing(now.rows, 0).steps, Math.max(0, now.revealed + by)) });
}

/** Changes what the chair has not set; otherwise says who has. */
function unlessRuled(what, change) {
  const now = settings.now();
  if (now.ruled[what]) screen.note = Date.now() + NOTE;
  else change(now);
}

const ACTS = {
  order: () => unlessRuled("order", ({ order }) => settings.choose({ order: order === "plan" ? "score" : "plan" })),
  mode: () => unlessRuled("mode", ({ mode }) => settings.choose({ mode: MODES[(MODES.indexOf(mode) + 1) % MODES.length], revealed: 0 })),
  how: () => unlessRuled("how", ({ how }) => settings.choose({ how: !how })),
  countdown: () => unlessRuled("countdown", () => countdown.addMinute(Date.now())),
  stop: () => unlessRuled("countdown", () => countdown.stop()),
  theme: () => window.looks.flip("theme"),
  keys: () => { screen.keys = !screen.keys; },
  close: () => { screen.keys = false; settings.choose({ how: false }); },
  full: () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()),
  forward: () => step(1),
  back: () => step(-1),
  all: () => step(1e6),
  none: () => step(-1e6),
};

function act(name) {
  ACTS[name]();
  draw();
}

// ---- what comes in

function onState(state) {
  const before = screen.state;
  screen.state = state;
  if (state.screen) {
    settings.hear(state.screen);
    countdown.hear(settings.secondsLeft(), Date.now());
  }
  const course = ({ state: word, speaking, departments }) => JSON.stringify([word, speaking, departments]);
  if (before && course(before) !== course(state)) countdown.movedOn(Date.now());
  if (state.speaking && !(before && before.speaking === state.speaking) && screen.meta && screen.tally) {
    const { rows, order } = moment();
    screen.page = pageOf(pagesOf(ordered(rows, order)), state.speaking);
  }
  draw();
}

listenToKeys(act);
addEventListener("looks", draw);
addEventListener("hashchange", () => location.reload());
setInterval(() => { if (screen.note || countdown.left(Date.now()) !== null) draw(); }, 250);
setInterval(() => { screen.page += 1; draw(); }, TURN_PAGE);
draw();

if (key) {
  openFeed({
    review, key, onState,
    onMeta: (meta) => { screen.meta = meta; screen.refused = false; draw(); },
    onTally: (tally) => { screen.tally = tally; draw(); },
    onLive: (live) => { screen.live = live; draw(); },
    onRefused: () => { screen.refused = true; draw(); },
  });
}
