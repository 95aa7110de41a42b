// One department's row: grades to tap, or a slider with a number. Every mark looks the same, chosen or not,
// so that no neighbour reads a mark from a colour.
import { html, useRef, useState } from "./html.js";
import { t, widthOf } from "./texts.js";

/** Real radio buttons under the labels: arrow keys, screen readers and forced colours work by themselves. */
export function GradeMarks({ department, scale, mark, onMark }) {
  const choices = [...scale.marks.map(({ id, name }) => ({ value: id, name })), { value: null, name: t("abstain") }];
  const longest = Math.max(...choices.map(({ name }) => widthOf(name)));
  const shape = longest > 4 ? "is-long" : choices.length > 5 ? "is-many" : "";
  return html`
    <div class=${`grades ${shape}`} role="radiogroup" aria-labelledby=${`name-${department.id}`} aria-describedby=${`say-${department.id}`}>
      ${choices.map(({ value, name }) => html`
        <label class="grade" key=${String(value)}>
          <input type="radio" name=${`mark-${department.id}`} checked=${mark === value} onChange=${() => onMark(value)} />
          <span>${name}</span>
        </label>`)}
    </div>`;
}

const THUMB = 34; // px, as in ballot.css: the middle of the thumb stands for the value

function valueAt(event, { minimum, maximum }) {
  const { left, width } = event.currentTarget.getBoundingClientRect();
  const share = Math.min(1, Math.max(0, (event.clientX - left - THUMB / 2) / (width - THUMB)));
  return Math.round(minimum + share * (maximum - minimum));
}

export function RangeMarks({ department, scale, mark, onMark }) {
  const [typed, setTyped] = useState(null); // what stands in the field while it is no valid number
  const { minimum, maximum } = scale;
  const isSet = mark !== undefined && mark !== null;
  const { name } = department;

  function set(value) {
    setTyped(null);
    onMark(Math.min(maximum, Math.max(minimum, value)));
  }

  function type(text) {
    const number = /^\d{1,9}$/.test(text.trim()) ? Number(text) : NaN;
    const fits = number >= minimum && number <= maximum;
    setTyped(fits ? null : text);
    onMark(fits ? number : undefined);
  }

  const wrong = typed !== null && typed.trim() !== "";
  const slid = useRef(false); // whether the browser moved the slider itself in this gesture; iOS does not on a tap

  function slide(event) {
    slid.current = true;
    set(Number(event.currentTarget.value));
  }

  function tap(event) {
    const value = valueAt(event, scale);
    if (!slid.current && (!isSet || Math.abs(value - mark) > (maximum - minimum) / 8)) set(value);
    slid.current = false;
  }

  return html`
    <div class="points" role="group" aria-labelledby=${`name-${department.id}`} aria-describedby=${`say-${department.id}`}>
      <input class="points-number" type="text" inputmode="numeric" autocomplete="off" maxlength="9"
        aria-label=${t("points", { name })} aria-invalid=${String(wrong)} placeholder="–"
        value=${typed === null ? (isSet ? String(mark) : "") : typed}
        onInput=${(event) => type(event.currentTarget.value)} onFocus=${(event) => event.currentTarget.select()} />
      <label class="grade points-abstain">
        <input type="checkbox" checked=${mark === null} onChange=${() => { setTyped(null); onMark(mark === null ? undefined : null); }} />
        <span>${t("abstain")}</span>
      </label>
      <div class="points-slide">
        <button type="button" class="button" disabled=${!isSet || mark <= minimum} aria-label=${t("less", { name })} onClick=${() => set(mark - 1)}>−</button>
        <input type="range" class=${isSet ? "" : "is-unset"} min=${minimum} max=${maximum} step="1"
          aria-label=${t("points", { name })} aria-valuetext=${isSet ? String(mark) : t("unmarked")}
          value=${isSet ? mark : Math.round((minimum + maximum) / 2)}
          onPointerDown=${() => { slid.current = false; }} onInput=${slide} onPointerUp=${tap} />
        <button type="button" class="button" disabled=${!isSet || mark >= maximum} aria-label=${t("more", { name })} onClick=${() => set(mark + 1)}>+</button>
      </div>
      ${wrong && html`<p class="field-fault" role="alert">${t("out_of_range", { minimum, maximum })}</p>`}
    </div>`;
}
