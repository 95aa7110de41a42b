// Everything that may be left as it is: scoring, the proposal, the quotas, what keeps a voter in the crowd, and the
// table of innovation points.
import { html } from "./html.js";
import { t } from "./texts.js";
import { changeAll, state } from "./plan-store.js";
import { idOf, placeOf, put } from "./plan-paths.js";
import { millionths, PERCENT, WHOLES } from "./plan-numbers.js";
import { DEFAULTS } from "./plan-shape.js";
import { Choice, Field } from "./plan-fields.js";
import { Innovation } from "./plan-innovation.js";

const WORDS = {
  scoring: { aggregation: ["weighted_groups", "pooled"], trim: ["none", "one_each_above_5"] },
  shortlist: { base: ["participating", "all", "qualified"], rounding: ["half_up", "floor", "ceil"], tie: ["tiebreak", "extend", "exclude"] },
  quota: { rounding: ["half_up", "floor", "ceil"] },
  privacy: { unanimous: ["hide", "show"] },
};
const SHARES = { shortlist: ["ratio"], quota: ["excellent", "directly_led", "other", "disqualified"] };
const COUNTS = { privacy: ["batch", "min_group"] };

/** 0.3 and "0.30" are the same setting. */
function isSame(own, usual) {
  const units = millionths(own);
  return own === undefined || own === usual || (units !== null && units === millionths(usual));
}

const isUsual = (part) => Object.entries(DEFAULTS[part]).every(([key, usual]) => isSame((state.doc[part] || {})[key], usual));

const name = (part, key, value) => t(key === "rounding" ? `rounding_${value}` : `${part}_${key}_${value}`);

function WordChoice({ part, word }) {
  const usual = DEFAULTS[part][word];
  const options = WORDS[part][word].map((value) => ({
    value, name: name(part, word, value) + (value === usual ? t("usual") : ""), hint: word === "rounding" ? "" : t(`${part}_${word}_${value}_hint`),
  }));
  return html`<${Choice} path=${[part, word]} label=${t(`${part}_${word}`)} options=${options} fallback=${usual} />`;
}

function Part({ part }) {
  const usual = isUsual(part);
  const shares = SHARES[part] || [], counts = COUNTS[part] || [];
  const reset = () => changeAll(put(state.doc, [part], DEFAULTS[part]), t("reset_done", { name: t(part) }));
  const hint = (key, shown) => t("hint_usual", { hint: t(`${part}_${key}_hint`), usual: shown });
  return html`
    <section class="card stack" data-place=${placeOf([part])} tabindex="-1" aria-labelledby=${`title-${idOf([part])}`}>
      <div class="spread"><div><h3 id=${`title-${idOf([part])}`}>${t(part)}</h3><p class="soft">${t(`${part}_lead`)}</p></div>
        ${usual ? html`<span class="tag">${t("as_usual")}</span>` : html`<button type="button" class="button button-small" onClick=${reset}>${t("reset")}</button>`}</div>
      ${shares.length + counts.length > 0 && html`<div class="fields">
        ${shares.map((key) => html`<${Field} key=${key} path=${[part, key]} label=${t(`${part}_${key}`)} hint=${hint(key, `${PERCENT.show(DEFAULTS[part][key])} %`)} codec=${PERCENT} unit="%" fallback=${DEFAULTS[part][key]} />`)}
        ${counts.map((key) => html`<${Field} key=${key} path=${[part, key]} label=${t(`${part}_${key}`)} hint=${hint(key, DEFAULTS[part][key])} codec=${WHOLES} unit=${t("ballots")} fallback=${DEFAULTS[part][key]} />`)}
      </div>`}
      ${Object.keys(WORDS[part]).map((word) => html`<${WordChoice} key=${word} part=${part} word=${word} />`)}
    </section>`;
}

export function More() {
  return html`
    <p class="lead">${t("more_lead")}</p>
    ${Object.keys(WORDS).map((part) => html`<${Part} key=${part} part=${part} />`)}
    <${Innovation} />`;
}
