// The owner's chat: what is written goes into a queue on this device, what the line says comes over a stream.

import { remark } from "./bubbles.js";
import * as log from "./log.js";
import { down, up } from "./connection.js";
import { byId, make, newId } from "./make.js";
import * as photos from "./photos.js";
import { Queue, post } from "./queue.js";
import { newBelow, toEnd, toEndIfThere } from "./scroll.js";
import { Stream } from "./stream.js";
import { Uploads } from "./uploads.js";
import { remember, speak, tell, tongue, word } from "./words.js";

const DRAFT = "ownerline.chat.draft";
const text = byId("text");

/** What a deep link brought along; it is handed on once, and leaves the address bar. */
const payload = new URLSearchParams(location.search).get("start");
let chat = null;
let unread = 0;

// ---- the server's side

const stream = new Stream({ hello, line, typing, up, down, stranger });

function hello({ chat: mine, fresh, empty, more }) {
  if (chat !== null && chat !== mine && !fresh) {
    log.clear();
    stream.anew();
    return;
  }
  if (chat !== null && chat !== mine) log.clear();
  chat = mine;
  if (fresh) byId("older").hidden = !more;
  if (empty && !payload) queue.add({ id: newId(), kind: "start", start: "" });
  byId("welcome").hidden = !(empty && log.isEmpty());
  setTimeout(() => byId("log").setAttribute("aria-live", "polite"), 800);
  sendAll();
}

function line(told) {
  const live = byId("log").getAttribute("aria-live") === "polite";
  byId("welcome").hidden = true;
  log.show(told, live);
  if (told.side === "line" && told.kind !== "edit") {
    byId("typing").hidden = true;
    newBelow();
    if (document.hidden && live) count(unread + 1);
  }
}

let dots;
function typing() {
  byId("typing").hidden = false;
  clearTimeout(dots);
  dots = setTimeout(() => { byId("typing").hidden = true; }, 7000);
  toEndIfThere();
}

function count(number) {
  unread = number;
  document.title = unread ? word("unread", { count: unread }) : document.body.dataset.estate;
}
document.addEventListener("visibilitychange", () => { if (!document.hidden) count(0); });

/** This browser's cookie is not known any more: a new conversation begins, and what waits here goes there. */
let meeting = null;
function stranger() {
  meeting ??= post("/chat/start", { start: "" }).then((answer) => {
    meeting = null;
    if (answer.status !== 200) return false;
    stream.anew();
    return true;
  });
  return meeting;
}

// ---- the owner's side

const queue = new Queue({
  kept(entry, answer) {
    const element = entry.kind === "start" ? null : log.pending(entry.id);
    if (element) remark(element, { ...entry, line: answer.line });
    if (answer.chat && chat !== null && answer.chat !== chat) stream.anew();
  },
  refused(entry) { trouble(entry.id, entry.refused, () => queue.again(entry.id), () => queue.drop(entry.id), entry); },
  waiting(entry) {
    const element = log.pending(entry.id);
    if (element) remark(element, { ...entry, state: "waiting" });
  },
  stranger,
});

function say(words) {
  const entry = { id: newId(), kind: "text", text: words, at: new Date().toISOString() };
  log.showPending(entry);
  queue.add(entry);
}

log.onPress((number, key) => {
  const waiting = queue.all().some((entry) => entry.kind === "press" && entry.line === number && entry.data === key.data);
  if (waiting) return;
  const entry = { id: newId(), kind: "press", text: key.text, data: key.data, line: number, at: new Date().toISOString() };
  log.choose(number, key.data);
  log.showPending({ ...entry, line: undefined });
  toEnd();
  queue.add(entry);
});

/** Something that was not taken: the reason in plain words, and what can be done. */
function trouble(id, reason, again, drop, entry) {
  const element = log.pending(id);
  if (!element) return;
  const retry = make("button", { type: "button", "data-word": "retry", textContent: word("retry") });
  const discard = make("button", { type: "button", "data-word": "discard", textContent: word("discard") });
  retry.addEventListener("click", () => { settle(element); again(); });
  discard.addEventListener("click", () => {
    drop();
    log.removePending(id);
    if (entry?.kind === "press") log.unchoose(entry.line, entry.data);
    if (entry?.kind === "text" && !text.value) write(entry.text);
    text.focus();
  });
  settle(element);
  element.classList.add("failed");
  remark(element, { state: "failed" });
  element.append(make("div", { className: "trouble", role: "alert" }, make("p", { textContent: reason }), retry, discard));
  toEnd();
}

function settle(element) {
  element.classList.remove("failed");
  remark(element, { state: "sending" });
  element.querySelector(".trouble")?.remove();
}

// ---- photos

const uploads = new Uploads({ trouble, stranger });

function sendAll() {
  queue.flush();
  uploads.again();
}

window.addEventListener("beforeunload", (event) => { if (uploads.some()) event.preventDefault(); });

// ---- the form

function write(words) {
  text.value = words;
  grow();
}

function grow() {
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + 3}px`;
  try { localStorage.setItem(DRAFT, text.value); } catch { /* the draft lives as long as the page */ }
}

function complain(words) {
  byId("said").hidden = !words;
  byId("said").textContent = words;
}

byId("form").addEventListener("submit", (event) => {
  event.preventDefault();
  const words = text.value.trim();
  if (!words && !photos.waiting()) { text.focus(); return; }
  complain("");
  if (photos.waiting()) uploads.send(words, photos.take());
  else say(words);
  write("");
  byId("welcome").hidden = true;
  toEnd();
  text.focus({ preventScroll: true });
});

text.addEventListener("input", grow);
text.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  byId("form").requestSubmit();
});
text.addEventListener("paste", (event) => {
  if (!event.clipboardData.files.length) return;
  event.preventDefault();
  complain(photos.choose(event.clipboardData.files));
});
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  event.preventDefault();
  complain(photos.choose(event.dataTransfer.files));
});
byId("attach").addEventListener("click", () => byId("files").click());
byId("files").addEventListener("change", (event) => {
  complain(photos.choose(event.target.files));
  event.target.value = "";
  text.focus();
});

// ---- reading up, photos large, languages

byId("older").addEventListener("click", async () => {
  const button = byId("older");
  button.disabled = true;
  try {
    const response = await fetch(`/chat/lines?before=${log.oldest()}`);
    const { lines } = await response.json();
    button.hidden = lines.length === 0;
    for (const told of lines.reverse()) log.show(told, false);
  } catch { down(); } finally { button.disabled = false; }
});

byId("lines").addEventListener("click", (event) => {
  const tile = event.target.closest("[data-large]");
  if (!tile) return;
  byId("whole").src = tile.dataset.large;
  byId("whole").alt = word("photo_of", { name: tile.dataset.name });
  byId("large").showModal();
});
byId("shut").addEventListener("click", () => byId("large").close());
byId("large").addEventListener("click", (event) => { if (event.target.id !== "shut") byId("large").close(); });

byId("language").addEventListener("change", (event) => {
  remember(event.target.value);
  log.renameDays();
});

// ---- begin

speak(tongue());
byId("language").value = tongue();
tell(document);
try { write(localStorage.getItem(DRAFT) ?? ""); } catch { /* no draft */ }
for (const entry of queue.all()) {
  if (entry.kind === "start") continue;
  log.showPending({ ...entry, line: undefined, state: "waiting" });
  if (entry.refused) queue.on.refused(entry);
}
if (location.search) history.replaceState(null, "", location.pathname);
if (payload) queue.add({ id: newId(), kind: "start", start: payload.slice(0, 64) });
stream.now();
