// The yearly total stays true while things are entered: every few seconds the page asks for one number, and for the
// table when that number rose. What differs is changed in place, so the page does not jump and nothing is lost.
import { morph } from "./console-morph.js";
import { drawAll } from "./desk-charts.js";

const total = document.getElementById("total");
const EVERY = 3_000;
let seen = Number(total.dataset.revision), asking = false;

async function look() {
  if (asking || document.hidden) return;
  asking = true;
  try {
    const answer = await fetch("/desk/revision", { cache: "no-store" });
    if (!answer.ok) return;
    const { revision } = await answer.json();
    if (revision === seen) return;
    const table = await fetch(total.dataset.table, { headers: { Accept: "text/html" }, cache: "no-store" });
    if (!table.ok) return;
    const fresh = new DOMParser().parseFromString(await table.text(), "text/html").body;
    const wrap = total.querySelector(".table-wrap"), left = wrap.scrollLeft, top = wrap.scrollTop;
    morph(total, fresh);
    wrap.scrollTo(left, top);
    seen = revision;
    drawAll();
  } catch {
    // no line for a moment: the next look tries again
  } finally {
    asking = false;
  }
}

drawAll();
setInterval(look, EVERY);
document.addEventListener("visibilitychange", look);
addEventListener("looks", drawAll);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
