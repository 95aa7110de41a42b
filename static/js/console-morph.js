// Makes one piece of a page look like another without taking anything out of the reader's hands: elements stay the
// same elements, so the caret, what was typed, what is focused and which folds are open stay as they are.

const keyOf = (node) => (node.nodeType === 1 && (node.id || node.dataset.key)) || null;
const isAlike = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && keyOf(a) === keyOf(b);

/** Attributes that the reader's own acts set: an open fold is not closed, a picked theme stays picked. */
const isTheReaders = (element, name) => name === "open" && element.nodeName === "DETAILS";

function copyAttributes(from, to) {
  for (const { name, value } of from.attributes) {
    if (to.getAttribute(name) !== value && !isTheReaders(to, name)) to.setAttribute(name, value);
  }
  for (const { name } of [...to.attributes]) {
    if (!from.hasAttribute(name) && !isTheReaders(to, name)) to.removeAttribute(name);
  }
}

function morphNode(to, from) {
  if (to.nodeType !== 1) {
    if (to.data !== from.data) to.data = from.data;
    return;
  }
  copyAttributes(from, to);
  morphChildren(to, from);
}

function morphChildren(to, from) {
  let here = to.firstChild;
  for (const wanted of [...from.childNodes]) {
    let found = here;
    while (found && !isAlike(found, wanted)) found = found.nextSibling;
    if (!found) {
      to.insertBefore(document.importNode(wanted, true), here);
      continue;
    }
    while (here !== found) {
      const gone = here;
      here = here.nextSibling;
      gone.remove();
    }
    morphNode(found, wanted);
    here = found.nextSibling;
  }
  while (here) {
    const gone = here;
    here = here.nextSibling;
    gone.remove();
  }
}

/** Makes the content of `to` that of `from`. */
export function morph(to, from) {
  morphChildren(to, from);
}
