// The review sessions: when all vote or one after another, who votes with which weight, on which scale.
import { html } from "./html.js";
import { t } from "./texts.js";
import { change, focusAfter, state, update } from "./plan-store.js";
import { get, idOf, moved, placeOf } from "./plan-paths.js";
import { percentOf, PERCENT, restOf, sumOf } from "./plan-numbers.js";
import { freeId, idsOf } from "./plan-shape.js";
import { Bar, Choice, Field, IdInput, IdSwitch, Says, Sum } from "./plan-fields.js";
import { add, remove } from "./plan-lists.js";
import { scaleInWords } from "./plan-scales.js";
import { GroupTable } from "./plan-weights.js";
import { Rules } from "./plan-rules.js";

const PATH = ["reviews"];
const paces = () => ["together", "one_by_one"].map((value) => ({ value, name: t(value), hint: t(`${value}_hint`) }));
const lives = () => ["tally", "turnout"].map((value) => ({ value, name: t(`live_${value}`), hint: t(`live_${value}_hint`) }));

/** Rules over several departments cannot hold where each opens by itself; changing back, the defaults hold again. */
function setPace(path, pace) {
  change(path, { ...get(state.doc, path), pace, rules: undefined });
}

function ScaleSelect({ path }) {
  const id = idOf(path);
  const now = get(state.doc, path);
  const { scales } = state.doc;
  return html`
    <div class="field is-wide">
      <label for=${id}>${t("scale")}</label>
      <select id=${id} data-place=${placeOf(path)} aria-describedby=${`says-${id}`} onChange=${(event) => change(path, event.currentTarget.value || undefined)}>
        ${!scales[now] && html`<option value="" selected>${t("choose")}</option>`}
        ${Object.entries(scales).map(([key, scale]) => html`<option key=${key} value=${key} selected=${key === now}>${scaleInWords(scale)}</option>`)}
      </select>
      <${Says} path=${path} />
    </div>`;
}

function Head({ review, position, called }) {
  const count = state.doc.reviews.length;
  const shift = (by) => {
    focusAfter(idOf([...PATH, position + by, "name"]));
    change(PATH, moved(state.doc.reviews, position, position + by));
  };
  return html`
    <div class="spread">
      <h3 id=${`title-${idOf([...PATH, position])}`}><span class="badge">${position + 1}</span> ${called}</h3>
      <span class="row-tools">
        ${count > 1 && html`<button type="button" class="tool" disabled=${position === 0} aria-label=${t("move_up", { name: called })} onClick=${() => shift(-1)}>↑</button>
        <button type="button" class="tool" disabled=${position === count - 1} aria-label=${t("move_down", { name: called })} onClick=${() => shift(1)}>↓</button>`}
        <button type="button" class="tool is-remove" aria-label=${t("remove", { name: called })} title=${t("remove", { name: called })} onClick=${() => remove(PATH, position, called)}>×</button>
      </span>
    </div>`;
}

function Review({ review, position }) {
  const path = [...PATH, position];
  const called = review.name || t("session_n", { n: position + 1 });
  return html`
    <section class="card stack review" data-place=${placeOf(path)} tabindex="-1" aria-labelledby=${`title-${idOf(path)}`}>
      <${Head} review=${review} position=${position} called=${called} />
      <div class="fields">
        <${Field} path=${[...path, "name"]} label=${t("session_name")} maxlength="60" wide />
        <${Field} path=${[...path, "weight"]} label=${t("session_weight")} codec=${PERCENT} unit="%" />
        ${state.ids && html`<div class="field"><label>${t("id")}<${IdInput} path=${[...path, "id"]} label=${t("id")} onRename=${(id) => change([...path, "id"], id)} /></label><${Says} path=${[...path, "id"]} /></div>`}
      </div>
      <${Choice} path=${[...path, "pace"]} label=${t("pace")} options=${paces()} onPick=${(pace) => setPace(path, pace)} />
      <${ScaleSelect} path=${[...path, "scale"]} />
      <${Choice} path=${[...path, "live"]} label=${t("live")} options=${lives()} fallback="tally" />
      <${GroupTable} path=${[...path, "groups"]} groups=${review.groups} called=${called} />
      <${Rules} path=${[...path, "rules"]} review=${review} position=${position} key=${`${state.generation}-${review.pace}`} />
    </section>`;
}

/** One session more begins as a copy of the last: offices differ from session to session in little. */
function addOne() {
  const { reviews, scales } = state.doc;
  const last = reviews[reviews.length - 1] || { pace: "together", scale: Object.keys(scales)[0], groups: {} };
  const rest = restOf("1", reviews.map((review) => review.weight));
  add(PATH, { ...last, id: freeId("r", idsOf(reviews)), name: "", weight: rest.startsWith("-") ? "0" : rest });
}

export function Reviews() {
  const { reviews } = state.doc;
  const weights = reviews.map((review) => review.weight);
  return html`
    <p class="lead">${t("reviews_lead")}</p>
    <div class="card stack-tight" data-place="reviews" tabindex="-1">
      <div class="spread"><h3>${t("session_weights")}</h3>
        <${Sum} sum=${percentOf(sumOf(weights))} whole="100" rest=${percentRest(weights)} unit=" %" /></div>
      <${Bar} parts=${reviews.map((review, index) => ({ name: review.name || t("session_n", { n: index + 1 }), value: percentOf(review.weight === undefined ? "0" : review.weight), unit: " %" }))} />
      <${Says} path=${PATH} />
    </div>
    ${reviews.map((review, position) => html`<${Review} key=${position} review=${review} position=${position} />`)}
    <div class="spread"><button type="button" class="button" onClick=${addOne}>${t("add_session")}</button>
      <${IdSwitch} onFlip=${() => update({ ids: !state.ids })} /></div>
    <p class="soft small">${t("reviews_hint")}</p>`;
}

function percentRest(weights) {
  const rest = restOf("1", weights);
  return rest.startsWith("-") ? `-${percentOf(rest.slice(1))}` : percentOf(rest);
}
