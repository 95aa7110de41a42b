// The ballot's rules as the phone can see them, so that no refusal comes as a surprise. The server decides.
// Pure: takes the ballot the server described and the marks so far, returns values.

export const isRange = (scale) => !scale.marks;

/** Whether a mark counts against the cap: the top grade, or 90 % of the maximum and more. */
export function isExcellent(scale, mark) {
  if (mark === null || mark === undefined) return false;
  if (isRange(scale)) return mark * 10 >= scale.maximum * 9;
  const top = Math.max(...scale.marks.map((each) => Number(each.points)));
  return scale.marks.some((each) => each.id === mark && Number(each.points) === top);
}

export function isOnScale(scale, mark) {
  if (mark === null) return true;
  if (!isRange(scale)) return scale.marks.some((each) => each.id === mark);
  return Number.isInteger(mark) && mark >= scale.minimum && mark <= scale.maximum;
}

/** The departments this slip can mark now. */
export function openDepartments(ballot) {
  return ballot.departments.filter((each) => each.state === "open");
}

/**
 * { answered, open: [ids], excellent, cap, over: [ids, the last ones set], allSame }
 * `marks` is a Map in the order the marks were set.
 */
export function survey(ballot, marks) {
  const ids = openDepartments(ballot).map((each) => each.id);
  const set = [...marks].filter(([id, mark]) => ids.includes(id) && isOnScale(ballot.scale, mark));
  const excellent = set.filter(([, mark]) => isExcellent(ballot.scale, mark)).map(([id]) => id);
  const rated = set.map(([, mark]) => mark).filter((mark) => mark !== null);
  const cap = ballot.rules.excellent_cap;
  return {
    total: ids.length,
    answered: set.length,
    open: ids.filter((id) => !set.some(([other]) => other === id)),
    excellent: excellent.length,
    cap,
    over: cap === null || cap === undefined ? [] : excellent.slice(cap),
    allSame: Boolean(ballot.rules.all_same) && rated.length >= 3 && rated.every((mark) => mark === rated[0]),
  };
}

/** What is sent: every open department, unmarked ones as abstentions. */
export function ballotToSend(ballot, marks) {
  return Object.fromEntries(openDepartments(ballot).map(({ id }) => {
    const mark = marks.get(id);
    return [id, mark !== undefined && isOnScale(ballot.scale, mark) ? mark : null];
  }));
}

/** Whether the meeting's state differs from the ballot in hand, so that it should be read again. */
export function differs(ballot, state) {
  const own = new Map(ballot.departments.map((each) => [each.id, each.state]));
  return ballot.review.state !== state.state
    || state.departments.some(({ id, state: now }) => own.get(id) !== "counted" && own.get(id) !== now);
}

/** Which page the ballot in hand calls for. */
export function situation(ballot) {
  const has = (state) => ballot.departments.some((each) => each.state === state);
  const { state } = ballot.review;
  if (state === "annulled" || state === "closed") return state;
  if (has("open") && (state === "open" || state === "paused")) return "fill";
  if (!has("waiting") && !has("open")) return has("counted") ? "counted" : "closed";
  if (state === "paused") return "paused";
  if (state !== "open") return "waiting";
  return has("counted") ? "next" : "next_wait";
}
