import { useEffect, useRef } from "react";
import { add, alone, batchId, count, empty, oldest, put, remove } from "$/public/external/porter/components/device/device_store.js";

const LOCATION = "/api/v1/pilots/location";
const BATCH = 100;
const KEPT_FIXES = 5_000;
const SILENT_S = 30;
const RETRY_MS = 4_000;
const RETRY_MAX_MS = 60_000;

// Tells Reflex only when something changed: a state event per fix would be far too many.
function useReport(onStatus) {
  const handler = useRef(onStatus);
  handler.current = onStatus;
  const last = useRef("");
  const status = useRef({ gps: "waiting", network: "online", queued: 0, awake: false, refused: "" });
  return (change) => {
    status.current = { ...status.current, ...change };
    const text = JSON.stringify(status.current);
    if (text === last.current) return;
    last.current = text;
    handler.current?.(status.current);
  };
}

// ---------------------------------------------------------------- positions

function fixOf(position) {
  const c = position.coords;
  const number = (value) => (Number.isFinite(value) ? value : null);
  return {
    lat: c.latitude,
    lng: c.longitude,
    heading: number(c.heading),
    speed_kmh: Number.isFinite(c.speed) ? Math.round(c.speed * 36) / 10 : null,
    accuracy_m: Math.round(c.accuracy),
    at: new Date(position.timestamp).toISOString(),
  };
}

function metresBetween(a, b) {
  const rad = Math.PI / 180;
  const x = (b.lng - a.lng) * rad * Math.cos(((a.lat + b.lat) / 2) * rad);
  return 6_371_000 * Math.hypot(x, (b.lat - a.lat) * rad);
}

// A batch gets its id when it is first sent and keeps it until it is answered: the server recognises a replay.
async function nextBatch() {
  const rows = await oldest("fixes", BATCH);
  if (!rows.length) return null;
  const known = rows[0].batch;
  const mine = known ? rows.filter((row) => row.batch === known) : rows.filter((row) => !row.batch);
  const id = known ?? batchId();
  if (!known) for (const row of mine) await put("fixes", { ...row, batch: id });
  return { id, rows: mine };
}

async function sendFixes() {
  for (let batch = await nextBatch(); batch; batch = await nextBatch()) {
    const answer = await fetch(LOCATION, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", "Idempotency-Key": batch.id },
      body: JSON.stringify({ batch_id: batch.id, fixes: batch.rows.map((row) => row.fix) }),
    });
    if (answer.status === 401) return "signed_out";
    if (answer.status === 429 || answer.status === 409 || answer.status >= 500) return "later";
    // Any other refusal is final for this batch: the same fixes will not become acceptable.
    for (const row of batch.rows) await remove("fixes", row.seq);
  }
  return "sent";
}

async function keepFix(fix) {
  await add("fixes", { fix });
  const stored = await count("fixes");
  if (stored > KEPT_FIXES) for (const row of await oldest("fixes", stored - KEPT_FIXES)) await remove("fixes", row.seq);
}

// ---------------------------------------------------------------- trip steps

async function sendStep(step) {
  const body = new FormData();
  for (const [name, value] of Object.entries(step.files ?? {})) body.append(name, value, value.name ?? `${name}.jpg`);
  for (const [name, value] of Object.entries(step.files ? step.fields ?? {} : {})) body.append(name, value);
  return fetch(step.path, {
    method: step.method,
    credentials: "same-origin",
    headers: { "Idempotency-Key": step.key, ...(step.files ? {} : { "Content-Type": "application/json" }) },
    body: step.files ? body : JSON.stringify({ ...step.fields, device_time: step.device_time }),
  });
}

// In order: a step that has to wait holds back the ones after it. A refusal ends the step and is shown.
async function sendSteps(onAnswer) {
  for (let [step] = await oldest("steps", 1); step; [step] = await oldest("steps", 1)) {
    const answer = await sendStep(step);
    if (answer.status === 401) return "signed_out";
    if (answer.status === 429 || answer.status >= 500 || (answer.status === 409 && answer.headers.has("retry-after"))) return "later";
    const told = await answer.json().catch(() => ({}));
    await remove("steps", step.seq);
    onAnswer({ key: step.key, name: step.name, ok: answer.ok, status: answer.status, code: told.code ?? "", message: answer.ok ? "" : told.detail ?? told.title ?? "That did not work." });
  }
  return "sent";
}

