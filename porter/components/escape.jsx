import { useEffect, useRef } from "react";

// Esc closes what hangs over a page without being a dialog; a dialog, and a field that somebody types in, come first.
export function Escape({ onEscape }) {
  const handler = useRef(onEscape);
  handler.current = onEscape;
  useEffect(() => {
    const press = (event) => {
      const typing = event.target.matches?.("input, textarea, select, [contenteditable]");
      if (event.key !== "Escape" || event.defaultPrevented || typing || document.querySelector("dialog:modal")) return;
      handler.current?.();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
  return null;
}
