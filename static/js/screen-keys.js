// What the clerk at the projector can do: keys, and the same as buttons that appear when the mouse moves.
import { html } from "./html.js";
import { t } from "./texts.js";

const KEYS = {
  o: "order", t: "theme", m: "mode", c: "countdown", x: "stop", h: "how", f: "full", "?": "keys",
  " ": "forward", ArrowRight: "forward", PageDown: "forward", ArrowLeft: "back", PageUp: "back", End: "all", Home: "none", Escape: "close",
};
const BUTTONS = [["order", "O"], ["mode", "M"], ["countdown", "C"], ["how", "H"], ["theme", "T"], ["full", "F"], ["keys", "?"]];

export function listenToKeys(act) {
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const name = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    const onButton = event.target.closest && event.target.closest("button");
    if (!name || (onButton && event.key === " ")) return;
    event.preventDefault();
    act(name);
  });

  let timer = 0;
  addEventListener("mousemove", () => {
    document.body.classList.add("is-moving");
    clearTimeout(timer);
    timer = setTimeout(() => document.body.classList.remove("is-moving"), 2_500);
  });
}

export const Tools = ({ act, mode }) => html`
  <nav class="tools" aria-label=${t("tools")}>
    ${BUTTONS.map(([name, key]) => html`
      <button type="button" key=${name} onClick=${() => act(name)}>${name === "mode" ? t(`mode_${mode}`) : t(`tool_${name}`)} <kbd>${key}</kbd></button>`)}
  </nav>`;

export const KeyHelp = () => html`
  <section class="overlay" role="dialog" aria-label=${t("tool_keys")}>
    <h2>${t("tool_keys")}</h2>
    <dl class="keys">
      ${[["O", "order"], ["M", "mode"], ["→ ←", "reveal"], ["C", "countdown"], ["X", "stop"], ["H", "how"], ["T", "theme"], ["F", "full"], ["Esc", "close"]]
        .map(([key, name]) => html`<div key=${name}><dt><kbd>${key}</kbd></dt><dd>${t(`key_${name}`)}</dd></div>`)}
    </dl>
    <p class="soft">${t("keys_chair")}</p>
  </section>`;
