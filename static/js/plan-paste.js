// Tables of departments as people have them: which column is which, and how their rows join the plan.
import { freeId, idsOf } from "./plan-shape.js";

export const COLUMNS = ["name", "headcount", "directly_led"];

// The first that fits decides: 部门人数 is a number of people, 部门负责人 is not a department.
const HEADINGS = [
  ["directly_led", /直接分管|直管|directly/i],
  ["", /负责人|分管领导|电话|序号|编号|备注|^no\.?$|^id$|phone|head of/i],
  ["headcount", /人数|编制|在编|在岗|人员|定员|headcount|people|staff/i],
  ["name", /部门|科室|单位|站所|机构|名称|department|name/i],
];
const YES = /^(是|√|✓|✔|☑|对|有|直接分管|直管|y|yes|true|1|\*)$/i;
const NO = /^(否|×|✗|x|无|n|no|false|0|-|—|\/)?$/i;
const TOTAL = /^(合\s*计|总\s*计|小\s*计|共\s*计|total|sum)[:：]?$/i;
const LOOKED_AT = 5; // rows above the departments: a title, a date, the headings

const isCount = (cell) => /^\d{1,6}(\.0*)?人?$/.test(cell.normalize("NFKC").replace(/,/g, ""));
const headingOf = (cell) => (HEADINGS.find(([, pattern]) => pattern.test(cell)) || [null])[0]; // "" for a column of no use
const ALONE = /^(部门|科室|单位|站所|机构)?(名称)?$|^(department|name)s?$/i;

/** A row of headings names the departments' column and at least one more; a department's name may hold such a word, too. */
function isHead(row) {
  const headings = row.map(headingOf);
  const alone = row.length === 1 && row[0] !== "" && ALONE.test(row[0]);
  return alone || (headings.includes("name") && headings.filter((each) => each !== null).length > 1 && !row.some(isCount));
}

/** { head, columns: {name, headcount, directly_led}, sure }: rows above, a position or -1 for each column. */
export function guess(rows) {
  const width = rows.length ? rows[0].length : 0;
  const named = rows.slice(0, LOOKED_AT).findIndex(isHead);
  return named >= 0 ? byHeadings(rows, named) : byContents(rows, width);
}

function byHeadings(rows, named) {
  const found = rows[named].map(headingOf);
  const columns = Object.fromEntries(COLUMNS.map((column) => [column, found.indexOf(column)]));
  const once = COLUMNS.every((column) => found.filter((each) => each === column).length <= 1);
  return { head: named + 1, columns, sure: once && (columns.headcount >= 0 || rows[named].length === 1) };
}

function byContents(rows, width) {
  const cells = (column) => rows.map((row) => row[column]).filter(Boolean);
  const all = [...Array(width).keys()];
  const counts = all.filter((column) => cells(column).length && cells(column).every(isCount));
  const flags = all.filter((column) => !counts.includes(column) && cells(column).length && rows.every((row) => YES.test(row[column]) || NO.test(row[column])));
  const words = all.filter((column) => cells(column).length && !counts.includes(column) && !flags.includes(column));
  const name = words.length ? words[0] : -1;
  const right = counts.filter((column) => column > name);
  const columns = { name, headcount: right.length ? right[0] : -1, directly_led: flags.length ? flags[0] : -1 };
  return { head: 0, columns, sure: name >= 0 && words.length === 1 && right.length <= 1 && (width === 1 || right.length === 1) };
}

const headcountOf = (cell) => {
  const digits = cell.normalize("NFKC").replace(/,/g, "").match(/^\d{1,7}/);
  return digits ? Number(digits[0]) : cell || undefined;
};

/** Departments without ids, and the names of the rows that are none (sums). */
export function departmentsIn(rows, { head, columns }) {
  const found = [], left = [];
  for (const row of rows.slice(head)) {
    const cell = (column) => (columns[column] >= 0 ? row[columns[column]] || "" : null);
    const name = cell("name") || "";
    if (TOTAL.test(name)) left.push(name);
    else if (name) found.push({ name, headcount: cell("headcount"), directly_led: cell("directly_led") });
  }
  return { found: found.map(tidied), left };
}

function tidied({ name, headcount, directly_led }) {
  return {
    name,
    ...(headcount !== null && { headcount: headcountOf(headcount) }),
    ...(directly_led !== null && { directly_led: YES.test(directly_led) }),
  };
}

const sameName = (name) => (each) => String(each.name || "").trim() === name;

/** Takes over a whole table: a department that was there already, by its name, keeps its id and what the table leaves out. */
export function replaced(departments, found) {
  return joined([], departments, found);
}

/** Takes over rows from a position on, as pasting into a spreadsheet does. */
export function pastedAt(departments, position, found) {
  const before = departments.slice(0, position), under = departments.slice(position, position + found.length);
  return [...before, ...joined([...before, ...departments.slice(position + found.length)], under, found), ...departments.slice(position + found.length)];
}

function joined(kept, old, found) {
  const taken = idsOf([...kept, ...old]);
  return found.map((each) => {
    const known = old.find(sameName(each.name));
    if (known) return { ...known, ...each };
    const id = freeId("d", taken);
    taken.push(id);
    return { id, directly_led: false, ...each };
  });
}

/** Fills one column downwards from a position; rows that do not exist are not made. */
export function filledDown(departments, position, column, cells) {
  const read = column === "headcount" ? headcountOf : (cell) => YES.test(cell);
  return departments.map((each, index) => {
    const cell = cells[index - position];
    return cell === undefined ? each : { ...each, [column]: column === "name" ? cell : read(cell) };
  });
}

/** Once a session has opened, a table only brings what may still change, to the departments it names. */
export function corrected(departments, found) {
  const unknown = found.filter(({ name }) => !departments.some(sameName(name))).map(({ name }) => name);
  const next = departments.map((each) => ({ ...each, ...found.find(({ name }) => sameName(name)(each)) }));
  return { departments: next, unknown };
}
