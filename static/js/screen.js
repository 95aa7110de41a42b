// The projector: what the server last said, what the clerk chose, and the picture that follows from both.
import { html, render } from "./html.js";
import { t } from "./texts.js";
import { openFeed } from "./screen-feed.js";
import { ordered, pagesOf, ranked, rowsOf, viewOf } from "./screen-order.js";
import { Head, Panel, Turnout, Welcome, heldText } from "./screen-parts.js";
import { KeyHelp, Tools, listenToKeys } from "./screen-keys.js";
import { Table } from "./screen-table.js";

const review = decodeURIComponent(location.pathname.replace(/\/+$/, "").split("/").pop());
const key = location.hash.slice(1);
const root = document.getElementById("screen");
const mark = root.dataset.mark;
const MODES = ["tally", "turnout", "reveal"];
const TURN_PAGE = 12_000;

const screen = { meta: null, state: null, tally: null, live: true, refused: !key, page: 0, overlay: null, deadline: null };
const chosen = recall();

function recall() {
  try { return { order: "plan", mode: "tally", revealed: 0, ...JSON.parse(sessionStorage.getItem(`screen:${review}`)) }; } catch (unreadable) { return { order: "plan", mode: "tally", revealed: 0 }; }
}

function choose(changes) {
  Object.assign(chosen, changes);
  try { sessionStorage.setItem(`screen:${review}`, JSON.stringify(chosen)); } catch (refused) { /* lasts as long as the page */ }
}

// ---- the picture

const nowState = () => {
  const { state, tally } = screen;
  if (!state || !tally) return (state || tally).state;
  return state.seq >= tally.seq ? state.state : tally.state;
};

const speakingId = () => (screen.state && screen.state.speaking) || null;

function countdown() {
  return screen.deadline === null ? null : Math.max(0, Math.ceil((screen.deadline - Date.now()) / 1000));
}

function Departments({ rows, leading, covered = new Set(), final = false, speaking = null }) {
  const pages = pagesOf(rows);
  const page = screen.page % pages.length;
  return html`<${Table} meta=${screen.meta} rows=${pages[page]} page=${page} pages=${pages.length} leading=${leading} covered=${covered} final=${final} speaking=${speaking} />`;
}

/** From the last rank to the first, one press each. */
function Reveal({ rows }) {
  const ranking = ranked(rows);
  const left = Math.max(0, ranking.length - chosen.revealed);
  const covered = new Set(ranking.slice(0, left).map((row) => row.id));
  const latest = ranking[left];
  return html`<div class="main has-panel">
    ${latest && left < ranking.length
      ? html`<${Panel} kind="is-reveal" meta=${screen.meta} row=${{ ...latest, marks: null }} held=${t("unpublished")} caption=${latest.rank === null ? t("unpublished") : t("rank", { n: latest.rank })} />`
      : html`<section class="panel-large is-reveal"><p class="panel-caption">${t("result")}</p><h2 class="panel-name is-long">${t("reveal_hint")}</h2></section>`}
    <${Departments} rows=${ranking} leading covered=${covered} final />
  </div>`;
}

function Body({ view, rows, state }) {
  const { meta, tally } = screen;
  const speaker = rows.find((row) => row.id === speakingId());
  const held = heldText({ meta, tally, mode: chosen.mode, state });
  if (view === "welcome") return html`<${Welcome} meta=${meta} title=${t("welcome")} />`;
  if (view === "annulled") return html`<section class="welcome"><h2>${t("annulled_title")}</h2><p>${t("annulled")}</p></section>`;
  if (view === "ranking") return html`<div class="main"><${Departments} rows=${ranked(rows)} leading final /></div>`;
  if (view === "reveal" && chosen.revealed > rows.length) return html`<div class="main"><${Departments} rows=${ranked(rows)} leading final /></div>`;
  if (view === "reveal") return html`<${Reveal} rows=${rows} />`;
  const panel = speaker && html`<${Panel} key=${speaker.id} meta=${meta} row=${speaker} caption=${t("speaking")} held=${held} narrow=${view === "turnout"} />`;
  const has = speaker ? "main has-panel" : "main";
  if (view === "turnout") return html`<div class=${has}>${panel}<${Turnout} meta=${meta} tally=${tally} big /></div>`;
  return html`<div class=${has}>${panel}<${Departments} rows=${ordered(rows, chosen.order)} leading=${chosen.order === "score"} speaking=${speaker && speaker.id} /></div>`;
}

