import { useEffect, useState } from "react";

const PATIENCE_MS = 1_500;

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
    if ("serviceWorker" in navigator && window.isSecureContext) navigator.serviceWorker.register("/sw.js").catch(() => {});
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
