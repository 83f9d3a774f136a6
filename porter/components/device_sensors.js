// The phone's senses: where it is, and keeping its screen on. Each returns how to stop it.
import { keepFix } from "./device_queue.js";
import { played, whenPlayed } from "./device_played.js";

const SILENT_MS = 30_000;
const STILL_FACTOR = 4; // a phone that does not move speaks four times less often
const PLAYED_MS = 2_000;
const LEAP_M = 300;
const GOOD_M = 50;

let latest = null;
// The newest position, kept or not: a step on the road says where it was taken.
export const latestFix = () => latest;

export function watchPositions({ pace, minMeters = 8, maxAccuracyM = GOOD_M, report }) {
  if (!("geolocation" in navigator)) {
    report({ gps: "unsupported" });
    return () => {};
  }
  report({ gps: "waiting" });
  let last = null;
  let heard = Date.now();
  const seen = (position) => {
    heard = Date.now();
    const fix = fixOf(position);
    latest = fix;
    dispatchEvent(new CustomEvent("porter:fix", { detail: fix }));
    report({ gps: fix.accuracy_m > maxAccuracyM ? "inaccurate" : "ok" });
    const age = last ? heard - last.at : Infinity;
    if (age < pace()) return;
    if (last && metresBetween(last.fix, fix) < minMeters && age < STILL_FACTOR * pace()) return;
    last = { fix, at: heard };
    keepFix(fix);
  };
  const failed = (problem) => report({ gps: problem.code === 1 ? "denied" : "paused" });
  const silence = () => Date.now() - heard > SILENT_MS && report({ gps: "paused" });
  const watch = navigator.geolocation.watchPosition(seen, failed, { enableHighAccuracy: true, maximumAge: 1_000, timeout: 20_000 });
  const timer = setInterval(silence, 5_000);
  return () => {
    navigator.geolocation.clearWatch(watch);
    clearInterval(timer);
    report({ gps: "off" });
  };
}

// A page that came up without a connection is not told by the server to watch; its steps still say where they were taken.
// Nothing is kept of it.
export function watchQuietly() {
  if (!("geolocation" in navigator) || played()) return () => {};
  const seen = (position) => {
    latest = fixOf(position);
    dispatchEvent(new CustomEvent("porter:fix", { detail: latest }));
    show({ ...shown, gps: latest.accuracy_m > GOOD_M ? "inaccurate" : "ok" });
  };
  const watch = navigator.geolocation.watchPosition(seen, () => {}, { enableHighAccuracy: true, maximumAge: 1_000, timeout: 20_000 });
  return () => navigator.geolocation.clearWatch(watch);
}

// A played position (development) goes the way of a measured one.
export function watchPlayed({ report }) {
  const keep = (times) => {
    const { lat, lng, heading = null, speed_kmh = 0 } = played();
    const now = Date.now();
    for (let i = 0; i < times; i++) {
      latest = { lat, lng, heading, speed_kmh, accuracy_m: 5, at: new Date(now + i).toISOString() };
      keepFix(latest);
    }
    dispatchEvent(new CustomEvent("porter:fix", { detail: latest }));
    report({ gps: "ok" });
  };
  // Three that agree convince the server of a leap that no vehicle can make.
  const moved = () => played() && (!latest || metresBetween(latest, played()) > LEAP_M) && keep(3);
  keep(3);
  const timer = setInterval(() => played() && keep(1), PLAYED_MS);
  const deaf = whenPlayed(moved);
  return () => {
    clearInterval(timer);
    deaf();
    report({ gps: "off" });
  };
}

// Tells whether the person allows positions: granted, prompt or denied; unknown where a browser does not say.
export function watchPermission(report) {
  let status = null;
  let stopped = false;
  const tell = () => report({ permission: status.state });
  navigator.permissions?.query({ name: "geolocation" }).then(
    (found) => {
      if (stopped) return;
      status = found;
      status.addEventListener("change", tell);
      tell();
    },
    () => {},
  );
  return () => {
    stopped = true;
    status?.removeEventListener("change", tell);
  };
}

function fixOf(position) {
  const { latitude, longitude, heading, speed, accuracy } = position.coords;
  return {
    lat: latitude,
    lng: longitude,
    heading: Number.isFinite(heading) ? heading : null,
    speed_kmh: Number.isFinite(speed) ? Math.round(speed * 36) / 10 : null,
    accuracy_m: Math.round(accuracy),
    at: new Date(position.timestamp).toISOString(),
  };
}

export function metresBetween(a, b) {
  const rad = Math.PI / 180;
  const x = (b.lng - a.lng) * rad * Math.cos(((a.lat + b.lat) / 2) * rad);
  return 6_371_000 * Math.hypot(x, (b.lat - a.lat) * rad);
}

export function keepAwake(report) {
  if (!navigator.wakeLock) {
    report({ awake: false });
    return () => {};
  }
  let lock = null;
  let stopped = false;
  const take = async () => {
    if (stopped || document.visibilityState !== "visible" || (lock && !lock.released)) return;
    try {
      const taken = await navigator.wakeLock.request("screen");
      if (stopped) return void taken.release(); // the trip ended while the phone was thinking
      lock = taken;
      lock.addEventListener("release", () => report({ awake: false }));
      report({ awake: true });
    } catch {
      report({ awake: false }); // a low battery: the phone decides
    }
  };
  take();
  document.addEventListener("visibilitychange", take);
  return () => {
    stopped = true;
    document.removeEventListener("visibilitychange", take);
    lock?.release();
  };
}

let shown = { gps: "off", network: "online", queued: 0, awake: false, refused: "", permission: "unknown" };
// The last status of this tab, for the strip: it has to be right without a connection, too.
export const deviceStatus = () => shown;

// A state event per fix would be far too many: only a changed status is told.
export function reporter(tell) {
  let last = "";
  return (change) => {
    const status = { ...shown, ...change };
    const text = JSON.stringify(status);
    if (text === last) return;
    last = text;
    show(status);
    tell(status);
  };
}

function show(status) {
  shown = status;
  globalThis.dispatchEvent?.(new Event("porter:status"));
}
