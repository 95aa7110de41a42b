// Reading a slip's code the way people type it.

export const LENGTH = 16;
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Capitals, without dashes and spaces, O as 0, I and L as 1: the form the server knows. */
export function readCode(text) {
  return text.normalize("NFKC").toUpperCase().replace(/[\s\-–—_.·•]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
}

/** The first character that occurs in no code, or null. */
export function strangeCharacter(code) {
  return [...code].find((character) => !ALPHABET.includes(character)) || null;
}

/** ABCD-EFGH-JKMN-PQRS, as it is printed. */
export function dashed(code) {
  return code.replace(/(.{4})(?=.)/g, "$1-");
}

/** The code in the address's fragment: there it reaches no log and no other server. */
export function codeFromAddress() {
  let text = location.hash.slice(1);
  try { text = decodeURIComponent(text); } catch (malformed) { /* read it as it stands */ }
  return readCode(text);
}

/** A short name for storage on this phone: not the code, and too short to lead back to it (53 of 80 bits). */
export function shortHash(code) {
  let a = 0xdeadbeef, b = 0x41c6ce57;
  for (const character of code) {
    const value = character.codePointAt(0);
    a = Math.imul(a ^ value, 2654435761);
    b = Math.imul(b ^ value, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36);
}
