// Whose map is drawn: Google's with a key, else a public style, and the offline city when neither comes.
import { askGoogle } from "./map_google.jsx";
import { loadCity, offlineStyle } from "./map_style.jsx";

const ANSWER_WITHIN_MS = 3000;
const TILE_WITHIN_MS = 8000;
const KEEP_MS = 60_000;
const HOPE_EVERY_MS = 10_000;
const MISSING = 404; // no tile there: as good as an answer
const known = new Map();

/** The style to draw: `{style, offline, name, strict, credit}`. Always answers, if need be with the offline city. */
export async function chooseStyle(wanted, theme) {
  const { name, strict, ask } = online(wanted, theme);
  const found = ask ? await reach(name, ask) : null;
  return found ? { ...found, name, strict, offline: false } : chooseOffline(wanted, theme);
}

/** The offline city, or the bare ground when even that does not come. */
export async function chooseOffline({ offlineUrl, say }, theme) {
  const city = await loadCity(offlineUrl).catch(() => null);
  return { style: offlineStyle(theme, city, say("Offline map of the demo city")), offline: true, bare: !city };
}

/** Calls `again` when the city of a bare ground may come after all: with the connection, or a while later. Returns how to stop. */
export function hopeForCity(again) {
  const timer = setInterval(() => navigator.onLine && again(), HOPE_EVERY_MS);
  addEventListener("online", again);
  return () => { clearInterval(timer); removeEventListener("online", again); };
}

function online({ googleKey, styleUrl, styleUrlDark, say }, theme) {
  if (googleKey) {
    const sharp = window.devicePixelRatio > 1, language = say.language ?? "en";
    const name = ["google", googleKey, theme, language, sharp].join("|");
    return { name, strict: true, ask: (signal) => askGoogle(googleKey, theme, language, sharp, signal) };
  }
  const url = theme === "dark" ? styleUrlDark || styleUrl : styleUrl;
  return { name: url, strict: false, ask: url ? (signal) => askPublic(url, signal) : null };
}

async function askPublic(url, signal) {
  const answer = await fetch(url, { signal });
  if (!answer.ok) throw new Error(`style ${answer.status}`);
  return { style: await answer.json() };
}

/** What a source has answered, or null when it does not in time; asked once for all maps, a refusal stands for a minute. */
function reach(name, ask) {
  const before = known.get(name);
  if (before && Date.now() < before.until) return before.found;
  const kept = { until: Date.now() + KEEP_MS };
  kept.found = ask(AbortSignal.timeout(ANSWER_WITHIN_MS)).then(
    (found) => { kept.until = found.until ?? kept.until; return found; },
    () => null,
  );
  known.set(name, kept);
  return kept.found;
}

/** Its tiles did not come. One that has merely run out is asked anew, any other is left alone for a minute. */
export function doubt(name) {
  const kept = known.get(name);
  if (kept && Date.now() >= kept.until) known.delete(name);
  else known.set(name, { until: Date.now() + KEEP_MS, found: Promise.resolve(null) });
}

/**
 * Calls `giveUp` once when the map cannot draw what it wears: errors before the first tile, silence, or, of a strict source,
 * a refusal at any time (a quota that is used up, a session that has ended). Returns how to stop watching.
 */
export function watchTiles(map, { style, strict }, giveUp) {
  const own = new Set(Object.keys(style.sources ?? {}));
  let arrived = false, silence = 0;
  const heard = { dataloading: asked, data: came, error: broke };
  function stop() {
    clearTimeout(silence);
    for (const [name, hear] of Object.entries(heard)) map.off(name, hear);
  }
  function fail() { stop(); giveUp(); }
  function asked(e) { if (e.tile && own.has(e.sourceId)) silence ||= setTimeout(fail, TILE_WITHIN_MS); }
  function came(e) { if (e.tile && own.has(e.sourceId)) { arrived = true; clearTimeout(silence); } }
  function broke(e) {
    const status = e.error?.status ?? 0;
    const refused = strict && status >= 400 && status < 500 && status !== MISSING;
    if (own.has(e.sourceId) && (!arrived || refused)) fail();
  }
  for (const [name, hear] of Object.entries(heard)) map.on(name, hear);
  return stop;
}
