// Hands over what the phone has stored: trip steps first, in order, then positions in batches. Each exactly once:
// a step carries its idempotency key, a batch its id, and both keep theirs until the server has answered.
// Only what the person made who is signed in: the rest waits until its owner is back, or is too old to be of use.
import { mine, signedIn, whoIsHere } from "./device_account.js";
import { add, alone, countOf, oldest, put, remove } from "./device_store.js";

export const LOCATION = "/api/v1/pilots/location";
const ALIVE = "/health/live";
const BATCH = 100;
const KEPT_FIXES = 5_000;
const DAY_MS = 24 * 3600 * 1000;
// The server takes no position older than a day. A step is worth more: its owner may be back on this phone only next week.
const LASTS_MS = { fixes: DAY_MS, steps: 7 * DAY_MS };
const RETRY_MS = 4_000;
const RETRY_MAX_MS = 60_000; // of a server that is busy
const UNHEARD_MAX_MS = 15_000; // of a network that dropped, which comes back without a word
const UPLOAD_MS = 90_000;
const QUIET_MS = 30_000;

const TOO_OLD = "too_old_to_send";

const newId = () => crypto.randomUUID();

let heardAt = 0; // when the server last answered

// Read to its end: an answer that nobody reads keeps its connection.
async function ask(path, options) {
  const answer = await fetch(path, options);
  const text = await answer.text();
  heardAt = Date.now();
  return new Response(answer.status === 204 ? null : text, { status: answer.status, headers: answer.headers });
}

// ---------------------------------------------------------------- positions

export async function keepFix(fix) {
  const account = await whoIsHere();
  if (!account) return; // a position of nobody
  await add("fixes", { account, fix });
  const stored = await countOf("fixes", account);
  if (stored > KEPT_FIXES) for (const row of await mine("fixes", stored - KEPT_FIXES)) await remove("fixes", row.seq);
  dispatchEvent(new Event("porter:queued"));
}

async function nextBatch() {
  const rows = await mine("fixes", BATCH);
  if (!rows.length) return null;
  const { account, batch: known } = rows[0];
  if (known) return { id: known, account, rows: rows.filter((row) => row.batch === known) };
  const fresh = rows.filter((row) => !row.batch);
  const id = newId();
  for (const row of fresh) await put("fixes", { ...row, batch: id });
  return { id, account, rows: fresh };
}

export async function sendFixes() {
  for (let batch = await nextBatch(); batch; batch = await nextBatch()) {
    if (batch.account !== signedIn()) continue; // somebody else has just signed in
    const answer = await ask(LOCATION, {
      method: "POST",
      credentials: "same-origin",
      // No Idempotency-Key: the batch id does the same at a fraction of the cost.
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ batch_id: batch.id, sent_at: new Date().toISOString(), fixes: batch.rows.map((row) => row.fix) }),
    });
    if (answer.status === 401) return "signed_out";
    if (isLater(answer)) return "later";
    // Any other refusal is final: the same fixes will not become acceptable.
    for (const row of batch.rows) await remove("fixes", row.seq);
  }
  return "sent";
}

// ---------------------------------------------------------------- trip steps

export async function queueStep({ path, method = "PUT", name, fields = {}, files = null, key }) {
  const device_time = new Date().toISOString();
  const account = await whoIsHere();
  if (!account) throw new Error("Nobody is signed in on this phone.");
  const step = { account, path, method, name, fields, files, key: key || newId(), device_time };
  await add("steps", step);
  dispatchEvent(new Event("porter:queued"));
  return step.key;
}

// A step that has to wait holds back the ones after it. A refusal ends the step and is told to the person.
export async function sendSteps(onAnswer) {
  for (let [step] = await mine("steps", 1); step; [step] = await mine("steps", 1)) {
    if (step.account !== signedIn()) continue;
    const answer = await sendStep(step);
    if (answer.status === 401) return "signed_out";
    if (isLater(answer)) return "later";
    const told = await answer.json().catch(() => ({}));
    await remove("steps", step.seq);
    tell(step, inWords(step, answer, told), told, onAnswer);
  }
  return "sent";
}

function tell(step, words, told, onAnswer) {
  dispatchEvent(new CustomEvent("porter:answered", { detail: { ...words, step, told } }));
  onAnswer?.(words);
}

// What nobody came back for in time, oldest first. Whose step it was is told, when that person is here.
async function sweep(onAnswer) {
  for (const [store, lasts] of Object.entries(LASTS_MS)) {
    const old = (await oldest(store, BATCH)).filter((row) => row.kept_at < Date.now() - lasts);
    for (const row of old) await remove(store, row.seq);
    const steps = store === "steps" ? old.filter((row) => row.account === signedIn()) : [];
    for (const step of steps) tell(step, { key: step.key, name: step.name, ok: false, status: 0, code: TOO_OLD, message: "" }, {}, onAnswer);
  }
}

