import { useEffect, useRef, useState } from "react";
import { useWords } from "../../words/words.jsx";

const SHOWN_MS = 6000;
const REMEMBERED = 10;

// When a message was first seen in this tab: a page that is loaded anew does not begin its time again.
function seenSince(id) {
  try {
    const seen = JSON.parse(sessionStorage.getItem("porter:toasts") ?? "[]");
    const known = seen.find(([one]) => one === id);
    if (known) return known[1];
    sessionStorage.setItem("porter:toasts", JSON.stringify([...seen, [id, Date.now()]].slice(-REMEMBERED)));
  } catch {
    // A browser that keeps nothing shows it anew.
  }
  return Date.now();
}
const PATHS = {
  good: ["M21.8 10A10 10 0 1 1 17 3.3", "m9 11 3 3L22 4"],
  bad: ["M12 8v4", "M12 16h.01", "M22 12a10 10 0 1 1-20 0 10 10 0 0 1 20 0"],
  warn: ["m21.7 18-8-14a2 2 0 0 0-3.4 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.7-3", "M12 9v4", "M12 17h.01"],
  info: ["M12 16v-4", "M12 8h.01", "M22 12a10 10 0 1 1-20 0 10 10 0 0 1 20 0"],
};

function Toast({ toast, paused, onDismiss }) {
  const tone = toast.tone ?? "info";
  const say = useWords();
  const dismiss = useRef(onDismiss);
  dismiss.current = onDismiss;
  useEffect(() => {
    if (tone === "bad" || paused) return;
    const timer = setTimeout(() => dismiss.current?.(toast.id), Math.max(0, SHOWN_MS - (Date.now() - seenSince(toast.id))));
    return () => clearTimeout(timer);
  }, [toast.id, tone, paused]);
  return (
    <li className="toast" data-tone={tone} role={tone === "bad" ? "alert" : undefined}>
      <svg className="icon" width="20" height="20" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
        {(PATHS[tone] ?? PATHS.info).map((d) => <path key={d} d={d} />)}
      </svg>
      <div className="toast-words"><p className="toast-title">{say(toast.title)}</p>{toast.body ? <p className="toast-body">{say(toast.body)}</p> : null}</div>
      {toast.href ? <a className="toast-action" href={toast.href}>{say(toast.action ?? "Open")}</a> : null}
      <button type="button" className="toast-close" aria-label={say("Dismiss")} onClick={() => onDismiss?.(toast.id)}>
        <svg className="icon" width="16" height="16" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeLinecap="round" aria-hidden="true"><path d="M18 6 6 18M6 6l12 12" /></svg>
      </button>
    </li>
  );
}

export function ToastRegion({ toasts = [], onDismiss }) {
  const say = useWords();
  const [paused, setPaused] = useState(false);
  return (
    <section className="toasts" aria-label={say("Messages")} onPointerEnter={() => setPaused(true)} onPointerLeave={() => setPaused(false)}
      onFocus={() => setPaused(true)} onBlur={() => setPaused(false)}>
      <ol aria-live="polite" aria-relevant="additions">
        {toasts.map((toast) => <Toast key={toast.id} toast={toast} paused={paused} onDismiss={onDismiss} />)}
      </ol>
    </section>
  );
}
