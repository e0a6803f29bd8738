// Photos and files on their way: chosen, made smaller on the device, sent with progress, tried again when the line was lost.

import { byId, icon, make } from "./make.js";
import { tongue, word } from "./words.js";

/** The server's own limits: so many at once; photos are sent at most so wide or high. */
const MOST = 10;
const SIDE = 2560;
const SMALL_ENOUGH = 1500000;

const tray = byId("tray");
let chosen = [];

export const waiting = () => chosen.length;

/** Puts files into the tray; returns what is to be said about it, if anything. */
export function choose(files) {
  const room = MOST - chosen.length;
  chosen.push(...[...files].slice(0, room).map((file) => ({ file, src: isPhoto(file) ? URL.createObjectURL(file) : null })));
  draw();
  return files.length > room ? word("many", { limit: MOST }) : "";
}

/** Takes the tray's files away to be sent. */
export function take() {
  const taken = chosen;
  chosen = [];
  draw();
  return taken;
}

export function isPhoto(file) { return file.type.startsWith("image/"); }

function draw() {
  tray.hidden = chosen.length === 0;
  tray.replaceChildren(...chosen.map(preview));
}

function preview(one) {
  const shown = one.src ? make("img", { src: one.src, alt: word("photo_of", { name: one.file.name }) }) : make("span", { className: "name", textContent: one.file.name });
  const drop = make("button", { type: "button", "aria-label": word("drop_file", { name: one.file.name }) }, icon("cross"));
  drop.addEventListener("click", () => {
    chosen = chosen.filter((other) => other !== one);
    if (one.src) URL.revokeObjectURL(one.src);
    draw();
    byId("text").focus();
  });
  return make("div", {}, shown, drop);
}

/** Sends files under one id; resolves with {status, body, after}, status 0 when nobody answered. `progress` hears 0 to 100. */
export async function upload(id, text, files, progress) {
  const form = new FormData();
  form.append("id", id);
  form.append("text", text);
  for (const file of files) {
    const smaller = await fit(file);
    form.append(isPhoto(file) ? "photo" : "file", smaller, file.name);
  }
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/chat/photos");
    request.setRequestHeader("Accept-Language", tongue());
    request.timeout = 180000;
    request.upload.onprogress = (event) => progress(Math.round((100 * event.loaded) / event.total));
    request.onloadend = () => resolve(outcome(request));
    request.send(form);
  });
}

function outcome(request) {
  let body = {};
  try { body = JSON.parse(request.responseText); } catch { /* a proxy's own page; the status says enough */ }
  return { status: request.status, body, after: Number(request.getResponseHeader("Retry-After")) || 0 };
}

/** A photo no larger than is kept anyway: a quarter of the waiting on a weak connection. What cannot be read goes as it is. */
async function fit(file) {
  if (!isPhoto(file) || file.type === "image/gif") return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    const known = /^image\/(jpeg|png|webp)$/.test(file.type);
    if (scale === 1 && known && file.size <= SMALL_ENOUGH) return file;
    return (await painted(picture, scale)) ?? file;
  } catch { return file; }
}

function painted(picture, scale) {
  const canvas = make("canvas", { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
  const ink = canvas.getContext("2d");
  ink.fillStyle = "#fff";
  ink.fillRect(0, 0, canvas.width, canvas.height);
  ink.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.86));
}
