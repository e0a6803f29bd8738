// Says when the connection is gone and when it is back; a short stumble is not worth a word.

import { byId, make } from "./make.js";
import { word } from "./words.js";

const bar = byId("bar");

/** A reload, or a server that starts anew, is over within this time, milliseconds. */
const WORTH_SAYING = 1500;
const GOOD_NEWS = 2500;

let soon = null;
let later = null;

export function down() {
  if (soon !== null || bar.dataset.says === "offline") return;
  soon = setTimeout(() => say("offline"), WORTH_SAYING);
}

export function up() {
  clearTimeout(soon);
  soon = null;
  if (bar.dataset.says !== "offline") return;
  say("online");
  later = setTimeout(() => { bar.hidden = true; }, GOOD_NEWS);
}

/** Without a connection the estate's number is the way that is left. */
function say(key) {
  const { phone } = document.body.dataset;
  const dial = phone.replace(/[^\d+]/g, "");
  clearTimeout(later);
  bar.hidden = false;
  bar.dataset.says = key;
  bar.replaceChildren(make("span", { "data-word": key, textContent: word(key) }), " ");
  if (key === "offline" && dial) bar.append(make("a", { href: `tel:${dial}`, textContent: phone, "data-label": "call", "aria-label": word("call") }));
}
