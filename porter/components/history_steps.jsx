import { useEffect, useRef } from "react";

/** A new entry of the history, with what it remembers besides what the router needs. Returns its number. */
export function pushStep(remembered, address) {
  const idx = (history.state?.idx ?? 0) + 1;
  history.pushState({ ...history.state, idx, key: Math.random().toString(36).slice(2, 10), ...remembered }, "", address);
  return idx;
}

/** Hears of every step back or forward before the router does; `stopImmediatePropagation` keeps it from hearing at all. */
export function useSteps(hear) {
  const now = useRef(hear);
  now.current = hear;
  useEffect(() => {
    const step = (event) => now.current(event);
    globalThis.porterSteps.add(step);
    return () => globalThis.porterSteps.delete(step);
  }, []);
}
