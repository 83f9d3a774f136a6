import { useEffect, useRef } from "react";

// Calls at a steady pace while somebody can see the page.
export function Tick({ everyMs = 2_000, onTick }) {
  const handler = useRef(onTick);
  handler.current = onTick;
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === "visible" && handler.current?.(), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return null;
}
