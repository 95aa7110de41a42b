// What a phone remembers of a ballot until it is counted: marks in the order they were last set, and a ballot on its way.
// Kept under a short hash of the code, removed as soon as it is counted or can no longer be.
import { shortHash } from "./code.js";

export const ABSTAIN = null;

function keyOf(code) {
  return `ballot:${shortHash(code)}`;
}

/** { marks: Map(department → mark | null), pending: null | { receipt, marks } } */
export function readDraft(code) {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(code))) || {};
    return { marks: new Map(kept.marks || []), pending: kept.pending || null };
  } catch (unreadable) {
    return { marks: new Map(), pending: null };
  }
}

export function keepDraft(code, { marks, pending }) {
  try {
    if (marks.size === 0 && !pending) localStorage.removeItem(keyOf(code));
    else localStorage.setItem(keyOf(code), JSON.stringify({ marks: [...marks], pending }));
  } catch (refused) { /* storage is off: the draft lives as long as the page */ }
}

/** The draft with one mark set; set again, it moves to the end: the order tells which mark came over the cap. */
export function withMark(draft, department, mark) {
  const marks = new Map(draft.marks);
  marks.delete(department);
  marks.set(department, mark);
  return { ...draft, marks };
}

/** The draft without the departments that are settled. */
export function without(draft, departments) {
  const marks = new Map([...draft.marks].filter(([id]) => !departments.includes(id)));
  return { marks, pending: null };
}

/** 32 hex characters from the phone's own chance; crypto.subtle does not exist on plain HTTP. */
export function newReceipt() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
