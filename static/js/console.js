/* The run of a session stays true by itself: turnout moves with every tally, the page is drawn anew with every state.
   It watches as a screen does and asks the server for the finished part of the page; nothing is decided here. */

const run = document.getElementById("run");
const socket = io({ transports: ["websocket"], reconnectionDelay: 500, reconnectionDelayMax: 4000, randomizationFactor: 0.5 });
let seenState = "";

async function redraw() {
  const answer = await fetch(`/console/${encodeURIComponent(run.dataset.review)}/panel`, { headers: { Accept: "text/html" } });
  const typing = run.contains(document.activeElement) && document.activeElement.matches("input, textarea, select");
  if (answer.ok && !typing) run.innerHTML = await answer.text(); // our own template, escaped by the server
}

socket.on("connect", () => socket.emit("watch", { review: run.dataset.review, key: run.dataset.key }));

socket.on("state", (state) => {
  const { seq, ...now } = state;
  const seen = JSON.stringify(now);
  if (seenState && seen !== seenState) redraw();
  seenState = seen;
});

socket.on("tally", (tally) => {
  for (const row of tally.turnout) {
    const find = (name) => run.querySelector(`[data-${name}="${CSS.escape(row.group)}"]`);
    if (!find("returned")) continue;
    find("issued").textContent = row.issued;
    find("returned").textContent = row.returned;
    find("bar").value = row.returned;
  }
});
