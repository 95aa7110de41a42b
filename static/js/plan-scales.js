// The scales: lists of marks, or whole points from a minimum to a maximum.
import { html } from "./html.js";
import { t } from "./texts.js";
import { change, changeAll, focusAfter, state, update } from "./plan-store.js";
import { idOf, placeOf, put, renamed } from "./plan-paths.js";
import { EXACT, WHOLES } from "./plan-numbers.js";
import { freeId, idsOf, isRange } from "./plan-shape.js";
import { Field, IdInput, IdSwitch, Input, Radio, Says } from "./plan-fields.js";
import { add, gridKeys, remove, RowTools } from "./plan-lists.js";

const AT_FIRST = { minimum: 0, maximum: 100 };
const aside = new Map(); // what a scale was before its kind was changed, for whoever changes back

/** A scale in a few words: "优秀 100 · 良好 80 · …" or "0–100". Scales have no names of their own. */
export function scaleInWords(scale) {
  const shown = (value) => (value === undefined ? "?" : value);
  if (isRange(scale)) return t("scale_range", { minimum: shown(scale.minimum), maximum: shown(scale.maximum) });
  return scale.marks.map(({ name, points }) => `${name || "?"} ${shown(points)}`).join(" · ") || "?";
}

function firstMarks() {
  const names = t("first_marks").split("|");
  return [100, 80, 60, 40].map((points, index) => ({ id: `m${index + 1}`, name: names[index], points }));
}

function turn(id, toRange) {
  const scale = state.doc.scales[id];
  const key = `${id}/${toRange}`;
  aside.set(`${id}/${!toRange}`, scale);
  change(["scales", id], aside.get(key) || (toRange ? AT_FIRST : { marks: firstMarks() }));
}

function Mark({ path, mark, position }) {
  const way = [...path, position];
  const called = mark.name || t("row", { n: position + 1 });
  const label = (key) => t("cell", { column: t(key), n: position + 1 });
  return html`
    <tr data-place=${placeOf(way)} tabindex="-1">
      <td><${Input} path=${[...way, "name"]} label=${label("mark")} maxlength="60" data-row=${position} data-column="name" />
        <${Says} path=${[...way, "name"]} blank=${!mark.name} /></td>
      <td class="is-count"><${Input} path=${[...way, "points"]} codec=${EXACT} label=${label("worth")} data-row=${position} data-column="points" />
        <${Says} path=${[...way, "points"]} blank=${mark.points === undefined} /></td>
      ${state.ids && html`<td class="is-id-cell"><${IdInput} path=${[...way, "id"]} label=${label("id")} onRename=${(id) => change([...way, "id"], id)} /><${Says} path=${[...way, "id"]} /></td>`}
      <td class="is-tools"><${RowTools} path=${path} position=${position} name=${mark.name} onRemove=${() => remove(path, position, called)} /></td>
    </tr>`;
}

function Marks({ id, scale }) {
  const path = ["scales", id, "marks"];
  const addOne = () => add(path, { id: freeId("m", idsOf(scale.marks)), name: "" });
  return html`
    <table class="table grid-table is-narrow" data-place=${placeOf(path)} tabindex="-1" onKeyDown=${(event) => gridKeys(event, path, addOne)}>
      <caption class="sr-only">${t("marks")}</caption>
      <thead><tr><th scope="col">${t("mark")}</th><th scope="col" class="is-count">${t("worth")}</th>
        ${state.ids && html`<th scope="col" class="is-id-cell">${t("id")}</th>`}<th scope="col" class="is-tools"><span class="sr-only">${t("tools")}</span></th></tr></thead>
      <tbody>${scale.marks.map((mark, position) => html`<${Mark} key=${position} path=${path} mark=${mark} position=${position} />`)}</tbody>
    </table>
    <${Says} path=${path} />
    <p><button type="button" class="button button-small" onClick=${addOne}>${t("add_mark")}</button></p>`;
}

function Range({ id }) {
  return html`<div class="fields">
    <${Field} path=${["scales", id, "minimum"]} label=${t("minimum")} codec=${WHOLES} unit=${t("points")} />
    <${Field} path=${["scales", id, "maximum"]} label=${t("maximum")} codec=${WHOLES} unit=${t("points")} /></div>`;
}

function Scale({ id, scale, number }) {
  const path = ["scales", id];
  const used = state.doc.reviews.filter((review) => review.scale === id).map((review) => review.name || review.id);
  const { scales } = state.doc;
  const rename = (next) => change([], {
    ...state.doc,
    scales: renamed(scales, id, next),
    reviews: state.doc.reviews.map((review) => (review.scale === id ? { ...review, scale: next } : review)),
  });
  const drop = () => {
    const left = Object.fromEntries(Object.entries(scales).filter(([key]) => key !== id));
    focusAfter("step-title");
    changeAll(put(state.doc, ["scales"], left), t("removed", { name: scaleInWords(scale) }));
  };
  return html`
    <section class="card stack" data-place=${placeOf(path)} tabindex="-1" aria-labelledby=${`title-${idOf(path)}`}>
      <div class="spread"><div><h3 id=${`title-${idOf(path)}`}>${t("scale_title", { n: number, scale: scaleInWords(scale) })}</h3>
        <p class="soft small">${used.length ? t("used_in", { names: used.join(t("comma")) }) : t("used_nowhere")}</p></div>
        <button type="button" class="button button-quiet button-small" onClick=${drop}>${t("remove_scale")}</button></div>
      ${state.ids && html`<div class="field is-short"><label>${t("id")}<${IdInput} path=${path} label=${t("id")} taken=${Object.keys(scales)} onRename=${rename} value=${id} /></label></div>`}
      <fieldset class="choices"><legend>${t("scale_kind")}</legend><div class="tiles">
        <${Radio} name=${`kind-${id}`} label=${t("kind_marks")} hint=${t("kind_marks_hint")} checked=${!isRange(scale)} onPick=${() => turn(id, false)} />
        <${Radio} name=${`kind-${id}`} label=${t("kind_range")} hint=${t("kind_range_hint")} checked=${isRange(scale)} onPick=${() => turn(id, true)} />
      </div></fieldset>
      ${isRange(scale) ? html`<${Range} id=${id} />` : html`<${Marks} id=${id} scale=${scale} />`}
      <${Says} path=${path} />
    </section>`;
}

export function Scales() {
  const { scales } = state.doc;
  const entries = Object.entries(scales);
  const addOne = () => {
    const id = freeId("s", Object.keys(scales));
    focusAfter(idOf(["scales", id, "marks", 0, "name"]));
    change(["scales", id], { marks: firstMarks() });
  };
  return html`
    <p class="lead">${t("scales_lead")}</p>
    <div class="stack" data-place="scales" tabindex="-1">
      ${entries.map(([id, scale], index) => html`<${Scale} key=${index} id=${id} scale=${scale} number=${index + 1} />`)}
    </div>
    <${Says} path=${["scales"]} />
    <div class="spread"><button type="button" class="button" onClick=${addOne}>${t("add_scale")}</button>
      <${IdSwitch} onFlip=${() => update({ ids: !state.ids })} /></div>`;
}
