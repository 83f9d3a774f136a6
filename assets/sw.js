// The service worker of both apps. "__BUILD__" is replaced by the build's own version when it is served.
const BUILD = "__BUILD__";
const PAGES = `pages-${BUILD}`;
const FILES = "files";
const OFFLINE = "/offline";
const SHELL = [OFFLINE, "/", "/driver", "/home"];
const MARK = "/icons/mark.svg"; // of the offline page
const BEHIND = ["/_event", "/_upload", "/api/", "/health", "/metrics", "/ping", "/dev/"];
const LASTING = /^\/(assets|icons|fonts)\//;
const CHANGING = /^\/(assets\/reflex-env-|map\/)/; // the same name after every build
const MAX_FILES = 300;
const PATIENCE_MS = 5_000; // so long the newest is waited for where an older one is here: some networks fail without a word
// A file is the same whoever asks for it, a script of the page or this worker: their headers differ.
const SAME = { ignoreVary: true };

self.addEventListener("install", (event) => {
  const shell = caches.open(PAGES).then((cache) => Promise.allSettled(SHELL.map((path) => cache.add(path))));
  const mark = caches.open(FILES).then((cache) => cache.add(MARK)).catch(() => {});
  event.waitUntil(Promise.all([shell, mark]).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = caches.keys().then((names) => Promise.all(names.filter((name) => name.startsWith("pages-") && name !== PAGES).map((name) => caches.delete(name))));
  event.waitUntil(old.then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (BEHIND.some((path) => url.pathname.startsWith(path))) return;
  if (event.request.mode === "navigate") event.respondWith(page(event.request));
  else if (CHANGING.test(url.pathname)) event.respondWith(fresh(event.request));
  else if (LASTING.test(url.pathname)) event.respondWith(lasting(event.request));
});

// A page: the newest when there is a connection, the last one seen when not, and plain words when never seen.
async function page(request) {
  const cache = await caches.open(PAGES);
  const key = new URL(request.url).pathname;
  const known = await cache.match(key, SAME);
  try {
    const answer = await soon(fetch(request), known);
    if (answer.ok && !answer.redirected) await cache.put(key, answer.clone());
    return answer;
  } catch {
    return known || (await instead(cache, key)) || Response.error();
  }
}

// A page that was never seen: a driver is led back to the job, which is all that matters on the road.
async function instead(cache, key) {
  if (key.startsWith("/driver/") && (await cache.match("/driver", SAME))) return Response.redirect("/driver");
  return cache.match(OFFLINE, SAME);
}

// What the network answers; when an older answer is known, only within our patience.
function soon(answer, known) {
  if (!known) return answer;
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error("The network is silent.")), PATIENCE_MS));
  return Promise.race([answer, late]);
}

async function fresh(request) {
  const cache = await caches.open(FILES);
  const known = await cache.match(request, SAME);
  try {
    const answer = await soon(fetch(request), known);
    if (answer.ok) await cache.put(request, answer.clone());
    return answer;
  } catch {
    return known || Response.error();
  }
}

// A file with a hash in its name never changes.
async function lasting(request) {
  const cache = await caches.open(FILES);
  const known = await cache.match(request, SAME);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok) {
    await cache.put(request, answer.clone());
    await tidy(cache);
  }
  return answer;
}

// What a page was drawn with before this worker was there.
self.addEventListener("message", (event) => {
  const files = event.data?.keep;
  if (!Array.isArray(files)) return;
  const ours = files.map((file) => new URL(file, location.origin)).filter((url) => url.origin === location.origin);
  const kept = ours.map((url) => (CHANGING.test(url.pathname) ? fresh(new Request(url)) : LASTING.test(url.pathname) && lasting(new Request(url))));
  event.waitUntil(Promise.allSettled(kept));
});

async function tidy(cache) {
  const keys = await cache.keys();
  for (const old of keys.slice(0, Math.max(0, keys.length - MAX_FILES))) await cache.delete(old);
}

self.addEventListener("push", (event) => {
  let note = {};
  try {
    note = event.data?.json() ?? {};
  } catch {
    note = { body: event.data?.text() };
  }
  const shown = self.registration.showNotification(note.title || "Porter", {
    body: note.body || "",
    tag: note.tag,
    icon: "/icons/icon-192.png",
    badge: "/icons/icon-192.png",
    requireInteraction: Boolean(note.urgent),
    vibrate: note.urgent ? [200, 80, 200] : undefined,
    data: { path: note.path || "/" },
  });
  event.waitUntil(shown);
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const path = String(event.notification.data?.path || "/");
  if (!path.startsWith("/") || path.startsWith("//")) return;
  event.waitUntil(open(path));
});

async function open(path) {
  const windows = await self.clients.matchAll({ type: "window" });
  const there = windows.find((client) => new URL(client.url).pathname === path);
  return there ? there.focus() : self.clients.openWindow(path);
}