export async function queueStep({ path, method = "PUT", name, fields = {}, files = null, key }) {
  const device_time = new Date().toISOString();
  const kept = files ? { ...fields, taken_at: fields.taken_at ?? device_time } : fields;
  await add("steps", { path, method, name, fields: kept, files, key: key || batchId(), device_time });
  dispatchEvent(new Event("porter:step"));
}

// ---------------------------------------------------------------- the component

export function DriverDevice({ active, onTrip, minMs = 5_000, nearMs = 2_000, nearStop = false, minMeters = 8, maxAccuracyM = 50, onStatus, onStepAnswer }) {
  const report = useReport(onStatus);
  const answer = useRef(onStepAnswer);
  answer.current = onStepAnswer;
  const pace = useRef(0);
  pace.current = nearStop ? nearMs : minMs;
  useSending(report, answer);
  usePositions(active, pace, minMeters, maxAccuracyM, report);
  useWakeLock(onTrip, report);
  return null;
}

function useSending(report, answer) {
  useEffect(() => {
    let stopped = false;
    let timer = null;
    let wait = RETRY_MS;
    const left = async () => (await count("fixes")) + (await count("steps"));
    const drain = () =>
      alone("porter-device", async () => {
        const results = [await sendSteps((told) => answer.current?.(told)), await sendFixes()];
        return results.find((result) => result !== "sent") ?? "sent";
      });
    const go = async () => {
      clearTimeout(timer);
      if (stopped) return;
      let result = "offline";
      try {
        result = navigator.onLine ? ((await drain()) ?? "elsewhere") : "offline";
      } catch {
        result = "offline"; // the network said no in the middle; what was not answered is still stored
      }
      wait = result === "sent" || result === "elsewhere" ? RETRY_MS : Math.min(wait * 2, RETRY_MAX_MS);
      report({ network: result === "offline" ? "offline" : "online", refused: result === "signed_out" ? "signed_out" : "", queued: await left() });
      if (!stopped && result !== "signed_out") timer = setTimeout(go, wait);
    };
    const now = () => {
      wait = RETRY_MS;
      go();
    };
    const off = async () => report({ network: "offline", queued: await left() });
    addEventListener("online", now);
    addEventListener("offline", off);
    addEventListener("porter:step", now);
    addEventListener("porter:fix", now);
    go();
    return () => {
      stopped = true;
      clearTimeout(timer);
      removeEventListener("online", now);
      removeEventListener("offline", off);
      removeEventListener("porter:step", now);
      removeEventListener("porter:fix", now);
    };
  }, []);
}

function usePositions(active, pace, minMeters, maxAccuracyM, report) {
  useEffect(() => {
    if (!active) return report({ gps: "off" });
    if (!("geolocation" in navigator)) return report({ gps: "unsupported" });
    let last = null;
    let heard = Date.now();
    const seen = async (position) => {
      heard = Date.now();
      const fix = fixOf(position);
      report({ gps: fix.accuracy_m > maxAccuracyM ? "inaccurate" : "ok" });
      const age = last ? heard - last.sent : Infinity;
      if (age < pace.current || (last && metresBetween(last.fix, fix) < minMeters && age < 4 * pace.current)) return;
      last = { fix, sent: heard };
      await keepFix(fix);
      dispatchEvent(new Event("porter:fix"));
    };
    const failed = (error) => report({ gps: error.code === 1 ? "denied" : "paused" });
    const watch = navigator.geolocation.watchPosition(seen, failed, { enableHighAccuracy: true, maximumAge: 1_000, timeout: 20_000 });
    const silence = setInterval(() => Date.now() - heard > SILENT_S * 1_000 && report({ gps: "paused" }), 5_000);
    return () => {
      navigator.geolocation.clearWatch(watch);
      clearInterval(silence);
    };
  }, [active, minMeters, maxAccuracyM]);
}

function useWakeLock(onTrip, report) {
  useEffect(() => {
    if (!onTrip || !navigator.wakeLock) return report({ awake: false });
    let lock = null;
    let done = false;
    const take = async () => {
      if (done || document.visibilityState !== "visible") return;
      try {
        lock = await navigator.wakeLock.request("screen");
        lock.addEventListener("release", () => report({ awake: false }));
        report({ awake: true });
      } catch {
        report({ awake: false }); // low battery: the phone decides
      }
    };
    take();
    document.addEventListener("visibilitychange", take);
    return () => {
      done = true;
      document.removeEventListener("visibilitychange", take);
      lock?.release();
    };
  }, [onTrip]);
}

// Leaves nothing of the previous driver on the phone.
export const forgetDevice = () => Promise.all([empty("fixes"), empty("steps")]);
