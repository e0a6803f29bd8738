// Keeps the reader's place: at the end new lines scroll into view, above it nothing ever moves.

import { byId } from "./make.js";

const log = byId("log");
const lines = byId("lines");
const below = byId("below");

/** So near to the end, in pixels, counts as being there. */
const NEAR = 90;

let atEnd = true;

/** Changes the lines while the reader's place stays where it is. */
export function keepingPlace(change) {
  if (atEnd) {
    change();
    toEnd();
    return;
  }
  const top = log.getBoundingClientRect().top;
  const held = [...lines.children].find((child) => child.getBoundingClientRect().bottom > top);
  const before = held?.getBoundingClientRect().top ?? 0;
  change();
  if (held?.isConnected) log.scrollTop += held.getBoundingClientRect().top - before;
}

export function toEnd() {
  atEnd = true;
  below.hidden = true;
  log.scrollTop = log.scrollHeight;
}

/** Something grew at the end: whoever is there sees all of it. */
export function toEndIfThere() {
  if (atEnd) toEnd();
}

/** Something new stands below what is being read. */
export function newBelow() {
  below.hidden = atEnd;
}

log.addEventListener("scroll", () => {
  atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
  if (atEnd) below.hidden = true;
}, { passive: true });

below.addEventListener("click", () => {
  toEnd();
  log.focus({ preventScroll: true });
});

new ResizeObserver(() => { if (atEnd) log.scrollTop = log.scrollHeight; }).observe(log);
