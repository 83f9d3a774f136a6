import { useEffect, useRef, useState } from "react";

// The text lives here while it is typed, so a slow network never eats a letter or moves the caret.
// A value from the state is taken over when it differs from what we last told the state.
// What a quick person typed into the page before its scripts ran is kept.
const typedEarly = (id) => (globalThis.document && !globalThis.porterBooted && id ? document.getElementById(id)?.value : "") || "";

export function TextInput({ value, multiline = false, waitMs = 250, onChange, onEnter, onLeave, defaultValue, ref, ...rest }) {
  const [text, setText] = useState(() => typedEarly(rest.id) || (value ?? defaultValue ?? ""));
  const told = useRef(value ?? "");
  const timer = useRef(0);
  useEffect(() => {
    if (value === undefined || value === told.current) return;
    clearTimeout(timer.current);
    told.current = value;
    setText(value ?? "");
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const tell = (next) => {
    clearTimeout(timer.current);
    if (next === told.current) return;
    told.current = next;
    onChange?.(next);
  };
  const type = (event) => {
    const next = event.target.value;
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => tell(next), waitMs);
  };
  const press = (event) => {
    if (event.key !== "Enter" || multiline) return;
    tell(text);
    onEnter?.(text);
  };
  const leave = () => {
    tell(text);
    onLeave?.(text);
  };
  const Tag = multiline ? "textarea" : "input";
  return <Tag {...rest} ref={ref} value={text} onChange={type} onKeyDown={press} onBlur={leave} />;
}
