// The rules a ballot must keep where all departments stand on it.
import { html, useState } from "./html.js";
import { t } from "./texts.js";
import { change, saysAt, state } from "./plan-store.js";
import { idOf, placeOf } from "./plan-paths.js";
import { CAP_SHARE, millionths, WHOLES } from "./plan-numbers.js";
import { DEFAULT_CAP, isRange } from "./plan-shape.js";
import { Check, Input, Radio, Says } from "./plan-fields.js";

const LEAST_FOR_A_SHARE = 5;
const ONE = 1_000_000n;

/** "off", "share" or "number": how a cap is meant by what is written. */
function kindOf(cap) {
  const units = millionths(cap);
  if (units === null) return "share";
  return units === 0n ? "off" : units < ONE ? "share" : "number";
}

/** What the cap comes to with the departments there are now. */
function capInWords(cap, departments) {
  const units = millionths(cap);
  if (units === null || units === 0n) return "";
  if (units >= ONE) return "";
  if (departments < LEAST_FOR_A_SHARE) return t("cap_below", { n: departments, least: LEAST_FOR_A_SHARE });
  return t("cap_comes_to", { n: departments, cap: String((units * BigInt(departments)) / ONE) });
}

function Cap({ path, cap, top }) {
  const [kind, setKind] = useState(() => kindOf(cap));
  const [before] = useState(() => new Map([[kindOf(cap), cap]]));
  const pick = (next) => {
    before.set(kind, cap);
    setKind(next);
    change(path, { off: 0, share: before.get("share") || DEFAULT_CAP, number: before.get("number") || 3 }[next]);
  };
  const name = `cap-${idOf(path)}`;
  return html`
    <fieldset class="choices" data-place=${placeOf(path)} tabindex="-1">
      <legend>${t("cap_title", { top })}</legend>
      <div class="option-line"><${Radio} name=${name} label=${t("cap_share")} checked=${kind === "share"} onPick=${() => pick("share")} />
        ${kind === "share" && html`<span class="with-unit is-tight"><${Input} path=${path} codec=${CAP_SHARE} label=${t("cap_share")} fallback=${DEFAULT_CAP} /><span class="unit">%</span></span> <span class="soft">${capInWords(cap, state.doc.departments.length)}</span>`}</div>
      <div class="option-line"><${Radio} name=${name} label=${t("cap_number")} checked=${kind === "number"} onPick=${() => pick("number")} />
        ${kind === "number" && html`<span class="with-unit is-tight"><${Input} path=${path} codec=${WHOLES} label=${t("cap_number")} /></span> <span class="soft">${t("cap_of", { n: state.doc.departments.length })}</span>`}</div>
      <${Radio} name=${name} label=${t("cap_off")} checked=${kind === "off"} onPick=${() => pick("off")} />
      <${Says} path=${path} />
    </fieldset>`;
}

/** The mark a cap speaks of: the best of a list, from 90 % of the maximum of a range. */
function topOf(scale) {
  if (!scale) return "";
  if (isRange(scale)) return scale.maximum === undefined ? "" : t("cap_range", { points: Math.ceil(Number(scale.maximum) * 0.9) });
  const best = scale.marks.reduce((top, mark) => (top === null || Number(mark.points) > Number(top.points) ? mark : top), null);
  return best && best.name ? best.name : "";
}

export function Rules({ path, review }) {
  const together = review.pace !== "one_by_one";
  const { excellent_cap: cap = together ? DEFAULT_CAP : 0, all_same: same = together } = review.rules || {};
  const wrong = ["excellent_cap", "all_same"].some((key) => saysAt(placeOf([...path, key])).length);
  if (!together && !wrong) {
    return html`<div data-place=${placeOf(path)} tabindex="-1"><h4>${t("rules")}</h4><p class="soft">${t("rules_one_by_one")}</p></div>`;
  }
  return html`
    <div class="stack-tight" data-place=${placeOf(path)} tabindex="-1">
      <div><h4>${t("rules")}</h4><p class="soft">${t("rules_hint")}</p></div>
      <${Cap} path=${[...path, "excellent_cap"]} cap=${cap} top=${topOf(state.doc.scales[review.scale])} />
      <${Check} path=${[...path, "all_same"]} label=${t("all_same")} hint=${t("all_same_hint")} fallback=${same} />
    </div>`;
}
