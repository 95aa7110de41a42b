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

/** Highest first: by the server's ranks once the session is closed, by the scores shown (1, 2, 2, 4) before; without either, last. */
export function ranked(rows) {
  const final = rows.some((row) => row.rank !== null);
  const sorted = [...rows].sort((a, b) => worth(b) - worth(a) || a.number - b.number);
  const places = sorted.map((row) => {
    if (final || row.score === null) return row;
    return { ...row, rank: 1 + sorted.findIndex((other) => worth(other) === worth(row)) };
  });
  return places.sort((a, b) => (a.rank === null ? Infinity : a.rank) - (b.rank === null ? Infinity : b.rank) || a.number - b.number);
}

/**
 * The revealing: { ranking, covered: ids, latest: the row uncovered last, whole: whether the table is complete }.
 * One step a ranked department, from the last rank up, and one more for the whole table. What has no rank is never covered.
 */
export function revealing(rows, steps) {
  const ranking = ranked(rows);
  const count = ranking.filter((row) => row.rank !== null).length;
  const left = Math.max(0, count - steps);
  const covered = new Set(ranking.slice(0, left).map((row) => row.id));
  return { ranking, covered, latest: steps > 0 ? ranking[left] : null, whole: steps > count, steps: count + 1 };
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

/** The page a row stands on. */
export function pageOf(pages, id) {
  return Math.max(0, pages.findIndex((rows) => rows.some((row) => row.id === id)));
}

/** Which view the moment calls for; `mode` may narrow what is shown, never widen it. */
export function viewOf({ state, tally, rows, mode, speaking, together }) {
  if (state === "waiting") return "welcome";
  if (state === "annulled") return "annulled";
  if (mode === "turnout") return "turnout";
  // figures of a moment before the closing are no result: the closed tally is a blink behind
  if (state === "closed") return tally.state !== "closed" ? "turnout" : mode === "reveal" ? "reveal" : "ranking";
  if (mode === "reveal") return "turnout";
  // one by one, the table shows the course of the meeting; together, without figures it would say the same of every row
  return (speaking && !together) || rows.some((row) => row.score !== null) ? "table" : "turnout";
}
