/** The language of the page: the browser's, or the one that was chosen here. */
import en from './lang/en.js';
import zh from './lang/zh.js';

const TEXTS = {en, 'zh-CN': zh};
const KEPT = 'tidegate.language';

let chosen = pick();

function pick() {
  const kept = localStorage.getItem(KEPT);
  if (TEXTS[kept]) {
    return kept;
  }
  const first = navigator.languages.find(name => /^(en|zh)/i.test(name)) ?? 'en';
  return /^zh/i.test(first) ? 'zh-CN' : 'en';
}

/** The tag of the language, as `lang` and `Intl` take it. */
export function language() {
  return chosen;
}

/** Chooses a language, and keeps it for this browser. */
export function choose(name) {
  chosen = TEXTS[name] ? name : 'en';
  localStorage.setItem(KEPT, chosen);
  document.documentElement.lang = chosen;
}

/** The text of `key`, where each `{name}` becomes that member of `values`. */
export function t(key, values = {}) {
  const text = TEXTS[chosen][key] ?? en[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (all, name) => name in values ? String(values[name]) : all);
}

/** The text of `key`, or `otherwise` where there is none: for words that the server says. */
export function word(key, otherwise) {
  return TEXTS[chosen][key] ?? en[key] ?? otherwise;
}
