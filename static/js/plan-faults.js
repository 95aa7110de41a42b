// Everything the check found, in one list at the top: where, what, and a way there.
import { html } from "./html.js";
import { t } from "./texts.js";
import { goToPlace, state } from "./plan-store.js";
import { pathOf } from "./plan-paths.js";

const SHOWN = 6;
const STEP_OF = { office: "office", points: "office", departments: "departments", groups: "groups", scales: "scales", reviews: "reviews" };

/** The step that shows a place. */
export const stepOf = (place) => STEP_OF[pathOf(place)[0]] || "more";

const FIELDS = {
  name: "field_name", year: "year", headcount: "people", directly_led: "directly_led", id: "id", weight: "weight", slips: "slips",
  due: "due", points: "worth", minimum: "minimum", maximum: "maximum", pace: "pace", scale: "scale", live: "live",
  excellent_cap: "cap_short", all_same: "all_same", marks: "marks", daily: "points_daily", standardisation: "points_standardisation",
  review: "points_review", level: "level",
};

function entryName(list, position, key) {
  const entry = list && list[position];
  const number = key === "departments" || key === "innovation" ? `${position + 1} ` : "";
  if (entry && entry.name) return number + entry.name;
  return t(key === "reviews" ? "session_n" : "row", { n: position + 1 });
}

/** A place in the words of the forms: "评议 · 半年综合评议 · 领导成员 · 权重". */
export function placeInWords(place) {
  const { doc } = state;
  const words = [t(`step_${stepOf(place)}`)];
  let inner = doc, above = "";
  for (const step of pathOf(place)) {
    if (typeof step === "number") words.push(entryName(inner, step, above));
    else if (above === "groups") words.push((doc.groups.find(({ id }) => id === step) || { name: step }).name);
    else if (above === "scales") words.push(t("scale_n", { n: Object.keys(doc.scales).indexOf(step) + 1 }));
    else if (FIELDS[step] && above) words.push(t(FIELDS[step]));
    else if (above) words.push(settingName(above, step));
    inner = inner === undefined || inner === null ? undefined : inner[step];
    above = typeof step === "number" ? "item" : step;
  }
  return words.filter(Boolean).join(" · ");
}

const SETTINGS = ["scoring", "shortlist", "quota", "privacy"];
const settingName = (part, key) => (SETTINGS.includes(part) ? `${t(part)} · ${t(`${part}_${key}`)}` : "");

function Item({ path, sentence }) {
  const step = stepOf(path);
  return html`<li><a href=${`#${step}`} onClick=${(event) => { event.preventDefault(); goToPlace(path, step); }}>${placeInWords(path)}</a> <span>${sentence}</span></li>`;
}

/** One line that is always there, so that nothing jumps while somebody types; the list opens below it. */
function Summary({ kind, title, found, open }) {
  return html`
    <details class=${`found is-${kind}`} open=${open}>
      <summary>${title}</summary>
      <ul class="found-list">${found.slice(0, SHOWN).map(({ path, sentence }) => html`<${Item} key=${path + sentence} path=${path} sentence=${sentence} />`)}</ul>
      ${found.length > SHOWN && html`<p class="soft small">${t("more_faults", { n: found.length - SHOWN })}</p>`}
    </details>`;
}

const wide = matchMedia("(min-width: 64rem)");

export function Found() {
  const { faults, warnings, judged, trouble } = state;
  if (faults.length) return html`<${Summary} key="faults" kind="wrong" title=${t("to_mend", { n: faults.length })} found=${faults} open=${wide.matches} />`;
  if (warnings.length) return html`<${Summary} key="warnings" kind="thought" title=${t("to_think", { n: warnings.length })} found=${warnings} open=${wide.matches} />`;
  return html`<p class=${`found ${judged && !trouble ? "is-right" : ""}`}>${judged && !trouble ? t("all_right") : t("checking")}</p>`;
}
