// What the projector shows, in which order and on which page. Pure: names and figures in, rows out.

export const PAGE = 24; // rows that are still read from the last row

/** One row per department: names from the session, state and figures from the meeting. */
export function rowsOf(meta, state, tally) {
  const states = new Map((state ? state.departments : []).map((each) => [each.id, each.state]));
  const figures = new Map((tally ? tally.departments : []).map((each) => [each.id, each]));
  return meta.departments.map(({ id, name }, index) => {
    const { score = null, ballots = 0, marks = null, groups = null, rank = null } = figures.get(id) || {};
    return { id, name, number: index + 1, state: states.get(id) || "waiting", score, ballots, marks, groups, rank };
  });
}

/** Scores are strings at two decimals; as numbers they only sort. */
const worth = (row) => (row.score === null ? -Infinity : Number(row.score));

/** Highest first, equal scores share a rank (1, 2, 2, 4) unless the server ranks; without a score: last, no rank. */
export function ranked(rows) {
  const sorted = [...rows].sort((a, b) => worth(b) - worth(a) || a.number - b.number);
  return sorted.map((row) => {
    if (row.score === null) return { ...row, rank: null };
    const own = 1 + sorted.findIndex((other) => worth(other) === worth(row));
    return { ...row, rank: row.rank === null ? own : row.rank };
  }).sort((a, b) => (a.rank === null ? Infinity : a.rank) - (b.rank === null ? Infinity : b.rank) || a.number - b.number);
}

export function ordered(rows, order) {
  return order === "score" ? ranked(rows) : rows;
}

/** Pages of nearly equal length. */
export function pagesOf(rows, most = PAGE) {
  const pages = Math.max(1, Math.ceil(rows.length / most));
  const length = Math.ceil(rows.length / pages);
  return Array.from({ length: pages }, (_, page) => rows.slice(page * length, (page + 1) * length));
}

/** Whether nothing but turnout can appear before the closing: by the plan, or because a group is small. */
export function heldUntilClosing(meta, tally) {
  const small = tally.turnout.some(({ issued }) => issued > 0 && issued < 2 * meta.batch);
  return meta.review.live !== "tally" || small;
}

/** Sums over all groups. */
export function wholeTurnout(turnout) {
  const sum = (key) => turnout.reduce((total, each) => total + each[key], 0);
  return { due: sum("due"), issued: sum("issued"), returned: sum("returned") };
}

/** The least and the most a score can be: the axis of every bar. */
export function axisOf(scale) {
  if (!scale.marks) return { min: scale.minimum, max: scale.maximum };
  const points = scale.marks.map((each) => Number(each.points));
  return { min: Math.min(...points), max: Math.max(...points) };
}

/** The columns of a distribution, in the order of the scale; abstentions last. */
export function columnsOf(scale, marks, abstain) {
  const known = scale.marks || scale.bands || [];
  const columns = known.map(({ id, name }) => ({ name, count: marks[id] || 0 }));
  return "abstain" in marks ? [...columns, { name: abstain, count: marks.abstain }] : columns;
}

/** Which view the moment calls for; `mode` may narrow what is shown, never widen it. */
export function viewOf({ state, tally, rows, mode }) {
  const now = state || tally;
  if (!now || now.state === "waiting") return "welcome";
  if (now.state === "annulled") return "annulled";
  if (now.state === "closed") return mode === "turnout" ? "turnout" : mode === "reveal" ? "reveal" : "ranking";
  const speaking = state && state.speaking;
  if (mode !== "tally") return "turnout";
  return speaking || rows.some((row) => row.score !== null) ? "table" : "turnout";
}
