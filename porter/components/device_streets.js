// The streets of the city, kept before they are needed: where a public map is drawn nobody has asked for them until it fails,
// and then there may be no network. Once per phone; the worker answers with them from then on.
export async function keepStreets(path) {
  if (!path || !("serviceWorker" in navigator) || !("caches" in window)) return;
  const { active } = await navigator.serviceWorker.ready;
  if (!(await caches.match(path, { ignoreVary: true }))) active.postMessage({ keep: [new URL(path, location.origin).href] });
}