function sendStep(step) {
  const { path, method, key, files, fields, device_time } = step;
  const said = { ...fields, device_time };
  if (!files) {
    const headers = { "Content-Type": "application/json", "Idempotency-Key": key };
    return ask(path, { method, credentials: "same-origin", headers, body: JSON.stringify(said) });
  }
  const body = new FormData();
  for (const [name, value] of Object.entries(said)) body.append(name, String(value));
  for (const [name, file] of Object.entries(files)) body.append(name, file, file.name || `${name}.jpg`);
  return upload(path, method, { "Idempotency-Key": key }, body, (share) => dispatchEvent(new CustomEvent("porter:uploading", { detail: { key, share } })));
}

// fetch() cannot tell how far an upload is; XMLHttpRequest can.
function upload(path, method, headers, body, onShare) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, path);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => event.lengthComputable && onShare(event.loaded / event.total);
    request.onload = () => {
      heardAt = Date.now();
      const wait = request.getResponseHeader("Retry-After");
      resolve(new Response(request.responseText || null, { status: request.status, headers: wait ? { "Retry-After": wait } : {} }));
    };
    request.onerror = request.onabort = request.ontimeout = () => reject(new TypeError("The network dropped."));
    request.timeout = UPLOAD_MS;
    request.send(body);
  });
}

function inWords(step, answer, told) {
  const message = answer.ok ? "" : told.detail || told.title || "That did not work. Please try again.";
  return { key: step.key, name: step.name, ok: answer.ok, status: answer.status, code: told.code ?? "", message };
}

// 409 with Retry-After: the same request is still being worked on.
function isLater(answer) {
  const busy = answer.status === 409 && answer.headers.has("retry-after");
  return busy || answer.status === 408 || answer.status === 429 || answer.status >= 500;
}

// ---------------------------------------------------------------- the sender

// Sends whenever there is something and a connection; reports {network, queued, refused}, where queued counts what the
// person did: positions go by themselves. Returns how to stop it.
export function keepSending(report, onAnswer) {
  let stopped = false;
  let running = false;
  let again = false;
  let timer = null;
  let wait = RETRY_MS;

  const drain = () =>
    alone("porter-device", async () => {
      await sweep(onAnswer);
      const results = [await sendSteps(onAnswer), await sendFixes()];
      return results.find((result) => result !== "sent") ?? "sent";
    });
  const attempt = async () => {
    if (!navigator.onLine) return "offline";
    try {
      const result = (await drain()) ?? "elsewhere";
      // A Wi-Fi that leads nowhere counts as a connection for the browser; who sends nothing has to ask.
      if (Date.now() - heardAt > QUIET_MS) await ask(ALIVE, { cache: "no-store" });
      return result;
    } catch (problem) {
      if (problem instanceof TypeError) return "offline"; // how fetch says that nobody answered; all is still stored
      console.error(problem);
      return "later";
    }
  };
  const go = async () => {
    clearTimeout(timer);
    if (running) return void (again = true);
    running = true;
    const result = await attempt().finally(() => (running = false));
    const fine = result === "sent" || result === "elsewhere";
    wait = fine ? RETRY_MS : Math.min(wait * 2, result === "offline" ? UNHEARD_MAX_MS : RETRY_MAX_MS);
    report({ network: result === "offline" ? "offline" : "online", refused: result === "signed_out" ? result : "", queued: await stepsWaiting() });
    if (stopped || result === "signed_out") return;
    timer = setTimeout(go, again && fine ? 0 : wait);
    again = false;
  };
  const now = () => {
    wait = RETRY_MS;
    go();
  };
  const off = async () => report({ network: "offline", queued: await stepsWaiting() });
  const heard = { online: now, "porter:queued": now, offline: off };
  for (const [name, handler] of Object.entries(heard)) addEventListener(name, handler);
  go();
  return () => {
    stopped = true;
    clearTimeout(timer);
    for (const [name, handler] of Object.entries(heard)) removeEventListener(name, handler);
  };
}

// What waits to be sent for one order, oldest first.
export const stepsOf = async (orderId) => (await mine("steps", 100)).filter((step) => step.path.includes(`/jobs/${orderId}/`));
export const stepsWaiting = () => countOf("steps", signedIn());
export const waiting = async () => (await countOf("fixes", signedIn())) + (await stepsWaiting());
