// The pages work without this file. With it, alarms appear by themselves, and nothing is sent twice by a heavy thumb.
"use strict";

const POLL_SECONDS = 5;
const FOLLOW_SECONDS = 2;
const place = document.getElementById("alarms");
const offline = document.getElementById("offline");
const title = document.title;
let burning = place.querySelector(".alarm") !== null;
let shown = null;

function element(name, text, className) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function field(name, value) {
  const made = element("input");
  made.type = "hidden"; made.name = name; made.value = value;
  return made;
}

function drawAlarm(alarm) {
  const address = "/staff/tickets/" + encodeURIComponent(alarm.number);
  const made = element("article", "", "alarm");
  const head = element("h2");
  const sign = element("span", "!", "sign");
  sign.setAttribute("aria-hidden", "true");
  const link = element("a", alarm.number);
  link.href = address;
  head.append(sign, " ", alarm.what, " · ", link);
  const form = element("form");
  form.method = "post"; form.action = address + "/accept";
  form.append(field("csrf", place.dataset.csrf), element("button", place.dataset.accept));
  made.append(head, element("p", [alarm.where, alarm.since].filter(Boolean).join(" · "), "where"), element("p", alarm.words, "words"), form);
  return made;
}

function draw(alarms) {
  burning = alarms.length > 0;
  const now = JSON.stringify(alarms);
  if (now === shown || place.contains(document.activeElement)) return;
  shown = now;
  place.replaceChildren(...alarms.map(drawAlarm));
}

function tell(words) {
  offline.hidden = !words;
  if (offline.textContent !== words) offline.textContent = words;
}

async function ask() {
  try {
    const answer = await fetch("/staff/alarms.json", { cache: "no-store", credentials: "same-origin" });
    if (answer.status === 401) return tell(offline.dataset.out);
    if (!answer.ok) return tell(offline.dataset.away);
    draw((await answer.json()).alarms);
    tell("");
  } catch {
    tell(offline.dataset.away);
  }
}

function blink() {
  const loud = burning && document.title === title;
  document.title = loud ? "‼ " + place.dataset.alarm : title;
}

function busy(form) {
  for (const one of form.querySelectorAll("button")) one.disabled = true;
}

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  setTimeout(() => busy(event.target));
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) for (const one of document.querySelectorAll("button:disabled")) one.disabled = false;
});

const refresh = document.querySelector("[data-refresh]");
if (refresh) {
  setInterval(() => {
    const search = document.getElementById("q");
    const busy = search ? document.activeElement === search || search.value : document.querySelector("main details[open]");
    if (!document.hidden && !busy) location.reload();
  }, Number(refresh.dataset.refresh) * 1000);
}

// What is on its way tells how far it is; when its state changes the page has something new to offer, and is asked for again.
async function follow(place) {
  const answer = await fetch(place.dataset.live, { cache: "no-store", credentials: "same-origin" });
  if (!answer.ok) return;
  const told = await answer.json();
  if (told.state !== place.dataset.state) {
    if (!document.querySelector("textarea:focus, details[open] textarea")) location.reload();
    return;
  }
  place.querySelector("progress").value = told.percent;
  for (const one of place.querySelectorAll("[data-part]")) {
    const words = told.parts[one.dataset.part];
    if (words !== undefined && one.textContent !== words) one.textContent = words;
  }
}

const live = [...document.querySelectorAll("[data-live]")];
if (live.length) {
  setInterval(() => {
    if (!document.hidden) for (const one of live) follow(one).catch(() => {});
  }, FOLLOW_SECONDS * 1000);
}

const text = document.querySelector("textarea[data-most]");
if (text) {
  const length = document.querySelector(".length");
  const count = () => { length.textContent = text.value ? text.value.trim().length + " / " + text.dataset.most : ""; };
  text.addEventListener("input", count);
  count();
}

const wrong = document.querySelector("main .wrong[id]");
if (wrong) wrong.scrollIntoView({ block: "center" });

// The menu goes away as menus do: by Escape, which leaves the keyboard where it was, or by a look elsewhere.
const menu = document.querySelector(".menu");
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !menu.open) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
for (const kind of ["pointerdown", "focusin"]) {
  document.addEventListener(kind, (event) => { if (menu.open && !menu.contains(event.target)) menu.open = false; });
}

setInterval(ask, POLL_SECONDS * 1000);
setInterval(blink, 1000);
