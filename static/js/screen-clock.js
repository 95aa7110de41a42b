// The countdown: the chair starts it at the console, or a key adds a minute. Counted here, so that it ticks evenly.
import { html } from "./html.js";
import { t } from "./texts.js";

const DRIFT = 1_500; // the server says whole seconds: a smaller difference is no news
const LINGER = 60_000; // "time is up" stands so long

export function openCountdown() {
  let end = null, byChair = false;
  const over = (now) => end !== null && end <= now;

  return {
    /** Whole seconds the chair's countdown still has, null without one. */
    hear(seconds, now) {
      if (seconds === null) {
        if (byChair) end = null;
        byChair = false;
        return;
      }
      const wanted = now + seconds * 1000;
      const known = byChair && (seconds === 0 ? over(now) : Math.abs(wanted - end) <= DRIFT);
      if (!known) end = wanted;
      byChair = true;
    },
    addMinute(now) { end = Math.max(now, end || 0) + 60_000; },
    stop() { end = null; },
    /** The meeting has gone on: what is over says nothing of what comes. */
    movedOn(now) { if (over(now)) end = -Infinity; },
    /** Whole seconds left, 0 when the time is up, null when there is nothing to show. */
    left(now) { return end === null || now - end > LINGER ? null : Math.max(0, Math.ceil((end - now) / 1000)); },
  };
}

export function clock(seconds) {
  return [Math.floor(seconds / 60), seconds % 60].map((part) => String(part).padStart(2, "0")).join(":");
}

/** In the head, in the panel of whoever speaks, or (`card`) large beside the turnout. */
export function Clock({ left, card }) {
  if (left === null) return null;
  const kind = left === 0 ? "is-over" : left <= 10 ? "is-last" : "";
  const said = left === 0 ? t("time_up") : clock(left);
  if (!card) return html`<p class=${`clock ${kind}`} role="timer">${said}</p>`;
  return html`
    <section class="clock-card" aria-label=${t("tool_countdown")}>
      ${left > 0 && html`<p class="panel-caption">${t("time_left")}</p>`}
      <p class=${`clock-large ${kind} ${said.length > 5 ? "is-long" : ""}`} role="timer">${said}</p>
    </section>`;
}
