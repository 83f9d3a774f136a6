import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useWords } from "../../words/words.jsx";

// The server's clock minus ours, measured when its answer arrived.
function useOffset(serverNow) {
  const measure = () => (serverNow ? Date.parse(serverNow) - Date.now() : 0);
  const [offset, setOffset] = useState(measure);
  useEffect(() => setOffset(measure()), [serverNow]);
  return offset;
}

const never = () => () => {};

// False while the page made at build time is taken over, which must equal it. What is drawn later runs at once.
function useTick(everyMs) {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return useSyncExternalStore(never, () => true, () => false);
}

function useExpiry(endMs, offset, onExpire) {
  const handler = useRef(onExpire);
  handler.current = onExpire;
  useEffect(() => {
    if (!Number.isFinite(endMs)) return;
    const left = endMs - (Date.now() + offset);
    if (left < -60000) return; // long gone: whoever opens an old page has not seen it run out
    const timer = setTimeout(() => handler.current?.(), Math.max(0, left));
    return () => clearTimeout(timer);
  }, [endMs, offset]);
}

const clockText = (seconds) => {
  const s = Math.max(0, Math.floor(seconds));
  const rest = `${String(Math.floor(s / 60) % 60).padStart(s >= 3600 ? 2 : 1, "0")}:${String(s % 60).padStart(2, "0")}`;
  return s >= 3600 ? `${Math.floor(s / 3600)}:${rest}` : rest;
};

export function CountdownRing({ expiresAt, serverNow, totalS, sizePx = 96, label, onExpire }) {
  const running = useTick(200);
  const say = useWords();
  const offset = useOffset(serverNow);
  const end = Date.parse(expiresAt);
  useExpiry(end, offset, onExpire);
  const left = running && Number.isFinite(end) ? Math.max(0, (end - Date.now() - offset) / 1000) : 0;
  const part = running ? Math.min(1, left / Math.max(1, totalS)) : 1;
  const seconds = Math.ceil(left);
  return (
    <div className="dial" role="timer" aria-label={label} data-urgent={running && left < 6} style={{ "--size": `${sizePx}px` }}>
      <svg viewBox="0 0 100 100" aria-hidden="true">
        <circle className="dial-track" cx="50" cy="50" r="44" />
        <circle className="dial-run" cx="50" cy="50" r="44" pathLength="1" strokeDasharray="1" strokeDashoffset={1 - part} />
      </svg>
      <span className="dial-words num" data-long={seconds > 99} aria-hidden="true">{!running ? "" : seconds > 99 ? clockText(seconds) : seconds}</span>
      <span className="sr-only" aria-live="assertive">{seconds === 10 || seconds === 5 ? say("{count} seconds left", { count: seconds }) : ""}</span>
    </div>
  );
}

export function Countdown({ until, serverNow, doneText = "0:00", onExpire }) {
  const running = useTick(250);
  const offset = useOffset(serverNow);
  const end = Date.parse(until);
  useExpiry(end, offset, onExpire);
  const left = Number.isFinite(end) ? Math.ceil((end - Date.now() - offset) / 1000) : 0;
  return <span className="num" role="timer">{!running ? "" : left > 0 ? clockText(left) : doneText}</span>;
}

export function Elapsed({ since, serverNow }) {
  const running = useTick(500);
  const offset = useOffset(serverNow);
  const start = Date.parse(since);
  return <span className="num" role="timer">{running && Number.isFinite(start) ? clockText((Date.now() + offset - start) / 1000) : ""}</span>;
}

const DAY_S = 86400;
const STYLES = {
  day: { day: "numeric", month: "short" },
  time: { hour: "2-digit", minute: "2-digit" },
  date: { day: "numeric", month: "short", year: "numeric" },
  datetime: { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
  exact: { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", timeZoneName: "short" },
};
const made = new Map();

// Each made once: a table has a hundred times, and making a format takes longer than drawing a row.
function format(style, zone, language) {
  const key = `${style} ${zone} ${language}`;
  if (!made.has(key)) made.set(key, new Intl.DateTimeFormat(`${language}-IN`, { timeZone: zone, hourCycle: "h23", ...STYLES[style] }));
  return made.get(key);
}

function relative(at, zone, say) {
  const gone = Math.round((Date.now() - at) / 1000), far = Math.abs(gone);
  if (far < 45) return gone < -5 ? say("in a moment") : say("just now");
  if (far < 3600) return gone > 0 ? say("{count} min ago", { count: Math.round(far / 60) }) : say("in {count} min", { count: Math.round(far / 60) });
  if (far < DAY_S) return gone > 0 ? say("{count} h ago", { count: Math.round(far / 3600) }) : say("in {count} h", { count: Math.round(far / 3600) });
  if (far < 7 * DAY_S) return gone > 0 ? say("{count} d ago", { count: Math.round(far / DAY_S) }) : say("{count} d ahead", { count: Math.round(far / DAY_S) });
  return format("day", zone, say.language).format(at);
}

export function RelativeTime({ at, zone = "Asia/Kolkata", styleName = "relative" }) {
  const running = useTick(15000);
  const say = useWords();
  const ms = Date.parse(at);
  if (!running || !Number.isFinite(ms)) return null;
  const words = styleName !== "relative" ? format(styleName, zone, say.language).format(ms) : relative(ms, zone, say);
  // Only for whoever points at it: the first long format of a page costs as much as drawing the page.
  const explain = (event) => {
    event.currentTarget.title = format("exact", zone, say.language).format(ms);
  };
  return <time className="num" dateTime={at} onPointerEnter={explain}>{words}</time>;
}
