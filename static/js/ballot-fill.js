// Filling in and checking a ballot.
import { html, useState } from "./html.js";
import { t } from "./texts.js";
import { GradeMarks, RangeMarks } from "./ballot-marks.js";
import { isRange, openDepartments, survey } from "./ballot-rules.js";

function markName(scale, mark) {
  if (mark === null) return t("abstain");
  return isRange(scale) ? String(mark) : scale.marks.find((each) => each.id === mark).name;
}

function topName(scale) {
  if (isRange(scale)) return t("cap_range", { points: Math.ceil(scale.maximum * 0.9) });
  return scale.marks.reduce((best, each) => (Number(each.points) > Number(best.points) ? each : best)).name;
}

export function goToRow(id) {
  const row = document.getElementById(`row-${id}`);
  if (!row) return;
  row.scrollIntoView({ block: "center", behavior: "smooth" });
  const field = row.querySelector("input:checked") || row.querySelector("input");
  if (field) field.focus({ preventScroll: true });
}

function Row({ department, number, ballot, mark, speaking, say, onMark }) {
  const Marks = isRange(ballot.scale) ? RangeMarks : GradeMarks;
  const done = mark !== undefined;
  return html`
    <section class=${`mark-row ${done ? "is-done" : ""} ${say ? "has-fault" : ""}`} id=${`row-${department.id}`}>
      <h2 class="mark-name">
        <span class="mark-number" aria-hidden="true">${done ? "✓" : number}</span>
        <span id=${`name-${department.id}`}>${department.name}</span>
        ${done && html`<span class="sr-only">${t("answered")}</span>`}
        ${speaking && html`<span class="tag tag-brand">${t("speaking")}</span>`}
      </h2>
      <${Marks} department=${department} scale=${ballot.scale} mark=${mark} onMark=${onMark} />
      <p class="row-fault" id=${`say-${department.id}`} role=${say ? "alert" : null}>${say}</p>
    </section>`;
}

/** What is to be said at a row: the server's fault first, then what was asked for, else the cap as the phone counts it. */
function sayAt(id, facts, { faults, scale, wanted }) {
  if (faults.has(id)) return faults.get(id);
  if (id === wanted && facts.open.includes(id)) return t("mark_first");
  const place = facts.over.indexOf(id);
  return place < 0 ? "" : t("over_cap", { cap: facts.cap, name: topName(scale), n: facts.cap + place + 1 });
}

export function FillView({ ballot, marks, faults, speaking, note, paused, onMark, onReview, onSubmit }) {
  const [wanted, setWanted] = useState(null); // the row that was to be sent without a mark
  const rows = openDepartments(ballot);
  const facts = survey(ballot, marks);
  const single = rows.length === 1;
  const speaker = rows.find((each) => each.id === speaking);
  const sameSaid = facts.allSame && facts.open.length === 0;
  const broken = facts.over.length > 0 || sameSaid;

  function next() {
    if (facts.over.length) return goToRow(facts.over[0]);
    if (facts.allSame) return document.getElementById("all-same") && document.getElementById("all-same").scrollIntoView({ block: "center", behavior: "smooth" });
    if (!single) return onReview();
    setWanted(rows[0].id);
    return facts.open.length ? goToRow(facts.open[0]) : onSubmit();
  }

  return html`
    <main class="page page-narrow fill" id="main">
      ${single && speaker && html`<p><span class="tag tag-brand">${t("speaking")}</span></p>`}
      <h1 tabindex="-1">${single ? t("fill_one_title", { name: rows[0].name }) : t("fill_title")}</h1>
      <p class="soft">${isRange(ballot.scale) ? t("fill_hint_range") : t("fill_hint")}</p>
      ${paused && html`<p class="notice notice-warn"><strong>${t("paused_title")}</strong> ${t("paused_filling")}</p>`}
      ${note && html`<p class="notice notice-warn" role="alert">${note}</p>`}
      ${speaker && !single && html`<p class="notice spread"><b>${t("speaking_name", { name: speaker.name })}</b>
        <button type="button" class="button" onClick=${() => goToRow(speaker.id)}>${t("go_to")}</button></p>`}
      <div class=${`mark-rows ${single ? "is-single" : ""}`}>
        ${rows.map((department, index) => html`<${Row} key=${department.id} department=${department} number=${index + 1} ballot=${ballot}
          mark=${marks.get(department.id)} speaking=${!single && department.id === speaking}
          say=${sayAt(department.id, facts, { faults, scale: ballot.scale, wanted })} onMark=${(mark) => onMark(department.id, mark)} />`)}
      </div>
      ${(sameSaid || faults.has(null)) && html`<p id="all-same" class="notice notice-warn" role="alert">${faults.get(null) || t("all_same")}</p>`}
      ${single ? html`<p class="final">${t("final")}</p>` : html`<p class="soft">${t("kept")}</p>`}
    </main>
    <${Footer} ballot=${ballot} facts=${facts} single=${single} broken=${broken} paused=${paused} onNext=${next} />`;
}

