// Slips: the file is fetched and saved from here, so that a refusal stays on the page and the counts are true afterwards;
// and the codes typed or scanned are read along. Without this script the forms work as plain forms.
import { morph } from "./console-morph.js";
import { LENGTH, readCode, strangeCharacter } from "./code.js";
import { t } from "./texts.js";

const run = document.getElementById("run");
const notices = document.getElementById("notices");
let busy = false;

function notice(kind, sentence) {
  const paragraph = document.createElement("p");
  paragraph.className = `notice notice-${kind}`;
  paragraph.setAttribute("role", "status");
  paragraph.textContent = sentence;
  notices.replaceChildren(paragraph);
  paragraph.scrollIntoView({ block: "center" });
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function showCounts() {
  const answer = await fetch(location.pathname, { cache: "no-store" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const content = page.getElementById("run");
  if (answer.ok && content) morph(run, content);
}

async function fetchFile(form, button) {
  busy = true;
  const body = new URLSearchParams(new FormData(form));
  if (button && button.name) body.set(button.name, button.value);
  try {
    const address = button && button.hasAttribute("formaction") ? button.formAction : form.action;
    const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!answer.ok) return notice("bad", (await answer.json()).message);
    const name = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition"))[1];
    save(await answer.blob(), name);
    for (const field of form.querySelectorAll("textarea, input[name=count]")) field.value = "";
    readAlong();
    await showCounts();
    return notice("good", t("saved", { name }));
  } catch (unreachable) {
    return notice("bad", t("no_answer"));
  } finally {
    for (const field of form.querySelectorAll("input[type=password]")) field.value = "";
    busy = false;
  }
}

run.addEventListener("submit", (event) => {
  const button = event.submitter || null;
  if (!event.target.hasAttribute("data-file") && !(button && button.hasAttribute("data-file"))) return;
  event.preventDefault();
  if (!busy) fetchFile(event.target, button);
});

// ---- codes in hand

/** A scanner sends the whole address; the code stands behind the #. */
function codesOf(text) {
  const parts = text.normalize("NFKC").split(/[\n,;、]+/).map((each) => each.trim()).filter(Boolean);
  return parts.flatMap((each) => (readCode(each).length === LENGTH ? [each] : each.split(/\s+/))).map((each) => each.slice(each.lastIndexOf("#") + 1));
}

function readAlong() {
  const field = document.getElementById("codes"), line = document.getElementById("codes-read");
  if (!field || !line) return;
  const codes = codesOf(field.value);
  const odd = codes.filter((code) => readCode(code).length !== LENGTH || strangeCharacter(readCode(code)));
  line.textContent = !codes.length ? "" : odd.length ? t("codes_odd", { n: codes.length - odd.length, odd: odd.join(", ") }) : t("codes", { n: codes.length });
}

run.addEventListener("input", (event) => { if (event.target.id === "codes") readAlong(); });
readAlong();
