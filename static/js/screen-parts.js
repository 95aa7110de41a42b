// The projector's head, turnout, and the panel of the department that has the floor.
import { html } from "./html.js";
import { t, widthOf } from "./texts.js";
import { Chart, barOption, marksOption } from "./screen-charts.js";
import { axisOf, columnsOf, heldUntilClosing, wholeTurnout } from "./screen-order.js";

const TONES = { open: "good", paused: "warn", annulled: "bad" };

export function Head({ meta, state, live, countdown, mark }) {
  return html`
    <header class="head">
      <img class="brand-mark" src=${mark} alt="" width="64" height="64" />
      <div class="head-names"><p>${meta.office}</p><h1>${t("title", { year: meta.year, name: meta.review.name })}</h1></div>
      ${countdown !== null && html`<p class=${`countdown ${countdown <= 10 ? "is-last" : ""}`} role="timer">${clock(countdown)}</p>`}
      <p class=${`state state-${TONES[state] || "plain"}`}>${t(`state_${state}`)}</p>
      <p class=${`live ${live ? "" : "is-lost"}`} role="status"><i aria-hidden="true"></i>${live ? t("live") : t("not_live")}</p>
    </header>`;
}

function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

export const groupTint = (index) => `group-${(index % 6) + 1}`;

function Turned({ name, weight, counts, tint, whole }) {
  const { issued, returned } = counts;
  const share = issued > 0 ? Math.floor((100 * returned) / issued) : 0;
  const label = t("returned_of", { name, returned, issued });
  return html`
    <li class=${`turned ${whole ? "is-whole" : ""}`}>
      <p class="turned-name">${name} ${weight !== undefined && html`<small>${t("weight", { weight: `${Number(weight)}%` })}</small>`}</p>
      <p class="turned-count"><b>${returned}</b><span> / ${issued}</span></p>
      <${Chart} className="turned-bar" label=${label} option=${barOption({ value: returned, max: issued, tint })} />
      <p class="turned-share">${share}%</p>
    </li>`;
}

/** Returned of issued, whole and by group; as a strip, or filling the screen while there is nothing else to show. */
export function Turnout({ meta, tally, big }) {
  const byGroup = new Map(tally.turnout.map((each) => [each.group, each]));
  const none = { due: 0, issued: 0, returned: 0 };
  return html`
    <section class=${`turnout ${big ? "is-big" : ""} ${meta.groups.length > 3 ? "is-many" : ""}`} aria-label=${t("turnout")}>
      <ul class="turnout-list">
        <${Turned} key="whole" whole name=${t(big ? "turnout_whole" : "all_groups")} counts=${wholeTurnout(tally.turnout)} tint="score" />
        ${meta.groups.map(({ id, name, weight }, index) => html`
          <${Turned} key=${id} name=${name} weight=${weight} counts=${byGroup.get(id) || none} tint=${groupTint(index)} />`)}
      </ul>
    </section>`;
}

/** Why there are no figures, in one calm sentence. */
export function heldText({ meta, tally, mode, state }) {
  if (state === "closed" || state === "annulled") return "";
  if (mode === "reveal" || mode === "turnout" || heldUntilClosing(meta, tally)) return t("held_closing");
  return t("held", { batch: meta.batch });
}

const nameSize = (name) => (widthOf(name) > 14 ? "is-longest" : widthOf(name) > 6 ? "is-long" : "");

/** The department that has the floor, or the one just revealed. */
export function Panel({ meta, row, caption, held, narrow, kind = "" }) {
  const shown = row.score !== null && !narrow;
  const axis = axisOf(meta.scale);
  return html`
    <section class=${`panel-large ${shown ? kind : "is-quiet"}`} aria-label=${`${caption}: ${row.name}`}>
      <p class="panel-caption">${caption}</p>
      <h2 class=${`panel-name ${nameSize(row.name)}`}>${row.name}</h2>
      ${!shown && html`<p class="panel-held">${held}</p>`}
      ${shown && html`
        <div class="panel-score"><b>${row.score}</b><span>${t("score")}<br />${t("ballots", { n: row.ballots })}</span></div>
        ${row.marks && html`<figure class="panel-marks"><figcaption>${t("marks")}</figcaption>
          <${Chart} className="marks-chart" option=${marksOption(columnsOf(meta.scale, row.marks, t("abstain")))}
            label=${columnsOf(meta.scale, row.marks, t("abstain")).map(({ name, count }) => `${name} ${count}`).join(", ")} /></figure>`}
        ${row.groups && html`<ul class="panel-groups">
          ${meta.groups.map(({ id, name }, index) => row.groups[id] && row.groups[id].mean !== null && html`
            <li key=${id}><span>${name}</span>
              <${Chart} className="mean-bar" label=${`${name} ${row.groups[id].mean}`}
                option=${barOption({ value: Number(row.groups[id].mean), ...axis, tint: groupTint(index) })} />
              <b>${row.groups[id].mean}</b></li>`)}
        </ul>`}`}
    </section>`;
}

/** Before the opening, and whenever the clerk asks: how to vote. */
export function Welcome({ meta, title }) {
  const local = /^(localhost|127\.|\[?::1)/.test(location.hostname);
  const address = meta.address || (local ? "" : location.origin);
  const steps = [t("step_scan"), t("step_mark"), t("step_submit")];
  return html`
    <section class="welcome">
      <h2>${title}</h2>
      <ol>${steps.map((step, index) => html`<li key=${index}><b>${index + 1}</b><span>${step}</span></li>`)}</ol>
      ${address && html`<p>${t("by_hand")} <strong>${address}</strong></p>`}
      <p class="soft">${t("promise")}</p>
    </section>`;
}
