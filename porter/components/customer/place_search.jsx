import { useEffect, useRef } from "react";

// The field and the rows below it are one list for the arrows; Escape leaves it.
export function SearchKeys({ onEscape, className = "", children }) {
  const press = (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      return onEscape?.();
    }
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const stops = [...event.currentTarget.querySelectorAll("input, button.row")];
    const at = stops.indexOf(document.activeElement);
    if (!by || at < 0) return;
    event.preventDefault();
    stops[at + by]?.focus();
  };
  return <div className={className} onKeyDown={press}>{children}</div>;
}

// A button that led to the next step is gone with its step, and the focus with it: the new heading takes it.
export function StepTitle({ text, className = "" }) {
  const title = useRef(null);
  useEffect(() => {
    if (document.activeElement === document.body) title.current?.focus({ preventScroll: true });
  }, [text]);
  return <h1 ref={title} tabIndex={-1} className={className}>{text}</h1>;
}
