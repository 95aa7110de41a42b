// What a plan may hold, as far as the forms must know it: a file opened from anywhere is brought into this shape first,
// so that no form ever meets a list where it expects a name. The rules are the server's; nothing is judged here.

const LEAF = "leaf", FLAG = "flag";
const list = (item) => ({ list: item });
const named = (item) => ({ named: item });
const section = (...keys) => ({ section: Object.fromEntries(keys.map((key) => (Array.isArray(key) ? key : [key, LEAF]))) });

const PLAN = section(
  ["office", section("name", "year")],
  ["points", section("daily", "standardisation", "review")],
  ["scales", named(section(["marks", list(section("id", "name", "points"))], "minimum", "maximum"))],
  ["groups", list(section("id", "name"))],
  ["departments", list(section("id", "name", "headcount", ["directly_led", FLAG]))],
  ["reviews", list(section("id", "name", "weight", "pace", "scale", "live",
    ["groups", named(section("weight", "slips", "due"))], ["rules", section("excellent_cap", ["all_same", FLAG])]))],
  ["scoring", section("aggregation", "trim")],
  ["shortlist", section("ratio", "base", "rounding", "tie")],
  ["quota", section("excellent", "directly_led", "other", "disqualified", "rounding")],
  ["privacy", section("batch", "min_group", "unanimous")],
  ["innovation", list(section("id", "kind", "level", "name", "points"))],
);

/** What holds where a plan leaves it out. */
export const DEFAULTS = {
  points: { daily: 70, standardisation: 30, review: 100 },
  scoring: { aggregation: "weighted_groups", trim: "none" },
  shortlist: { ratio: "0.30", base: "participating", rounding: "half_up", tie: "tiebreak" },
  quota: { excellent: "0.30", directly_led: "0.30", other: "0.20", disqualified: "0.20", rounding: "half_up" },
  privacy: { batch: 5, min_group: 5, unanimous: "hide" },
};
export const DEFAULT_CAP = "0.30";

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** The part of a document that fits the forms, and the places of what does not. */
export function shaped(document) {
  const dropped = [];
  const doc = shape(document, PLAN, "", dropped) || {};
  const empty = { office: {}, scales: {}, groups: [], departments: [], reviews: [] };
  const reviews = (doc.reviews || []).map((review) => ({ groups: {}, ...review }));
  return { doc: { ...empty, ...doc, reviews }, dropped };
}

function shape(value, kind, place, dropped) {
  if (kind === FLAG && typeof value === "boolean") return value;
  if (kind === LEAF && (typeof value === "string" || typeof value === "number")) return value;
  if (kind.list && Array.isArray(value)) {
    return value.map((item, index) => shape(item, kind.list, `${place}[${index + 1}]`, dropped) || {});
  }
  if ((kind.named || kind.section) && isObject(value)) return shapedEntries(value, kind, place, dropped);
  dropped.push(place || "?");
  return undefined;
}

function shapedEntries(value, kind, place, dropped) {
  const entries = [];
  for (const [key, inner] of Object.entries(value)) {
    const way = place ? `${place}.${key}` : key;
    const wanted = kind.named || (Object.hasOwn(kind.section, key) ? kind.section[key] : null);
    if (!wanted) dropped.push(way);
    else entries.push([key, shape(inner, wanted, way, dropped)]);
  }
  return Object.fromEntries(entries.filter(([, inner]) => inner !== undefined));
}

/** An id that nobody has yet: d1, d2, … People see names; ids only have to differ. */
export function freeId(stem, taken) {
  for (let number = 1; ; number += 1) {
    if (!taken.includes(`${stem}${number}`)) return `${stem}${number}`;
  }
}

export const idsOf = (entries) => entries.map((entry) => String(entry.id));

export const isRange = (scale) => !scale.marks;

/** The value that holds: the plan's own, or the default where it is silent. */
export function settled(doc, part, key) {
  const own = doc[part] && doc[part][key];
  return own === undefined ? DEFAULTS[part][key] : own;
}
