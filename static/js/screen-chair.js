// What the projector is set to. The chair's settings come from the console and rule where they are set;
// where they are not, the keys of the clerk at the projector choose. A new setting of the chair ends what the keys chose.

const UNSET = { mode: "tally", arrangement: "plan", revealed: 0, seconds_left: null, how_to_vote: false, wifi: "" };
const NO_KEYS = { mode: "tally", order: "plan", revealed: 0, how: false };
export const MODES = ["tally", "turnout", "reveal"];

/** What the keys still choose once the chair has gone from the settings seen last to new ones. */
export function keysAfter(keys, seen, chair) {
  if (!seen) return keys;
  const again = chair.mode !== seen.mode || chair.revealed < seen.revealed; // choosing "reveal" covers everything again
  return {
    mode: chair.mode === seen.mode ? keys.mode : NO_KEYS.mode,
    order: chair.arrangement === seen.arrangement ? keys.order : NO_KEYS.order,
    revealed: again ? 0 : keys.revealed,
    how: chair.how_to_vote === seen.how_to_vote ? keys.how : NO_KEYS.how,
  };
}

/** What is shown: `ruled` names the settings that the chair has made and no key changes. */
export function settled(keys, chair) {
  const ruled = {
    mode: chair.mode !== UNSET.mode, order: chair.arrangement !== UNSET.arrangement,
    how: chair.how_to_vote, countdown: chair.seconds_left !== null,
  };
  return {
    ruled,
    mode: ruled.mode ? chair.mode : keys.mode,
    order: ruled.order ? chair.arrangement : keys.order,
    revealed: Math.max(chair.revealed, keys.revealed),
    how: chair.how_to_vote || keys.how,
    wifi: chair.wifi,
  };
}

/** The settings of one projector, kept in this tab so that a reload neither uncovers nor forgets anything. */
export function openSettings(name) {
  const place = `screen:${name}`;
  let keys = NO_KEYS, seen = null, chair = UNSET;
  try {
    const kept = JSON.parse(sessionStorage.getItem(place)) || {};
    keys = { ...NO_KEYS, ...kept.keys };
    seen = kept.seen || null;
  } catch (unreadable) { /* begins anew */ }

  function keep() {
    try { sessionStorage.setItem(place, JSON.stringify({ keys, seen })); } catch (refused) { /* lasts as long as the page */ }
  }

  return {
    hear(settings) {
      chair = { ...UNSET, ...settings };
      keys = keysAfter(keys, seen, chair);
      seen = { mode: chair.mode, arrangement: chair.arrangement, revealed: chair.revealed, how_to_vote: chair.how_to_vote };
      keep();
    },
    choose(changes) {
      keys = { ...keys, ...changes };
      keep();
    },
    now: () => settled(keys, chair),
    secondsLeft: () => chair.seconds_left,
  };
}
