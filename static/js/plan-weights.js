// Who votes in one session: each group's weight, its slips, and how many are due.
import { html } from "./html.js";
import { t } from "./texts.js";
import { change, state } from "./plan-store.js";
import { get, idOf, placeOf } from "./plan-paths.js";
import { EXACT, restOf, sumOf, WHOLES } from "./plan-numbers.js";
import { Bar, Input, Says, Sum } from "./plan-fields.js";

const aside = new Map(); // what a group had before it was left out, for whoever takes it back

function leaveOut(path) {
  aside.set(placeOf(path), get(state.doc, path));
  change(path, undefined);
}

/** A group that joins brings what it had before, or the rest of the weight and the slips it has elsewhere. */
function takeIn(path, id) {
  const rest = restOf("100", Object.values(get(state.doc, path.slice(0, -1))).map((group) => group.weight));
  const elsewhere = state.doc.reviews.map((review) => review.groups[id]).find(Boolean);
  const weight = EXACT.read(rest);
  const fresh = { ...(Number(weight) > 0 && { weight }), ...(elsewhere && { slips: elsewhere.slips }) };
  change(path, aside.get(placeOf(path)) || fresh);
}

function Row({ path, id, name, group }) {
  const label = (key) => t("of_group", { column: t(key), name });
  const cell = (key, codec, more = {}) => html`
    <td class="is-count">${group && html`<${Input} path=${[...path, key]} codec=${codec} label=${label(key)} ...${more} />
      <${Says} path=${[...path, key]} blank=${group[key] === undefined} />`}</td>`;
  return html`
    <tr data-place=${placeOf(path)} tabindex="-1" class=${group ? "" : "is-out"}>
      <th scope="row"><label class="option"><input type="checkbox" checked=${Boolean(group)} aria-label=${t("takes_part", { name })}
        onChange=${() => (group ? leaveOut(path) : takeIn(path, id))} /><span>${name}</span></label><${Says} path=${path} /></th>
      ${cell("weight", EXACT)}${cell("slips", WHOLES)}
      ${cell("due", WHOLES, { fallback: group && group.slips !== undefined ? group.slips : "" })}
    </tr>`;
}

export function GroupTable({ path, groups, called }) {
  const known = state.doc.groups.map(({ id, name }, index) => ({ id, name: name || t("row", { n: index + 1 }) }));
  const strange = Object.keys(groups).filter((key) => !known.some(({ id }) => id === key)).map((id) => ({ id, name: id }));
  const weights = Object.values(groups).map((group) => group.weight);
  const parts = known.map(({ id, name }) => ({ name, value: groups[id] && groups[id].weight !== undefined ? String(groups[id].weight) : "0" }));
  return html`
    <div class="stack-tight" data-place=${placeOf(path)} tabindex="-1">
      <h4 id=${`groups-${idOf(path)}`}>${t("who_votes")}</h4>
      <${Bar} parts=${parts} />
      <div class="table-wrap"><table class="table grid-table weights" aria-labelledby=${`groups-${idOf(path)}`}>
        <thead><tr><th scope="col">${t("group")}</th><th scope="col" class="is-count">${t("weight")}</th><th scope="col" class="is-count">${t("slips")}</th><th scope="col" class="is-count">${t("due")}</th></tr></thead>
        <tbody>${[...known, ...strange].map(({ id, name }) => html`<${Row} key=${id} path=${[...path, id]} id=${id} name=${name} group=${groups[id]} />`)}</tbody>
        <tfoot><tr><th scope="row">${t("together_sum")}</th><td class="num"><${Sum} sum=${sumOf(weights)} whole="100" rest=${restOf("100", weights)} /></td>
          <td class="num"><b>${sumOf(Object.values(groups).map((group) => group.slips))}</b></td>
          <td class="num"><b>${sumOf(Object.values(groups).map((group) => (group.due === undefined ? group.slips : group.due)))}</b></td></tr></tfoot>
      </table></div>
      <${Says} path=${path} />
      <p class="soft small">${t("due_hint")}</p>
      <span class="sr-only" role="status">${called} ${t("sum_of", { sum: sumOf(weights), whole: 100 })}</span>
    </div>`;
}
