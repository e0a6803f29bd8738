// The line to the server: it comes back by itself, and asks for what it has not seen.

/** Without a sign of life for this long, milliseconds, the line counts as dead (the server gives one each 15 s). */
const SILENCE = 40000;
const FIRST_WAIT = 700;
const LONGEST_WAIT = 12000;

export class Stream {
  /** `on`: hello(value), line(value), typing(), up(), down(), stranger() -> promise. */
  constructor(on) {
    this.on = on;
    this.last = null;
    this.wait = FIRST_WAIT;
    this.source = null;
    window.addEventListener("online", () => this.now());
    window.addEventListener("offline", () => this.lost());
    document.addEventListener("visibilitychange", () => { if (!document.hidden && !this.source) this.now(); });
    window.addEventListener("pageshow", (event) => { if (event.persisted) this.now(); });
  }

  /** Connects at once, after the last line seen. */
  now() {
    this.end();
    const source = new EventSource(this.last === null ? "/chat/events" : `/chat/events?after=${this.last}`);
    this.source = source;
    this.alive();
    const hear = (name, does) => source.addEventListener(name, (event) => {
      if (source !== this.source) return;
      this.alive();
      does(JSON.parse(event.data));
    });
    hear("hello", (value) => {
      this.wait = FIRST_WAIT;
      this.on.hello(value);
      this.on.up();
    });
    hear("line", (value) => {
      if (this.last !== null && value.line <= this.last) return;
      this.last = value.line;
      this.on.line(value);
    });
    hear("typing", () => this.on.typing());
    hear("beat", () => {});
    source.onerror = () => { if (source === this.source) this.lost(); };
  }

  /** Begins again with the newest lines. */
  anew() {
    this.last = null;
    this.now();
  }

  alive() {
    clearTimeout(this.watchdog);
    this.watchdog = setTimeout(() => this.lost(), SILENCE);
  }

  end() {
    clearTimeout(this.watchdog);
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  }

  async lost() {
    this.end();
    this.on.down();
    const pause = this.wait * (0.75 + Math.random() / 2);
    this.wait = Math.min(this.wait * 1.8, LONGEST_WAIT);
    this.timer = setTimeout(() => this.now(), pause);
    if (await stranger()) this.on.stranger();
  }
}

/** Whether the server answers, and does not know this browser. */
async function stranger() {
  try {
    return (await fetch("/chat/lines?before=0")).status === 401;
  } catch { return false; }
}
