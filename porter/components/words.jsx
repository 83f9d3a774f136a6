import { useEffect, useSyncExternalStore } from "react";

const LANGUAGES = ["en", "hi", "kn"];
const ENGLISH = speaker("en", {});
const waiting = new Set();
let say = ENGLISH;
let wanted = "en";

// English is the key; what has no translation, and what a person wrote, stays as it is.
function speaker(language, words) {
  const speak = (text, values) => {
    const said = words[text] ?? text;
    return values && said ? said.replace(/\{(\w+)\}/g, (mark, name) => values[name] ?? mark) : said;
  };
  speak.language = language;
  return speak;
}

// Marks a text in a table for the catalogue.
export const msg = (text) => text;

const kept = (name) => `porter:${name}`;
const read = (name) => {
  try {
    return globalThis.localStorage?.getItem(kept(name)) ?? "";
  } catch {
    return "";
  }
};
const keep = (name, value) => {
  try {
    localStorage.setItem(kept(name), value);
  } catch {
    // A browser without room reads the words anew each time.
  }
};

function change(language, words) {
  if (language !== wanted) return;
  say = language === "en" ? ENGLISH : speaker(language, words);
  document.documentElement.lang = language;
  for (const tell of waiting) tell();
}

// Kept words are shown at once, also without a connection; newer ones replace them.
async function learn(language) {
  wanted = language;
  if (language === "en") return change("en", {});
  const before = read(`words:${language}`);
  if (before) change(language, JSON.parse(before));
  const answer = await fetch(`/i18n/${language}.json`).catch(() => null);
  if (!answer?.ok) return;
  const text = await answer.text();
  if (text === before) return;
  keep(`words:${language}`, text);
  change(language, JSON.parse(text));
}

export function chosen(audience) {
  const first = location.pathname.split("/")[1];
  const language = LANGUAGES.includes(first) ? first : read(`language:${audience}`) || read("language:");
  return LANGUAGES.includes(language) ? language : "en";
}

const listen = (tell) => {
  waiting.add(tell);
  return () => waiting.delete(tell);
};

// The function that says a text in the person's language. The page made at build time is English.
export const useWords = () => useSyncExternalStore(listen, () => say, () => ENGLISH);

// The address of a public page in the language of this browser.
export const spokenPath = (path, audience) => {
  const language = chosen(audience);
  return language === "en" ? path : `/${language}${path}`;
};

// Draws nothing. Speaks what the account says, and until it has said so, what this browser spoke last.
export function Speaker({ audience = "", language = "", fixed = false }) {
  useEffect(() => {
    if (language) {
      keep(`language:${audience}`, language);
      if (fixed) document.documentElement.lang = language;
    }
    if (!fixed) learn(language || chosen(audience));
  }, [audience, language, fixed]);
  return null;
}

// The same page in another language; the question in the address goes along.
export function LanguageSwitch({ label, current, pages }) {
  const go = (event) => {
    if (location.search) event.currentTarget.search = location.search;
  };
  return (
    <nav className="languages" aria-label={label}>
      {pages.map(({ language, name, href }) => (
        <a key={language} href={href} hrefLang={language} lang={language} aria-current={language === current ? "true" : undefined} onClick={go}>{name}</a>
      ))}
    </nav>
  );
}
