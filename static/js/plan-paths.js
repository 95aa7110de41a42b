// The document and the ways into it. A path is a list of keys and positions from 0: ["reviews", 1, "weight"];
// a place is what the check calls it: "reviews[2].weight", counted from 1.

export function get(node, path) {
  return path.reduce((inner, step) => (inner === undefined || inner === null ? undefined : inner[step]), node);
}

/** A copy of the document with one value set; undefined takes the entry out. Everything beside the path is shared. */
export function put(node, path, value) {
  if (!path.length) return value;
  const [step, ...rest] = path;
  const next = rest.length ? put(node && node[step], rest, value) : value;
  if (Array.isArray(node)) return node.map((item, position) => (position === step ? next : item));
  if (next !== undefined) return { ...node, [step]: next };
  const { [step]: _gone, ...kept } = node || {};
  return kept;
}

const BARE = /^[\p{L}\p{N}_-]+$/u;
const LONGEST = 60;

/** A key as the check writes it: in quotation marks unless it is a plain word. */
function quoted(key) {
  if (BARE.test(key) && key.length <= LONGEST) return key;
  const short = key.length > LONGEST ? `${key.slice(0, LONGEST)}…` : key;
  if (BARE.test(key)) return short;
  const mark = short.includes("'") && !short.includes('"') ? '"' : "'";
  return mark + short.replace(/\\/g, "\\\\").replace(mark === "'" ? /'/g : /"/g, `\\${mark}`) + mark;
}

export function placeOf(path) {
  return path.map((step) => (typeof step === "number" ? `[${step + 1}]` : `.${quoted(step)}`)).join("").replace(/^\./, "");
}

/** An element's id for a path: no spaces, whatever the keys are. */
export const idOf = (path) => `at/${path.map((step) => encodeURIComponent(step)).join("/")}`;

const STEP = /\[(\d+)\]|'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)"|([^.[\]]+)/g;

/** The path of a place; keys that were cut short stay cut short. */
export function pathOf(place) {
  return [...place.matchAll(STEP)].map(([, position, single, double, bare]) => (
    position ? Number(position) - 1 : bare || (single || double || "").replace(/\\(.)/g, "$1")));
}

/** The places around a place, nearest first, itself included. */
export function placesAround(place) {
  const path = pathOf(place);
  return path.map((_step, index) => placeOf(path.slice(0, path.length - index)));
}

export function moved(list, from, to) {
  const copy = [...list];
  copy.splice(to, 0, ...copy.splice(from, 1));
  return copy;
}

export const without = (list, position) => list.filter((_item, index) => index !== position);

/** A copy of an object with one key renamed, in the same order. */
export function renamed(object, from, to) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key === from ? to : key, value]));
}
