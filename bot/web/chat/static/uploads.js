// Photos and files that are on their way: shown at once, sent with progress, tried again until they are kept or refused.

import { remark } from "./bubbles.js";
import * as log from "./log.js";
import { make, newId } from "./make.js";
import { upload } from "./photos.js";
import { toEnd, toEndIfThere } from "./scroll.js";
import { word } from "./words.js";

const AGAIN_AFTER = 3000;

export class Uploads {
  /** `on`: trouble(id, reason, again, drop), stranger() -> promise. */
  constructor(on) {
    this.on = on;
    this.waiting = [];
  }

  some() { return this.waiting.length > 0; }

  send(text, files) {
    const photos = files.filter((one) => one.src);
    const others = files.filter((one) => !one.src);
    const one = {
      id: newId(), kind: "media", text, files, at: new Date().toISOString(),
      previews: photos.map((photo) => ({ src: photo.src, name: photo.file.name })),
      media: others.map((other) => ({ kind: "document", name: other.file.name, reference: "file:" })),
    };
    this.waiting.push(one);
    log.showPending(one);
    toEnd();
    this.try(one);
  }

  /** The connection is back. */
  again() { for (const one of this.waiting) this.try(one); }

  async try(one) {
    if (one.busy || one.refused || !this.waiting.includes(one)) return;
    one.busy = true;
    const answer = await upload(one.id, one.text, one.files.map(({ file }) => file), (percent) => progress(one.id, percent));
    one.busy = false;
    progress(one.id, null);
    const element = log.pending(one.id);
    if (answer.status === 200) {
      this.drop(one);
      if (element) remark(element, { ...one, line: answer.body.line });
    } else if ([400, 403, 413, 415, 429].includes(answer.status)) {
      one.refused = answer.body.text ?? String(answer.status);
      const again = () => { one.refused = null; this.try(one); };
      this.on.trouble(one.id, one.refused, again, () => this.drop(one));
    } else {
      if (answer.status === 401) await this.on.stranger();
      if (element) remark(element, { ...one, state: "waiting" });
      setTimeout(() => this.try(one), Math.max(AGAIN_AFTER, answer.after * 1000));
    }
  }

  drop(one) { this.waiting = this.waiting.filter((other) => other !== one); }
}

function progress(id, percent) {
  const element = log.pending(id)?.querySelector(".bubble");
  let meter = element?.querySelector("progress");
  if (percent === null) meter?.remove();
  if (!element || percent === null) return;
  if (!meter) {
    meter = make("progress", { max: 100 });
    element.querySelector(".foot").before(meter);
    toEndIfThere();
  }
  meter.value = percent;
  meter.setAttribute("aria-label", word("progress", { percent }));
}