function footText({ view, rows, state }) {
  const { meta, tally } = screen;
  if (state === "paused") return t("paused");
  if (view === "turnout" && speakingId()) return ""; // the panel says it
  if (view === "turnout") return heldText({ meta, tally, mode: chosen.mode, state });
  if (view === "ranking" || view === "reveal") return t("figures_final");
  if (view !== "table") return "";
  const speaker = rows.find((row) => row.id === speakingId());
  const said = speaker && speaker.score === null; // the panel says it
  if (said && rows.every((row) => row.score === null)) return "";
  return said || rows.every((row) => row.score !== null) ? t("figures") : heldText({ meta, tally, mode: chosen.mode, state });
}

function Foot({ view, rows, state }) {
  const order = { table: `order_${chosen.order}`, ranking: "order_score", reveal: "order_score" }[view];
  return html`<footer class="foot"><p>${footText({ view, rows, state })}</p><p class="foot-order">${order ? t(order) : ""}</p></footer>`;
}

function Picture() {
  const { meta, state, tally } = screen;
  if (screen.refused) return html`<section class="welcome"><h2>${t("refused_title")}</h2><p>${t("refused")}</p></section>`;
  if (!meta || !tally) return html`<section class="welcome"><h2>${t("loading")}</h2></section>`;
  const now = nowState();
  const rows = rowsOf(meta, state, tally);
  const view = viewOf({ state: { ...state, state: now }, tally, rows, mode: chosen.mode });
  const strip = ["table", "ranking", "reveal"].includes(view);
  return html`
    <${Head} meta=${meta} state=${now} live=${screen.live} countdown=${countdown()} mark=${mark} />
    ${strip && html`<${Turnout} meta=${meta} tally=${tally} />`}
    <main class=${`stage stage-${view}`}><${Body} view=${view} rows=${rows} state=${now} /></main>
    <${Foot} view=${view} rows=${rows} state=${now} />
    ${screen.overlay === "how" && html`<div class="overlay"><${Welcome} meta=${meta} title=${t("how")} /></div>`}
    ${screen.overlay === "keys" && html`<${KeyHelp} />`}
    <${Tools} act=${act} mode=${chosen.mode} />`;
}

let asked = false;
/** At most one drawing a frame, however many messages arrive. */
function draw() {
  if (asked) return;
  asked = true;
  setTimeout(() => { asked = false; render(html`<${Picture} />`, root); }, 16);
}

// ---- the clerk

const toggle = (overlay) => { screen.overlay = screen.overlay === overlay ? null : overlay; };
const step = (by) => {
  if (chosen.mode === "reveal" && screen.meta && nowState() === "closed") {
    const last = screen.meta.departments.length + 1;
    choose({ revealed: Math.min(last, Math.max(0, chosen.revealed + by)) });
  } else screen.page = Math.max(0, screen.page + by);
};
const ACTS = {
  order: () => choose({ order: chosen.order === "plan" ? "score" : "plan" }),
  mode: () => choose({ mode: MODES[(MODES.indexOf(chosen.mode) + 1) % MODES.length], revealed: 0 }),
  theme: () => window.looks.flip("theme"),
  countdown: () => { screen.deadline = Math.max(Date.now(), screen.deadline || 0) + 60_000; },
  stop: () => { screen.deadline = null; },
  how: () => toggle("how"),
  keys: () => toggle("keys"),
  close: () => { screen.overlay = null; },
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

listenToKeys(act);
addEventListener("looks", draw);
addEventListener("hashchange", () => location.reload());
setInterval(() => { if (screen.deadline !== null) draw(); }, 250);
setInterval(() => { screen.page += 1; draw(); }, TURN_PAGE);
draw();

if (key) {
  openFeed({
    review, key,
    onMeta: (meta) => { screen.meta = meta; screen.refused = false; draw(); },
    onState: (state) => { screen.state = state; draw(); },
    onTally: (tally) => { screen.tally = tally; draw(); },
    onLive: (live) => { screen.live = live; draw(); },
    onRefused: () => { screen.refused = true; draw(); },
  });
}
