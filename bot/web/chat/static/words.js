// The page's own words, in the language its reader chose; what people write is never touched here.

const EVERYTHING = JSON.parse(document.getElementById("words").textContent);
const { estate, phone } = document.body.dataset;
const KEPT_AS = "ownerline.chat.language";

let language = remembered() ?? wished() ?? document.documentElement.lang;

export const tongue = () => language;

/** The words of a key, {values} filled in. */
export function word(key, values = {}) {
  const all = { name: estate, phone, ...values };
  return EVERYTHING[language][key].replace(/\{(\w+)\}/g, (_, name) => all[name] ?? "");
}

/** Speaks a language from now on: every element that names its word says it anew. */
export function speak(wanted) {
  language = wanted;
  document.documentElement.lang = language;
  tell(document);
}

export function remember(wanted) {
  try { localStorage.setItem(KEPT_AS, wanted); } catch { /* a browser that keeps nothing asks anew each time */ }
  speak(wanted);
}

/** Says the words of all elements below a root that name one. */
export function tell(root) {
  for (const element of root.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
  for (const element of root.querySelectorAll("[data-label]")) {
    const said = word(element.dataset.label, { name: element.dataset.name ?? estate });
    element.setAttribute("aria-label", said);
    if (element.placeholder !== undefined && element.tagName === "TEXTAREA") element.placeholder = said;
  }
}

function remembered() {
  try {
    const kept = localStorage.getItem(KEPT_AS);
    return kept in EVERYTHING ? kept : null;
  } catch { return null; }
}

function wished() {
  for (const tag of navigator.languages ?? [navigator.language]) {
    const found = ours(tag.toLowerCase());
    if (found) return found;
  }
  return null;
}

function ours(tag) {
  if (/^(yue|zh-(hant|tw|hk|mo|yue))\b/.test(tag)) return "zh-Hant";
  return { zh: "zh-Hans", en: "en" }[tag.split("-")[0]] ?? null;
}
