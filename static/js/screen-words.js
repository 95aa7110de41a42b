// Names are broken between words, never inside one: Chinese has no spaces that would tell the browser where.
import { html } from "./html.js";

const cutter = window.Intl && Intl.Segmenter ? new Intl.Segmenter("zh", { granularity: "word" }) : null;

/** A name with places where it may be broken; the style `word-break: keep-all` forbids all others. */
export function words(name) {
  if (!cutter) return name;
  return [...cutter.segment(name)].map(({ segment }, index) => (index ? [html`<wbr />`, segment] : segment));
}
