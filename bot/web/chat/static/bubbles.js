// Draws the lines of the chat: bubbles, buttons, photos, ticks.

import { away, linked } from "./links.js";
import { icon, make } from "./make.js";
import { tongue, word } from "./words.js";

/** A line as a row. `line` is what the server told, or what waits to be sent; `chosen` the data pressed under it. */
export function row(line, chosen, press) {
  const own = line.side === "owner";
  const element = make("div", { className: own ? "row own" : "row" });
  if (line.kind === "press") element.classList.add("pressed");
  element.append(bubble(line, own));
  if (line.keys?.length) element.append(keys(line, chosen, press));
  return element;
}

function bubble(line, own) {
  return make(
    "div", { className: "bubble" },
    unseen(own ? "you" : "line_says"),
    photos(line.media ?? [], line.previews),
    line.title ? make("strong", { textContent: line.title, dir: "auto" }) : null,
    line.text ? make("div", { className: "words", dir: "auto" }, ...linked(line.text, !own)) : null,
    ...(line.media ?? []).map(attachment).filter(Boolean),
    foot(line, own),
  );
}

function foot(line, own) {
  const element = make("div", { className: "foot" }, time(line.at));
  if (own) element.append(mark(line));
  return element;
}

/** The hour as this reader's country writes it. */
function time(at) {
  const moment = new Date(at);
  const said = moment.toLocaleTimeString(tongue(), { hour: "2-digit", minute: "2-digit", hour12: false });
  return make("time", { dateTime: at, textContent: said });
}

/** Kept by the line: a tick. Still on this device: a clock. Refused: a cross. */
function mark(line) {
  const state = line.line ? "kept" : line.state ?? "sending";
  const shape = { kept: "tick", failed: "cross" }[state] ?? "clock";
  const element = make("span", { className: "mark-of", "data-state": state }, icon(shape), unseen(state));
  element.title = word(state);
  return element;
}

/** Marks a row that was drawn before. */
export function remark(element, line) {
  element.querySelector(".mark-of")?.replaceWith(mark(line));
}

function keys(line, chosen, press) {
  const rows = line.keys.map((keys) => make("div", {}, ...keys.map((key) => button(key, line, chosen, press))));
  return make("div", { className: "keys", role: "group", "aria-label": word("choices"), "data-label": "choices" }, ...rows);
}

function button(key, line, chosen, press) {
  if (key.url) {
    const link = away(key.url);
    link.className = "key";
    link.textContent = key.text;
    return link;
  }
  const was = chosen.has(key.data);
  const element = make("button", { type: "button", className: was ? "key chosen" : "key", textContent: key.text });
  if (was) element.append(icon("tick"), unseen("chosen"));
  element.addEventListener("click", () => press(line.line, key));
  return element;
}

function photos(media, previews) {
  const shown = media.filter((item) => item.kind === "photo" && item.reference);
  const sources = previews ?? shown.map((item) => ({ src: `/chat/media/${item.reference.slice(5)}`, name: item.name ?? "" }));
  if (!sources.length) return null;
  return make("div", { className: sources.length === 1 ? "photos one" : "photos" }, ...sources.map(tile));
}

function tile({ src, name }) {
  const image = make("img", { alt: "", decoding: "async", loading: "lazy", src });
  image.addEventListener("error", () => { image.hidden = true; });
  const said = word("enlarge", { name });
  return make("button", { type: "button", "data-large": src, "data-label": "enlarge", "data-name": name, "aria-label": said }, image);
}

/** Everything that is no photo: a download, a place, a number. */
function attachment(item) {
  if (item.latitude !== undefined) return file("pin", word("place"), `geo:${item.latitude},${item.longitude}`);
  if (item.phone) return file("handset", `${item.name ?? ""} ${item.phone}`.trim(), `tel:${item.phone.replace(/[^\d+]/g, "")}`);
  if (item.kind === "photo" || !item.reference) return null;
  const sound = item.kind === "audio" || item.kind === "voice";
  return file(sound ? "sound" : "paper", item.name ?? item.kind, `/chat/media/${item.reference.slice(5)}`);
}

function file(shape, name, href) {
  return make("a", { className: "file", href, download: href.startsWith("/") ? name : "" }, icon(shape), make("span", { textContent: name, dir: "auto" }));
}

export function unseen(key) {
  return make("span", { className: "unseen", "data-word": key, textContent: word(key) });
}

/** A day between two lines, as people say it. */
export function day(at) {
  return make("div", { className: "day" }, make("span", { "data-day": at, textContent: dayName(at) }));
}

export function dayName(at) {
  const moment = new Date(at);
  const away = Math.round((midnight(new Date()) - midnight(moment)) / 86400000);
  if (away === 0) return word("today");
  if (away === 1) return word("yesterday");
  const year = moment.getFullYear() === new Date().getFullYear() ? undefined : "numeric";
  return moment.toLocaleDateString(tongue(), { weekday: "long", day: "numeric", month: "long", year });
}

function midnight(moment) {
  return new Date(moment.getFullYear(), moment.getMonth(), moment.getDate());
}
