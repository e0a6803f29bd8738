// The conversation on the screen: every line once and in its place, edits applied, days between.

import * as bubbles from "./bubbles.js";
import { byId } from "./make.js";
import { keepingPlace } from "./scroll.js";

const lines = byId("lines");

/** Lines of one side within this time, milliseconds, stand close together. */
const TOGETHER = 180000;

const known = new Map(); // number -> line as last drawn
const edits = new Map(); // number -> the newest edit, for lines that are not loaded yet
const chosen = new Map(); // number -> data pressed under it
let press = () => {};

export function onPress(does) { press = does; }
export const oldest = () => (known.size ? Math.min(...known.keys()) : null);
export const isEmpty = () => lines.childElementCount === 0;

export function clear() {
  for (const map of [known, edits, chosen]) map.clear();
  for (const element of [...lines.children]) if (!element.dataset.pending) element.remove();
}

/** Shows a line the server told; one that waited here under the same id becomes it. */
export function show(line, fresh) {
  if (known.has(line.line)) return;
  if (line.kind === "edit") {
    known.set(line.line, line);
    edit(line);
    return;
  }
  if (line.kind === "press") choose(line.of, line.data);
  const edited = edits.get(line.line);
  const whole = edited ? merged(line, edited) : line;
  known.set(line.line, whole);
  keepingPlace(() => {
    lines.querySelector(`[data-id="${CSS.escape(line.id ?? "-")}"]`)?.remove();
    const element = draw(whole);
    if (fresh && line.side === "line") element.classList.add("fresh");
    place(element);
  });
}

/** Shows something that is still on this device; it stands below everything the server has. */
export function showPending(line) {
  keepingPlace(() => {
    const element = draw({ ...line, side: "owner" });
    element.dataset.pending = "yes";
    lines.append(element);
    join(element);
  });
}

export function pending(id) { return lines.querySelector(`[data-pending][data-id="${CSS.escape(id)}"]`); }

export function removePending(id) {
  keepingPlace(() => {
    const element = pending(id);
    const next = element?.nextElementSibling;
    if (element?.previousElementSibling?.className === "day") element.previousElementSibling.remove();
    element?.remove();
    if (next?.classList.contains("row")) join(next);
  });
}

/** The days are named anew, for another language or after midnight. */
export function renameDays() {
  for (const element of lines.querySelectorAll("[data-day]")) element.textContent = bubbles.dayName(element.dataset.day);
}

/** The choice is marked at once, so that a thumb sees that it was felt. */
export function choose(number, data) {
  chosen.set(number, (chosen.get(number) ?? new Set()).add(data));
  redraw(number);
}

export function unchoose(number, data) {
  chosen.get(number)?.delete(data);
  redraw(number);
}

function edit(line) {
  if ((edits.get(line.edit_of)?.line ?? 0) > line.line) return;
  edits.set(line.edit_of, line);
  const before = known.get(line.edit_of);
  if (!before) return;
  known.set(line.edit_of, merged(before, line));
  redraw(line.edit_of);
}

/** An edit replaces words and buttons; photos and the hour stay. */
function merged(line, edit) {
  return { ...line, title: edit.title, text: edit.text, keys: edit.keys };
}

function redraw(number) {
  const element = lines.querySelector(`[data-line="${number}"]`);
  if (!element) return;
  const focused = [...element.querySelectorAll("button, a")].indexOf(document.activeElement);
  keepingPlace(() => {
    const anew = draw(known.get(number));
    element.replaceChildren(...anew.childNodes);
    element.classList.remove("fresh");
  });
  if (focused >= 0) element.querySelectorAll("button, a")[focused]?.focus({ preventScroll: true });
}

function draw(line) {
  const element = bubbles.row(line, chosen.get(line.line) ?? new Set(), press);
  element.dataset.at = line.at;
  if (line.line) element.dataset.line = line.line;
  if (line.id) element.dataset.id = line.id;
  return element;
}

function place(element) {
  const number = Number(element.dataset.line);
  let before = lines.lastElementChild;
  while (before && !(before.dataset.line && Number(before.dataset.line) < number)) before = before.previousElementSibling;
  if (before) before.after(element);
  else lines.prepend(element);
  join(element);
  const next = rowBeside(element, "nextElementSibling");
  if (next) join(next);
}

/** Sets the day above a row where it changes, and draws it close to its neighbour where they belong together. */
function join(element) {
  const before = rowBeside(element, "previousElementSibling");
  const above = element.previousElementSibling;
  const newDay = !before || dayOf(before) !== dayOf(element);
  if (above?.className === "day" && (!newDay || above.firstChild.dataset.day !== element.dataset.at)) above.remove();
  if (newDay && element.previousElementSibling?.className !== "day") element.before(bubbles.day(element.dataset.at));
  const sameSide = before?.classList.contains("own") === element.classList.contains("own");
  const close = before && !newDay && sameSide && new Date(element.dataset.at) - new Date(before.dataset.at) < TOGETHER;
  element.classList.toggle("same", Boolean(close) && !before.querySelector(".keys"));
}

function rowBeside(element, side) {
  let found = element[side];
  while (found && !found.classList.contains("row")) found = found[side];
  return found;
}

function dayOf(element) { return new Date(element.dataset.at).toDateString(); }
