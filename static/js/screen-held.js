// Why there are no figures yet, in one calm sentence, from what everybody may know: slips and ballots by group.
// Pure but for the words. The server alone decides what is shown; this only says what can be expected.
import { t } from "./texts.js";

const MOST_NAMED = 3; // groups in one sentence
const SMALL_GROUP = 2; // as in the rules of release: so few ballots never make a figure

/** Ballots that every group needs before a figure can appear: one whole batch held back, and one shown. */
export function neededOf(batch) {
  return (Math.ceil(Math.max(batch, SMALL_GROUP + 1) / batch) + 1) * batch;
}

/** Whether nothing but turnout can appear before the closing: by the plan, or because a group is small. */
export function heldUntilClosing(meta, turnout) {
  return meta.review.live !== "tally" || turnout.some(({ issued }) => issued > 0 && issued < 2 * meta.batch);
}

/** The ballots still needed: { whole, groups: [{ id, n }] }, for a session whose ballots count for every open department. */
export function missingBallots(meta, turnout) {
  const voters = turnout.filter(({ issued }) => issued > 0);
  const groups = voters.map(({ group, returned }) => ({ id: group, n: Math.max(0, neededOf(meta.batch) - returned) })).filter(({ n }) => n > 0);
  const byGroups = groups.reduce((sum, { n }) => sum + n, 0);
  const returned = voters.reduce((sum, each) => sum + each.returned, 0);
  const byAll = meta.min_group + voters.length * meta.batch - returned;
  return { whole: Math.max(byGroups, byAll), groups: byGroups >= byAll ? groups : [] };
}

/** Whether a slip returned is a ballot for the department in question: always, but for the second department of a series on. */
function slipsAreBallots(meta, states) {
  return meta.review.pace !== "one_by_one" || states.filter((each) => each.state !== "waiting").length === 1;
}

/** The sentence where figures are held back; "" where the session is over. */
export function heldText({ meta, tally, states, mode, state }) {
  if (state === "annulled") return "";
  if (state === "closed") return mode === "turnout" ? t("turnout_only") : "";
  if (mode === "reveal") return t("reveal_later");
  if (mode === "turnout" || heldUntilClosing(meta, tally.turnout)) return t("held_closing");
  if (states.some(({ score }) => score !== null) && meta.review.pace !== "one_by_one") return t("held"); // the ballots are in: not their number keeps this one silent
  if (!slipsAreBallots(meta, states)) return t("held_each", { n: neededOf(meta.batch) });
  const { whole, groups } = missingBallots(meta, tally.turnout);
  if (whole <= 0) return t("held");
  const names = new Map(meta.groups.map(({ id, name }) => [id, name]));
  const list = groups.map(({ id, n }) => t("held_group", { name: names.get(id) || id, n })).join(t("held_and"));
  return groups.length > 1 && groups.length <= MOST_NAMED ? t("held_more_groups", { n: whole, groups: list }) : t("held_more", { n: whole });
}
