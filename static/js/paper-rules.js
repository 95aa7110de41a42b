// What the keys of a teller mean, and where two piles differ. Pure: nothing here knows the page.
// A cell is null (not typed yet), "" (abstains), a grade's id, digits, or UNREADABLE: off every scale, a void ballot.

export const UNREADABLE = "?";

const isRange = (scale) => !scale.marks;

/** The keys of a scale: `[{ key, also, cell, name }]` in the order of the legend. */
export function keysOf(scale, names) {
  const marks = (scale.marks || []).map(({ id, name }, at) => ({ key: at < 9 ? String(at + 1) : "", also: /^[A-Za-z]$/.test(id) ? id.toUpperCase() : "", cell: id, name }));
  const taken = new Set(marks.map((each) => each.also));
  const abstain = isRange(scale) ? { key: " ", also: "" } : { key: "0", also: " " };
  return [...marks, { ...abstain, cell: "", name: names.abstain }, { key: taken.has("X") ? "*" : "X", also: "", cell: UNREADABLE, name: names.unreadable }];
}

/** The cell that a key sets, undefined where it sets none. */
export function cellOfKey(keys, key) {
  const pressed = key.length === 1 ? key.toUpperCase() : key;
  const found = keys.find((each) => pressed && (each.key === pressed || each.also === pressed));
  return found && found.cell;
}

export function isOnScale(scale, cell) {
  if (!cell) return true;
  if (isRange(scale)) return /^\d+$/.test(cell) && Number(cell) >= scale.minimum && Number(cell) <= scale.maximum;
  return scale.marks.some((mark) => mark.id === cell);
}

/** How a cell reads to people. */
export function nameOf(scale, cell, names) {
  if (cell === null) return "";
  if (cell === "") return names.abstain;
  if (cell === UNREADABLE) return names.unreadable;
  const mark = (scale.marks || []).find((each) => each.id === cell);
  return mark ? mark.name : cell;
}

export const emptyRow = (length) => Array(length).fill(null);
export const missingOf = (row) => row.filter((cell) => cell === null).length;
export const isEmpty = (row) => missingOf(row) === row.length;

/** Points are points, however they were typed: 085 is 85. */
const canonical = (cell) => (/^\d+$/.test(cell || "") ? String(Number(cell)) : cell);

/** The rows of a pile that hold anything. */
export const typedRows = (rows) => rows.filter((row) => !isEmpty(row)).map((row) => row.map(canonical));

/** Where two piles of the same length differ: `[{ row, column, first, second }]`. */
export function differences(first, second) {
  const found = [];
  first.forEach((row, at) => row.forEach((cell, column) => {
    if (second[at] && second[at][column] !== cell) found.push({ row: at, column, first: cell, second: second[at][column] });
  }));
  return found;
}

/** The first row from which on nearly everything differs, null where the piles are not shifted against each other. */
export function shiftedFrom(first, second) {
  const found = differences(first, second);
  if (found.length <= 6 || found.length < first.length * first[0].length * 0.2) return null;
  return found[0].row;
}

export const settleKey = ({ row, column }) => `${row} ${column}`;

/** The pile that both agree on: the first one's rows with what was decided put in. */
export function agreed(first, settled) {
  return first.map((row, at) => row.map((cell, column) => {
    const key = settleKey({ row: at, column });
    return key in settled ? settled[key] : cell;
  }));
}
