import { useEffect, useState } from "react";

const PATIENCE_MS = 1_500;

// On the first visit the files of this page came before the worker did: it fetches them again (the browser has them) and
// keeps them, so that the page opens without a connection from then on. The page itself has better things to do.
function keepWhatIsShown() {
  const names = performance.getEntriesByType("resource").map((entry) => entry.name);
  const ours = names.filter((name) => name.startsWith(`${location.origin}/assets/`) || name.startsWith(`${location.origin}/map/`));
  navigator.serviceWorker.controller?.postMessage({ keep: [...new Set(ours)] });
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
