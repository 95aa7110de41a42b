// Preact with htm: the one place that says where they live.
// Plain paths only: two addresses of preact.js would be two Preacts.
import { h, render } from "../vendor/preact.js";
import htm from "../vendor/htm.js";

export const html = htm.bind(h);
export { render };
export { useEffect, useLayoutEffect, useRef, useState } from "../vendor/preact-hooks.js";