function Footer({ ballot, facts, single, broken, paused, onNext }) {
  const { departments, scale } = ballot;
  const counted = departments.filter((each) => each.state === "counted").length;
  const capped = facts.cap !== null && facts.cap !== undefined;
  const ready = facts.open.length === 0 && !broken;
  return html`
    <footer class="dock">
      <div class="dock-facts">
        ${single ? departments.length > 1 && html`<span>${t("counted_of", { n: counted, total: departments.length })}</span>` : html`
          <button type="button" class="dock-progress" disabled=${!facts.open.length} onClick=${() => goToRow(facts.open[0])}
            aria-label=${`${t("progress_label")}: ${t("progress", { n: facts.answered, total: facts.total })}. ${facts.open.length ? t("next_open") : ""}`}>
            <b>${t("progress", { n: facts.answered, total: facts.total })}</b>
            <progress max=${facts.total} value=${facts.answered} aria-hidden="true"></progress>
          </button>`}
        ${capped && html`<span class=${`dock-cap ${facts.over.length ? "is-over" : ""}`}>
          ${t("cap", { name: topName(scale), n: facts.excellent, cap: facts.cap })}</span>`}
      </div>
      <button type="button" class=${`button ${ready || single ? "button-primary" : ""}`} disabled=${single && paused} onClick=${onNext}>
        ${single ? t("submit") : t("review")}</button>
    </footer>`;
}

export function ReviewView({ ballot, marks, paused, onBack, onSubmit }) {
  const [confirmed, setConfirmed] = useState(false);
  const rows = openDepartments(ballot);
  const { open, total } = survey(ballot, marks);
  const ready = !paused && (open.length === 0 || confirmed);
  return html`
    <main class="page page-narrow review" id="main">
      <h1 tabindex="-1">${t("review_title")}</h1>
      ${paused && html`<p class="notice notice-warn"><strong>${t("paused_title")}</strong> ${t("paused_filling")}</p>`}
      ${open.length === 0
        ? html`<p class="soft">${t("review_done", { total })}</p>`
        : html`<label class="choice notice notice-warn">
            <input type="checkbox" checked=${confirmed} onChange=${(event) => setConfirmed(event.currentTarget.checked)} />
            <span><b>${t("review_open", { n: open.length })}</b> ${t("review_open_confirm")}</span></label>`}
      <ol class="review-list">
        ${rows.map(({ id, name }) => html`
          <li key=${id} class=${open.includes(id) ? "is-open" : ""}><span>${name}</span>
            <b>${open.includes(id) ? t("unmarked") : markName(ballot.scale, marks.get(id))}</b></li>`)}
      </ol>
    </main>
    <footer class="dock dock-two">
      <p class="dock-final">${t("final")}</p>
      <button type="button" class="button" onClick=${onBack}>${t("change")}</button>
      <button type="button" class="button button-primary" disabled=${!ready} onClick=${onSubmit}>${t("submit")}</button>
    </footer>`;
}
