// Numbers as people type them and as a plan file holds them: digits all the way, never binary floats.

const WHOLE = /^\d{1,9}$/;
const DECIMAL = /^\d{1,9}(\.\d+)?$/;
const MICRO = 6; // decimals a plan file can hold

/** What was typed, in plain digits: Chinese input methods make １２．５ or 12。5, and people write 12 % or 12人. */
export function plain(text) {
  return text.normalize("NFKC").replace(/。/g, ".").replace(/[\s,]/g, "").replace(/[%人张票分]$/, "");
}

/** "40" → "0.40", "12.5" → "0.125": the point moves by two places, no digit is touched. */
export function shareOf(percent) {
  const [whole, part = ""] = percent.split(".");
  const digits = whole.padStart(3, "0");
  return `${digits.slice(0, -2).replace(/^0+(?=\d)/, "")}.${digits.slice(-2)}${part}`;
}

/** "0.40" → "40", "0.125" → "12.5"; what is no number stays as it is. */
export function percentOf(share) {
  if (!DECIMAL.test(String(share))) return String(share);
  const [whole, part = ""] = String(share).split(".");
  const digits = part.padEnd(2, "0");
  const left = `${whole}${digits.slice(0, 2)}`.replace(/^0+(?=\d)/, "");
  return digits.length > 2 ? `${left}.${digits.slice(2)}` : left;
}

const shown = (value) => (value === undefined || value === null ? "" : String(value));

/** How a field reads what is typed into it, and shows what the document holds. Unreadable text is kept: the check
    then says what is wrong with it, and nobody's typing is ever taken away. */
export const TEXT = { read: (text) => text, show: shown };
export const WHOLES = { digits: true, read: readNumber(WHOLE), show: shown };
export const EXACT = { digits: true, read: readNumber(DECIMAL), show: shown };
export const PERCENT = {
  digits: true,
  read: (text) => (text === "" ? undefined : DECIMAL.test(text) ? shareOf(text) : text),
  show: (value) => percentOf(shown(value)),
};
/** A cap of 1 means one department, not all of them: a share of 100 percent is kept unreadable, so that it is refused. */
export const CAP_SHARE = {
  digits: true,
  read: (text) => (DECIMAL.test(text) && Number(text) >= 100 ? `${text} %` : PERCENT.read(text)),
  show: (value) => PERCENT.show(value).replace(/ %$/, ""),
};

function readNumber(pattern) {
  return (text) => (text === "" ? undefined : !pattern.test(text) ? text : WHOLE.test(text) ? Number(text) : text);
}

/** An exact number in millionths, null where there is none. */
export function millionths(value) {
  const text = shown(value);
  if (!DECIMAL.test(text)) return null;
  const [whole, part = ""] = text.split(".");
  return part.length > MICRO ? null : BigInt(whole + part.padEnd(MICRO, "0"));
}

export function decimalText(units) {
  const sign = units < 0n ? "-" : "";
  const digits = String(units < 0n ? -units : units).padStart(MICRO + 1, "0");
  const part = digits.slice(-MICRO).replace(/0+$/, "");
  return `${sign}${digits.slice(0, -MICRO)}${part && `.${part}`}`;
}

/** The exact sum of what can be read, as a decimal text. */
export function sumOf(values) {
  return decimalText(values.reduce((sum, value) => sum + (millionths(value) || 0n), 0n));
}

/** What is left of a whole, as a decimal text; "0" and less where nothing is. */
export function restOf(whole, values) {
  return decimalText(millionths(whole) - millionths(sumOf(values)));
}
