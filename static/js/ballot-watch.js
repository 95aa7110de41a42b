// Follows the meeting: by socket when there is one, by asking every now and then when there is none.
// A hall hears of a change in the same instant; each phone asks at its own moment within a second and a half.

const SPREAD = 1_500;
const POLL = 15_000;

/** `isNews(state)` says whether a state differs from the ballot in hand; `onChange()` reads it again. Returns stop(). */
export function watchMeeting(code, { isNews, onChange, onSpeaking }) {
  let socket = null, stopped = false, seq = -1, timer = 0;

  const soon = () => { clearTimeout(timer); timer = setTimeout(onChange, Math.random() * SPREAD); };

  function onState(state) {
    if (state.seq < seq) return;
    seq = state.seq;
    onSpeaking(state.speaking || null);
    if (isNews(state)) soon();
  }

  function poll() {
    if (stopped) return;
    if (!(socket && socket.connected) && !document.hidden) onChange();
    setTimeout(poll, POLL * (0.75 + Math.random() * 0.5));
  }

  function connect() {
    if (stopped) return;
    socket = window.io({ transports: ["websocket"], reconnectionDelay: 1_000, reconnectionDelayMax: 15_000, randomizationFactor: 0.7 });
    socket.on("connect", () => socket.emit("watch", { code }));
    socket.on("state", onState);
  }

  /** The client library comes only now; where it does not come, asking every now and then is enough. */
  function fetchSocket() {
    const script = document.createElement("script");
    script.src = new URL("../vendor/socket.io.min.js", import.meta.url);
    script.onload = connect;
    script.onerror = () => { script.remove(); if (!stopped) setTimeout(fetchSocket, POLL * (1 + Math.random())); };
    document.head.append(script);
  }

  const onVisible = () => { if (!document.hidden) soon(); };
  document.addEventListener("visibilitychange", onVisible);
  setTimeout(poll, POLL * (0.75 + Math.random() * 0.5));
  fetchSocket();

  return function stop() {
    stopped = true;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", onVisible);
    if (socket) socket.disconnect();
  };
}
