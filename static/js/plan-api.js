// The way to the server. Every answer is { ok, data }: data.message is one plain sentence where something was refused.
import { t } from "./texts.js";

let token = "";
export function useToken(given) { token = given; }

async function send(path, body, headers = {}) {
  try {
    return await fetch(`/setup/${path}`, { method: "POST", body, headers: { "X-Token": token, ...headers }, cache: "no-store" });
  } catch (unreachable) {
    return null;
  }
}

async function refusalOf(response) {
  if (!response) return { error: "network", message: t("no_network") };
  const data = await response.json().catch(() => null); // a page instead of an answer: something went wrong on the way
  return data && data.message ? data : { error: "went_wrong", message: t("went_wrong") };
}

async function ask(path, body, headers) {
  const response = await send(path, body, headers);
  if (!response || !response.ok) return { ok: false, data: await refusalOf(response) };
  const data = await response.json().catch(() => null);
  return data ? { ok: true, data } : { ok: false, data: { error: "went_wrong", message: t("went_wrong") } };
}

const AS_JSON = { "Content-Type": "application/json" };
const AS_BYTES = { "Content-Type": "application/octet-stream" };

export const check = (doc) => ask("check", JSON.stringify(doc), AS_JSON);
export const load = (doc) => ask("load", JSON.stringify(doc), AS_JSON);
export const openFile = (file) => ask("open", file, AS_BYTES);
export const tableOf = (content) => ask("table", content, AS_BYTES);
export const saveDepartments = (year, changes) => ask(`departments?year=${year}`, JSON.stringify(changes), AS_JSON);

/** Fetches the document as a plan file and hands it to the browser's downloads. */
export async function download(doc, name) {
  const response = await send("file", JSON.stringify(doc), AS_JSON);
  if (!response || !response.ok) return { ok: false, data: await refusalOf(response) };
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return { ok: true, data: {} };
}

/** Whether an answer says that the sign-in is over; the draft stays in this browser meanwhile. */
export const isSignedOut = ({ error }) => error === "sign_in_first" || error === "old_form";
