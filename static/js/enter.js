// The page for those who type the code by hand.
import { t } from "./texts.js";
import { LENGTH, dashed, readCode, strangeCharacter } from "./code.js";

const form = document.getElementById("enter");
const field = document.getElementById("code");
const count = document.getElementById("code-count");
const fault = document.getElementById("code-fault");

function faultOf(code, finished) {
  const strange = strangeCharacter(code);
  if (strange) return t("strange", { character: strange });
  if (code.length > LENGTH) return t("too_long", { n: code.length });
  if (finished && code.length < LENGTH) return t("too_short", { n: code.length });
  return "";
}

function show(code, finished = false) {
  const sentence = faultOf(code, finished);
  fault.textContent = sentence;
  field.setAttribute("aria-invalid", String(sentence !== ""));
  count.textContent = code.length === LENGTH && !sentence ? t("complete") : t("count", { n: code.length });
  return sentence === "";
}

field.addEventListener("input", (event) => {
  const code = readCode(field.value);
  const atEnd = field.selectionStart === field.value.length;
  // set dashes only while typing on at the end: never under the fingers of someone who mends the middle
  if (atEnd && !event.isComposing && !(event.inputType || "").startsWith("delete")) field.value = dashed(code);
  show(code);
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const code = readCode(field.value);
  if (show(code, true)) location.href = `/b#${code}`;
  else field.focus();
});

show(readCode(field.value));
