// Finds addresses and telephone numbers in a text, so that a thumb can follow them.

import { make } from "./make.js";

const CANDIDATE = /https?:\/\/[^\s<>"'，。；！？、）】》」』]+|\+?\d[\d\- ]{5,18}\d|\b1(?:1[0239]|2[02]|2345)\b|\b999\b/g;

/** Numbers that save lives, and the city's hotline: linked only where the estate says them. */
const SHORT = /^(110|112|119|120|122|999|12345)$/;

/** What follows a figure that is no telephone number: an amount, a building, a time, a measure. */
const MEASURE = /^(\s*[元块塊圆圓蚊%％号號栋棟楼樓座室层層米年月日点點次个個度分小时時度戶户℃㎡]|[.,:：]\d|[-/\w])/;

/** The text as nodes: plain text, and links in it. */
export function linked(text, shortToo) {
  const nodes = [];
  let done = 0;
  for (const match of text.matchAll(CANDIDATE)) {
    const link = follow(match[0], text[match.index - 1] ?? "", text.slice(match.index + match[0].length), shortToo);
    if (!link) continue;
    nodes.push(text.slice(done, match.index), link);
    done = match.index + link.textContent.length;
  }
  nodes.push(text.slice(done));
  return nodes.filter((node) => node !== "");
}

function follow(found, before, after, shortToo) {
  if (found.startsWith("http")) return away(found.replace(/[.,;:!?)\]]+$/, ""));
  if (/[\w.+\-/:#$¥￥]/.test(before) || MEASURE.test(after)) return null;
  const digits = found.replace(/\D/g, "");
  const right = SHORT.test(found) ? shortToo : telephone(found, digits);
  return right ? make("a", { href: `tel:${found.startsWith("+") ? "+" : ""}${digits}`, textContent: found }) : null;
}

/** Lengths that telephone numbers have (Hong Kong 8, the mainland 10 to 12 with area code); a date is none. */
function telephone(found, digits) {
  if (/^(19|20)\d{2}[- ]?\d{1,2}[- ]?\d{1,2}/.test(found) && digits.length <= 8) return false;
  if (/^\d{4}-\d{2}-\d{2} /.test(found)) return false;
  if (found.startsWith("+")) return digits.length >= 8 && digits.length <= 15;
  return digits.length === 8 || (digits.length >= 10 && digits.length <= 12);
}

export function away(address) {
  return make("a", { href: address, target: "_blank", rel: "noopener noreferrer", textContent: address });
}
