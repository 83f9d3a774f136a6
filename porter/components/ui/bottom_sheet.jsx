import { useEffect, useRef, useState } from "react";
import { msg, useWords } from "../../words/words.jsx";

const SNAPS = ["peek", "half", "full"];
const WORDS = { peek: msg("low"), half: msg("half"), full: msg("full") };

function heights(peekPx, room) {
  return { peek: Math.min(peekPx, room), half: Math.round(room * 0.55), full: room - 16 };
}

export function BottomSheet({ snap = "half", peekPx = 176, label, onSnap, children }) {
  const say = useWords();
  const [at, setAt] = useState(snap);
  const sheet = useRef(null);
  const drag = useRef(null);
  useEffect(() => setAt(snap), [snap]);

  // With the keyboard open the sheet stands on top of it.
  useEffect(() => {
    const view = window.visualViewport;
    if (!view) return;
    const lift = () => sheet.current?.style.setProperty("--keyboard", `${Math.max(0, window.innerHeight - view.height - view.offsetTop)}px`);
    lift();
    view.addEventListener("resize", lift);
    return () => view.removeEventListener("resize", lift);
  }, []);

  const go = (next) => {
    setAt(next);
    if (next !== at) onSnap?.(next);
  };
  const step = (by) => go(SNAPS[Math.min(2, Math.max(0, SNAPS.indexOf(at) + by))]);
  const room = () => sheet.current.parentElement.clientHeight;

  const grab = (event) => {
    if (event.button) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { y: event.clientY, from: sheet.current.offsetHeight, last: event.clientY, t: event.timeStamp, speed: 0, moved: false };
    sheet.current.dataset.dragging = "true";
  };
  const move = (event) => {
    const d = drag.current;
    if (!d) return;
    const height = Math.min(room() - 8, Math.max(64, d.from + d.y - event.clientY));
    sheet.current.style.height = `${height}px`;
    d.speed = (d.last - event.clientY) / Math.max(1, event.timeStamp - d.t);
    d.last = event.clientY;
    d.t = event.timeStamp;
    d.moved ||= Math.abs(event.clientY - d.y) > 6;
  };
  const drop = () => {
    const d = drag.current;
    if (!d) return;
    drag.current = null;
    delete sheet.current.dataset.dragging;
    const now = sheet.current.offsetHeight;
    sheet.current.style.height = "";
    if (!d.moved) return go(at === "full" ? "half" : SNAPS[SNAPS.indexOf(at) + 1]);
    if (Math.abs(d.speed) > 0.5) return step(d.speed > 0 ? 1 : -1);
    const h = heights(peekPx, room());
    go(SNAPS.reduce((best, name) => (Math.abs(h[name] - now) < Math.abs(h[best] - now) ? name : best), "peek"));
  };
  const press = (event) => {
    if (event.key === "ArrowUp") step(1);
    else if (event.key === "ArrowDown") step(-1);
    else if (event.key === "Home") go("peek");
    else if (event.key === "End") go("full");
    else return;
    event.preventDefault();
  };
  return (
    <section ref={sheet} className="sheet" data-snap={at} aria-label={label} style={{ "--peek": `${peekPx}px` }}>
      <div className="sheet-handle" role="separator" aria-orientation="horizontal" tabIndex={0} aria-label={say("Height of this panel")} aria-valuemin={0} aria-valuemax={2}
        aria-valuenow={SNAPS.indexOf(at)} aria-valuetext={say(WORDS[at])} onKeyDown={press} onPointerDown={grab} onPointerMove={move} onPointerUp={drop} onPointerCancel={drop} />
      {children}
    </section>
  );
}
