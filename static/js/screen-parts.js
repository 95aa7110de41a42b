// The projector's head, turnout, and the panel of the department that has the floor.
import { html } from "./html.js";
import { t, widthOf } from "./texts.js";
import { Chart, barOption, marksOption } from "./screen-charts.js";
import { Clock } from "./screen-clock.js";
import { axisOf, columnsOf, wholeTurnout } from "./screen-order.js";
import { words } from "./screen-words.js";

const TONES = { open: "good", paused: "warn", annulled: "bad" };

export function Head({ meta, state, live, left, mark }) {
  return html`
    <header class="head">
      <img class="brand-mark" src=${mark} alt="" width="64" height="64" />
      <div class="head-names"><p>${meta.office}</p><h1>${t("title", { year: meta.year, name: meta.review.name })}</h1></div>
      <${Clock} left=${left} />
      <p class=${`state state-${TONES[state] || "plain"}`}>${t(`state_${state}`)}</p>
      <p class=${`live ${live ? "" : "is-lost"}`} role="status"><i aria-hidden="true"></i>${live ? t("live") : t("not_live")}</p>
    </header>`;
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

const nameSize = (name) => (widthOf(name) > 28 ? "is-huge" : widthOf(name) > 14 ? "is-longest" : widthOf(name) > 6 ? "is-long" : "");

/** The department that has the floor, or the one just revealed. */
export function Panel({ meta, row, caption, held, left = null, kind = "" }) {
  const shown = row.score !== null;
  const axis = axisOf(meta.scale);
  const bare = !row.marks && !row.groups ? "is-bare" : meta.groups.length > 3 ? "is-many" : "";
  return html`
    <section class=${`panel-large ${shown ? `${kind} ${bare}` : "is-quiet"}`} aria-label=${`${caption}: ${row.name}`}>
      <p class="panel-caption">${caption}</p>
      <h2 class=${`panel-name ${nameSize(row.name)}`}>${words(row.name)}</h2>
      ${!shown && html`<p class="panel-held">${held}</p><${Clock} left=${left} />`}
      ${shown && html`
        <div class="panel-score"><b>${row.score}</b><span>${t("score")}<br />${t("ballots", { n: row.ballots })}</span></div>
        ${row.marks && html`<figure class="panel-marks"><figcaption>${t("marks")}</figcaption>
          <${Chart} className="marks-chart" option=${marksOption(columnsOf(meta.scale, row.marks, t("abstain")))}
            label=${columnsOf(meta.scale, row.marks, t("abstain")).map(({ name, count }) => `${name} ${count}`).join(", ")} /></figure>`}
        ${row.groups && html`<ul class="panel-groups">
          ${meta.groups.map(({ id, name }, index) => row.groups[id] && row.groups[id].mean !== null && html`
            <li key=${id}><span class=${widthOf(name) > 7 ? "is-long" : ""}>${name}</span>
              <${Chart} className="mean-bar" label=${`${name} ${row.groups[id].mean}`}
                option=${barOption({ value: Number(row.groups[id].mean), ...axis, tint: groupTint(index) })} />
              <b>${row.groups[id].mean}</b></li>`)}
        </ul>`}`}
    </section>`;
}
