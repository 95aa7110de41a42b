// The way to the server: asks again by itself, with growing pauses and jitter, until there is an answer that means something.

const TIME_LIMIT = 15_000;
const LONGEST_PAUSE = 20_000;

const sleepers = new Set();
/** Ends the present pauses: the network is back, the phone was unlocked, or the reader pressed "Try now". */
export function tryNow() { sleepers.forEach((wake) => wake()); }
addEventListener("online", tryNow);
document.addEventListener("visibilitychange", () => { if (!document.hidden) tryNow(); });

function pause(milliseconds) {
  return new Promise((resolve) => {
    const timer = setTimeout(wake, milliseconds);
    function wake() {
      clearTimeout(timer);
      sleepers.delete(wake);
      resolve();
    }
    sleepers.add(wake);
  });
}

/** A pause the server asked for: nothing shortens it. */
const obey = (seconds) => new Promise((resolve) => { setTimeout(resolve, seconds * 1000 * (1 + Math.random() * 0.5)); });

export function backOff(attempt, chance = Math.random()) {
  return Math.min(LONGEST_PAUSE, 800 * 2 ** attempt) * (0.5 + chance);
}

/** One exchange: { status, data, retryAfter }, or an exception when the network gave no answer of our server. */
async function exchange(code, options) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), TIME_LIMIT);
  try {
    const headers = { Authorization: `Bearer ${code}`, ...options.headers };
    return await readAnswer(await fetch("/api/ballot", { ...options, headers, cache: "no-store", signal: controller.signal }));
  } finally {
    clearTimeout(timer);
  }
}

async function readAnswer(response) {
  const data = await response.json(); // a hotel's sign-in page is not JSON: throws, and counts as "no network"
  return { status: response.status, data, retryAfter: Number(response.headers.get("Retry-After")) || 0 };
}

const isFinal = ({ status }) => status < 500 && status !== 429 && status !== 408;

async function insist(send, onWait) {
  for (let attempt = 0; ; attempt += 1) {
    let answer = null;
    try { answer = await send(); } catch (unreachable) { /* again below */ }
    if (answer && isFinal(answer)) return answer;
    onWait(answer && answer.status === 429 ? "busy" : "network");
    await (answer && answer.retryAfter ? obey(answer.retryAfter) : pause(backOff(attempt)));
  }
}

/** Reads the ballot. The page's first reading is already on its way (ballot-first.js). */
export function readBallot(code, onWait) {
  return insist(async () => {
    const first = window.firstBallot;
    window.firstBallot = null;
    return first ? readAnswer(await first) : exchange(code, {});
  }, onWait);
}

/** Sends a ballot until it is counted or refused; the same receipt makes any number of tries count once. */
export function castBallot(code, { receipt, marks }, onWait) {
  const body = JSON.stringify({ receipt, marks });
  return insist(() => exchange(code, { method: "PUT", body, headers: { "Content-Type": "application/json" } }), onWait);
}
