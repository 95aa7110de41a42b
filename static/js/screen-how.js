// How to vote: three steps, the address where codes are typed as a large QR code, and the room's Wi-Fi.
import { html } from "./html.js";
import { t } from "./texts.js";

/** Black on white in either theme, with the quiet zone that cameras need. */
const Code = ({ qr, label }) => html`
  <svg class="how-code" role="img" aria-label=${label} viewBox=${`0 0 ${qr.size} ${qr.size}`} shape-rendering="crispEdges">
    <path d=${qr.path} /></svg>`;

export function HowToVote({ meta, title, wifi }) {
  const steps = [t("step_scan"), t("step_mark"), t("step_submit")];
  const { address, how_to_vote_qr: qr } = meta;
  return html`
    <section class="how" aria-label=${title}>
      <div class="how-words">
        <h2>${title}</h2>
        ${wifi && html`<p class="how-wifi"><span>${t("wifi")}</span> <b>${wifi}</b></p>`}
        <ol>${steps.map((step, index) => html`<li key=${index}><b>${index + 1}</b><span>${step}</span></li>`)}</ol>
        <p class="how-promise">${t("promise")}</p>
      </div>
      ${qr && html`<figure class="how-by-hand">
        <figcaption>${t("by_hand")}</figcaption>
        <${Code} qr=${qr} label=${t("by_hand_code", { address })} />
        <p class=${`how-address ${address.length > 28 ? "is-long" : ""}`}>${address}</p>
      </figure>`}
    </section>`;
}
