// The projector's line to the server: first paint and fallback by HTTP, everything after that by socket.
// An older revision never replaces a newer one: the picture cannot jump backwards.

const SILENCE = 5_000; // without a connection for so long, the screen says "not live"
const ASK_AGAIN = 5_000;

/** Lets a document through only if its revision is not older than the last one let through. */
export function newestOnly(pass) {
  let last = -1;
  return (document) => {
    if (!document || document.seq < last) return;
    last = document.seq;
    pass(document);
  };
}

export function openFeed({ review, key, onMeta, onState, onTally, onLive, onRefused }) {
  const address = `/api/reviews/${encodeURIComponent(review)}`;
  let socket = null, lost = Date.now(), live = null, phase = null;

  const tally = newestOnly(onTally);
  const state = newestOnly((document) => {
    if (phase !== null && phase !== document.state) readAll(); // an opening may have brought new names
    phase = document.state;
    onState(document);
  });

  async function get(path) {
    const response = await fetch(address + path, { headers: { Authorization: `Bearer ${key}` }, cache: "no-store" });
    if ([401, 403, 404].includes(response.status)) onRefused();
    if (!response.ok) throw new Error(response.status);
    return response.json();
  }

  async function readAll() {
    try {
      const [meta, figures] = await Promise.all([get("/screen"), get("/tally")]);
      onMeta(meta);
      state(meta.now);
      tally(figures);
    } catch (unreachable) { /* the loop below asks again */ }
  }

  async function readWhileSilent() {
    if (!(socket.connected && phase)) await readAll();
    setTimeout(readWhileSilent, ASK_AGAIN * (0.8 + Math.random() * 0.4));
  }

  function sayLive() {
    const now = socket.connected;
    if (now) lost = Date.now();
    const next = now || Date.now() - lost < SILENCE;
    if (next !== live) onLive(live = next);
  }

  socket = window.io({ transports: ["websocket"], reconnectionDelay: 500, reconnectionDelayMax: 5_000, randomizationFactor: 0.5 });
  socket.on("connect", () => { sayLive(); socket.emit("watch", { review, key }); });
  socket.on("state", state);
  socket.on("tally", tally);
  setInterval(sayLive, 500);
  sayLive();
  readWhileSilent();
}
