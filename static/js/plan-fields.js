// Fields of the forms: each knows its path in the document, shows the value there and what the check says about it.
import { html } from "./html.js";
import { t } from "./texts.js";
import { change, saysAt, state } from "./plan-store.js";
import { get, idOf, placeOf } from "./plan-paths.js";
import { plain, TEXT } from "./plan-numbers.js";

const isBlank = (value) => value === undefined || value === null || String(value).trim() === "";

/** The sentences about a place. An empty field is something to do, not something wrong. */
export function Says({ path, blank = false }) {
  const says = saysAt(placeOf(path));
  return html`
    <div class="says" id=${`says-${idOf(path)}`}>
      ${says.map(({ kind, sentence }) => html`<p key=${sentence} class=${`says-${kind === "fault" && blank ? "todo" : kind}`}>${sentence}</p>`)}
    </div>`;
}

/** An input bound to a path. Half-typed Chinese is left alone until the input method is done with it. */
export function Input({ path, codec = TEXT, label = null, describedby = "", fallback = undefined, ...more }) {
  const value = get(state.doc, path);
  const place = placeOf(path);
  const wrong = saysAt(place).some(({ kind }) => kind === "fault");
  const take = (text, composing) => {
    const tidy = codec.digits && !composing ? plain(text) : text;
    change(path, codec.digits && composing ? text || undefined : codec.read(tidy));
  };
  return html`
    <input type="text" id=${idOf(path)} data-place=${place} autocomplete="off" spellcheck=${false}
      inputmode=${codec.digits ? "decimal" : null} class=${codec.digits ? "is-number" : ""}
      aria-label=${label} aria-invalid=${String(wrong && !isBlank(value))} aria-describedby=${`says-${idOf(path)} ${describedby}`.trim()}
      value=${codec.show(value)} placeholder=${fallback === undefined ? null : codec.show(fallback)}
      onInput=${(event) => take(event.currentTarget.value, event.isComposing)}
      onCompositionEnd=${(event) => take(event.currentTarget.value, false)}
      onFocus=${(event) => codec.digits && event.currentTarget.select()} ...${more} />`;
}

/** A labelled input with its unit, its hint and what the check says. */
export function Field({ path, label, hint = "", unit = "", wide = false, codec = TEXT, ...more }) {
  const id = idOf(path);
  return html`
    <div class=${`field ${codec.digits ? "is-short" : wide ? "is-wide" : ""}`}>
      <label for=${id}>${label}</label>
      <span class="with-unit"><${Input} path=${path} codec=${codec} describedby=${hint ? `hint-${id}` : ""} ...${more} />
        ${unit && html`<span class="unit">${unit}</span>`}</span>
      ${hint && html`<p class="field-hint" id=${`hint-${id}`}>${hint}</p>`}
      <${Says} path=${path} blank=${isBlank(get(state.doc, path))} />
    </div>`;
}

/** One of a few values, each with a line that says what it does. */
export function Choice({ path, label, options, fallback, onPick = null }) {
  const value = get(state.doc, path);
  const now = value === undefined ? fallback : value;
  const id = idOf(path);
  return html`
    <fieldset class="choices" data-place=${placeOf(path)} tabindex="-1" aria-describedby=${`says-${id}`}>
      <legend>${label}</legend>
      <div class="tiles">${options.map((option) => html`
        <${Radio} key=${option.value} name=${id} label=${option.name} hint=${option.hint} checked=${now === option.value}
          onPick=${() => (onPick ? onPick(option.value) : change(path, option.value))} />`)}</div>
      <${Says} path=${path} />
    </fieldset>`;
}

export function Radio({ name, label, hint = "", checked, onPick }) {
  return html`
    <label class="option">
      <input type="radio" name=${name} checked=${checked} onChange=${onPick} />
      <span><b>${label}</b>${hint && html`<span class="option-hint">${hint}</span>`}</span>
    </label>`;
}

/** Yes or no, with a line that says what it does. */
export function Check({ path, label, hint = "", fallback = false, ...more }) {
  const value = get(state.doc, path);
  return html`
    <div>
      <label class="option">
        <input type="checkbox" data-place=${placeOf(path)} checked=${value === undefined ? fallback : value} aria-describedby=${`says-${idOf(path)}`}
          onChange=${(event) => change(path, event.currentTarget.checked)} ...${more} />
        <span><b>${label}</b>${hint && html`<span class="option-hint">${hint}</span>`}</span>
      </label>
      <${Says} path=${path} />
    </div>`;
}

/** An id: shown only to those who ask for ids, taken over when the field is left, since others refer to it meanwhile. */
export function IdInput({ path, label, taken = [], onRename, value = get(state.doc, path) }) {
  const take = (event) => {
    const wanted = event.currentTarget.value.trim();
    if (wanted && wanted !== value && !taken.includes(wanted)) onRename(wanted);
    else event.currentTarget.value = value === undefined ? "" : value;
  };
  return html`<input type="text" class="is-id" data-place=${placeOf(path)} aria-label=${label} aria-describedby=${`says-${idOf(path)}`}
    autocomplete="off" spellcheck=${false} maxlength="40" value=${value} onChange=${take} />`;
}

/** A sum that must come out, said while it is made: "95 of 100 · 5 missing". */
export function Sum({ sum, whole, rest, unit = "" }) {
  const right = rest === "0";
  const over = rest.startsWith("-");
  return html`
    <span class=${`sum ${right ? "is-right" : "is-off"}`}>
      <b>${t("sum_of", { sum, whole })}${unit}</b>
      <span>${right ? t("sum_right") : over ? t("sum_over", { rest: rest.slice(1) }) : t("sum_short", { rest })}</span>
    </span>`;
}

/** The switch that shows ids everywhere. */
export function IdSwitch({ onFlip }) {
  return html`<button type="button" class="button button-quiet button-small" aria-pressed=${String(state.ids)} onClick=${onFlip}>${t("show_ids")}</button>`;
}

/** Parts of a whole beside each other, as wide as they weigh. */
export function Bar({ parts }) {
  const drawn = parts.map((part, index) => ({ ...part, index, grow: Number(part.value) || 0 })).filter(({ grow }) => grow > 0);
  return html`
    <div class="bar" aria-hidden="true">
      ${drawn.map(({ name, value, unit = "", index, grow }) => html`
        <span key=${index} class=${`bar-part tint-${(index % 6) + 1}`} style=${{ flexGrow: grow }}><span>${name} ${value}${unit}</span></span>`)}
    </div>`;
}
