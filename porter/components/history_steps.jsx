import { useEffect, useRef } from "react";

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
