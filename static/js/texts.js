// The page's words, in the reader's language, with {placeholders} filled in.

const texts = JSON.parse(document.getElementById("texts").textContent);

export function t(key, values = {}) {
  const text = texts[key];
  if (text === undefined) throw new Error(`no text called ${key}`);
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** How wide a text is, in Chinese characters; Latin letters are about half as wide. */
export function widthOf(text) {
  return [...text].reduce((sum, character) => sum + (character.charCodeAt(0) > 0x2e80 ? 1 : 0.55), 0);
}
