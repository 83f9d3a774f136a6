import { useEffect, useState } from "react";

const PATIENCE_MS = 1_500;

// On the first visit files of this page came, or were on their way, before the worker did: it fetches them again (the browser
// has them) and keeps them, so that the page opens without a connection from then on. The page itself has better things to do.
function keepWhatIsShown() {
  const worker = navigator.serviceWorker.controller;
  if (!worker) return;
  const ours = (name) => name.startsWith(`${location.origin}/assets/`) || name.startsWith(`${location.origin}/map/`);
  const seen = (entries) => {
    const past = entries.filter((entry) => !entry.workerStart && ours(entry.name)).map((entry) => entry.name);
    if (past.length) worker.postMessage({ keep: [...new Set(past)] });
  };
  new PerformanceObserver((list) => seen(list.getEntries())).observe({ type: "resource", buffered: true });
}

// Registers the service worker and says when the connection is gone. A short hiccup is not worth a word.
export function PageBoot({ socketFailing, offlineText, waitingText, stripClass }) {
  const [online, setOnline] = useState(true);
  const [failing, setFailing] = useState(false);
  useEffect(() => {
    globalThis.porterBooted = true; // fields ask: from now on nothing is older than the scripts
    const look = () => setOnline(navigator.onLine);
    look();
    addEventListener("online", look);
    addEventListener("offline", look);
    if ("serviceWorker" in navigator && window.isSecureContext) {
      navigator.serviceWorker.addEventListener("controllerchange", keepWhatIsShown, { once: true });
      navigator.serviceWorker.register("/sw.js").catch(() => {});
    }
    return () => {
      removeEventListener("online", look);
      removeEventListener("offline", look);
    };
  }, []);
  useEffect(() => {
    if (!socketFailing) return setFailing(false);
    const timer = setTimeout(() => setFailing(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [socketFailing]);
  const text = online ? (failing ? waitingText : "") : offlineText;
  return (
    <div role="status" aria-live="polite" className={text ? stripClass : "sr-only"} data-online={online && !failing}>
      {text}
    </div>
  );
}
