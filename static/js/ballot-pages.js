// Everything that is not the ballot itself: one sentence, one next step.
import { html } from "./html.js";
import { t } from "./texts.js";

const SIGNS = {
  done: html`<path d="m5 12.5 4.6 4.6L19 7.5"/>`,
  wait: html`<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3 2"/>`,
  pause: html`<path d="M9 6v12M15 6v12"/>`,
  shut: html`<rect x="5" y="11" width="14" height="9" rx="2"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>`,
  net: html`<path d="M3 9.5a13 13 0 0 1 18 0M6.5 13.2a8 8 0 0 1 11 0M12 18h.01"/>`,
  ask: html`<path d="M9 9a3 3 0 1 1 4.4 2.6c-.9.5-1.4 1.1-1.4 2.1M12 17.5h.01"/>`,
};

function StatePage({ sign, tone = "", title, text, more, children }) {
  return html`
    <main class="state-page" id="main">
      <div class=${`state-mark ${tone && `state-mark-${tone}`}`} aria-hidden="true"><svg viewBox="0 0 24 24">${SIGNS[sign]}</svg></div>
      <h1 tabindex="-1">${title}</h1>
      <p>${text}</p>
      ${more && html`<p class="nowrap">${more}</p>`}
      ${children}
    </main>`;
}

const Link = ({ href, text }) => html`<a class="button" href=${href}>${text}</a>`;
const Press = ({ onClick, text }) => html`<button type="button" class="button" onClick=${onClick}>${text}</button>`;

export const NoCode = () => html`<${StatePage} sign="ask" title=${t("no_code_title")} text=${t("no_code")}><${Link} href="/" text=${t("enter_code")} /><//>`;

export const UnknownCode = () => html`<${StatePage} sign="ask" tone="bad" title=${t("unknown_title")} text=${t("unknown")}><${Link} href="/" text=${t("enter_code")} /><//>`;

export const Broken = () => html`<${StatePage} sign="ask" tone="bad" title=${t("broken_title")} text=${t("broken")}>
  <${Press} onClick=${() => location.reload()} text=${t("reload")} /><//>`;

export function Loading({ waiting, onTry }) {
  if (!waiting) return html`<${StatePage} sign="wait" title=${t("loading_title")} text="" />`;
  return html`<${StatePage} sign="net" tone="warn" title=${t("loading_offline_title")} text=${t("loading_offline")}><${Press} onClick=${onTry} text=${t("try_now")} /><//>`;
}

export function Sending({ waiting, onTry }) {
  if (!waiting) return html`<${StatePage} sign="wait" title=${t("sending_title")} text=${t("sending")} />`;
  if (waiting === "busy") return html`<${StatePage} sign="wait" title=${t("busy_title")} text=${t("busy")} />`;
  return html`<${StatePage} sign="net" tone="warn" title=${t("network_title")} text=${t("network")}><${Press} onClick=${onTry} text=${t("try_now")} /><//>`;
}

function countedOf(ballot) {
  const n = ballot.departments.filter((each) => each.state === "counted").length;
  return { n, total: ballot.departments.length };
}

function closedText(ballot, late) {
  const { n, total } = countedOf(ballot);
  if (late) return t("closed_late");
  if (n === 0) return t("closed_unused");
  return n === total ? t("closed_counted") : t("closed_partly", { n, total });
}

/** The page for a situation of ballot-rules.js; `late` when a ballot missed the closing, `other` when the slip was used elsewhere. */
export function SituationPage({ name, ballot, late, other }) {
  const many = ballot.departments.length > 1 && ballot.review.pace === "one_by_one";
  const counted = countedOf(ballot);
  const progress = many && counted.n > 0 ? t("counted_of", counted) : "";
  switch (name) {
    case "closed": return html`<${StatePage} sign="shut" title=${t("closed_title")} text=${closedText(ballot, late)} />`;
    case "annulled": return html`<${StatePage} sign="shut" tone="bad" title=${t("annulled_title")} text=${t("annulled")} />`;
    case "paused": return html`<${StatePage} sign="pause" tone="warn" title=${t("paused_title")} text=${t("paused")} more=${progress} />`;
    case "counted": return html`<${StatePage} sign="done" tone="good" title=${t("counted_title")} text=${other ? t("other_use") : t("counted")} more=${counted.n < counted.total ? progress : ""} />`;
    case "next": return html`<${StatePage} sign="done" tone="good" title=${t("counted_next_title")} text=${t("counted_next")} more=${progress} />`;
    case "next_wait": return html`<${StatePage} sign="wait" title=${t("next_wait_title")} text=${t("waiting")} />`;
    default: return html`<${StatePage} sign="wait" title=${t("waiting_title")} text=${t("waiting")} />`;
  }
}
