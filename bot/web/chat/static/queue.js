// What waits to be sent, kept on this device: it survives a reload, and goes out once, in order, under the same id.

import { tongue } from "./words.js";

const KEPT_AS = "ownerline.chat.queue";
const DOORS = { text: "/chat/messages", press: "/chat/buttons", start: "/chat/start" };
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 15000;

let memory = [];

export class Queue {
  /** `on`: kept(entry, answer), refused(entry), waiting(entry), stranger() -> promise. */
  constructor(on) {
    this.on = on;
    this.busy = false;
    this.wait = FIRST_WAIT;
  }

  all() { return read(); }

  add(entry) {
    write([...read(), entry]);
    this.flush();
  }

  drop(id) { write(read().filter((entry) => entry.id !== id)); }

  again(id) {
    write(read().map((entry) => (entry.id === id ? { ...entry, refused: undefined } : entry)));
    this.flush();
  }

  /** Sends what waits, the oldest first, until all is kept or the server cannot be reached. */
  async flush() {
    if (this.busy) return;
    this.busy = true;
    clearTimeout(this.timer);
    try {
      let entry;
      while ((entry = read().find((one) => !one.refused))) if (!(await this.send(entry))) break;
    } finally { this.busy = false; }
  }

  async send(entry) {
    const answer = await post(DOORS[entry.kind], entry);
    if (answer.status === 200) {
      this.wait = FIRST_WAIT;
      this.drop(entry.id);
      this.on.kept(entry, answer.body);
      return true;
    }
    if (answer.status === 401 && await this.on.stranger()) return true;
    if ([400, 403, 413, 415, 429].includes(answer.status)) {
      const refused = { ...entry, refused: answer.body.text ?? String(answer.status) };
      write(read().map((one) => (one.id === entry.id ? refused : one)));
      this.on.refused(refused);
      return true;
    }
    this.on.waiting(entry);
    this.timer = setTimeout(() => this.flush(), Math.max(this.wait, answer.after * 1000));
    this.wait = Math.min(this.wait * 1.8, LONGEST_WAIT);
    return false;
  }
}

/** Status 0 means that nobody answered. */
export async function post(address, value) {
  const { id, text, data, line, start } = value;
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), 20000);
  try {
    const response = await fetch(address, {
      method: "POST", signal: stop.signal, body: JSON.stringify({ id, text, data, line, start }),
      headers: { "Content-Type": "application/json", "Accept-Language": tongue() },
    });
    return { status: response.status, after: Number(response.headers.get("Retry-After")) || 0, body: await response.json() };
  } catch { return { status: 0, after: 0, body: {} }; } finally { clearTimeout(timer); }
}

function read() {
  try { return JSON.parse(localStorage.getItem(KEPT_AS)) ?? []; } catch { return memory; }
}

function write(entries) {
  memory = entries;
  try { localStorage.setItem(KEPT_AS, JSON.stringify(entries)); } catch { /* kept for as long as the page is open */ }
}
