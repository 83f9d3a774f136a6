import { useEffect, useId, useRef, useState } from "react";
import { useWords } from "../../words/words.jsx";

export function Combobox({ inputId, name, value, options = [], loading, disabled, placeholder, emptyText, listLabel, waitMs = 200, onType, onChoose, onClear, ref, ...rest }) {
  const say = useWords();
  const [text, setText] = useState(value ?? "");
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const told = useRef(value ?? "");
  const timer = useRef(0);
  const root = useRef(null);
  const listId = useId();
  const optionId = (i) => `${listId}-${i}`;

  useEffect(() => {
    if (value === undefined || value === told.current) return;
    told.current = value;
    setText(value ?? "");
  }, [value]);
  useEffect(() => setActive(-1), [options]);
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (active >= 0) document.getElementById(optionId(active))?.scrollIntoView({ block: "nearest" });
  }, [active]);

  const type = (event) => {
    const next = event.target.value;
    setText(next);
    setOpen(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => { told.current = next; onType?.(next); }, waitMs);
  };
  const choose = (option) => {
    clearTimeout(timer.current);
    told.current = option.title;
    setText(option.title);
    setOpen(false);
    onChoose?.(option.id);
  };
  const clear = () => {
    clearTimeout(timer.current);
    told.current = "";
    setText("");
    onClear ? onClear() : onType?.("");
    root.current?.querySelector("input")?.focus();
  };
  const move = (step) => {
    setOpen(true);
    if (options.length) setActive((now) => (now < 0 && step < 0 ? options.length - 1 : (now + step + options.length) % options.length));
  };
  const press = (event) => {
    if (event.key === "ArrowDown") { event.preventDefault(); move(1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); move(-1); }
    else if (event.key === "Enter" && open && active >= 0) { event.preventDefault(); choose(options[active]); }
    else if (event.key === "Escape" && (open || text)) {
      event.preventDefault();
      event.stopPropagation();
      open ? setOpen(false) : clear();
    } else if (event.key === "Tab") setOpen(false);
  };
  const shown = open && !disabled && (loading || options.length > 0 || text.trim().length > 1);
  return (
    <div className="combobox" ref={root} onBlur={(event) => { if (!root.current.contains(event.relatedTarget)) setOpen(false); }}>
      <div className="input-shell">
        <svg className="icon input-icon" width="20" height="20" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true"><circle cx="11" cy="11" r="8" /><path d="m21 21-4.3-4.3" /></svg>
        <input {...rest} id={inputId} name={name} className="input" type="text" role="combobox" aria-expanded={!!shown} aria-controls={`${listId}-list`} aria-autocomplete="list"
          aria-activedescendant={shown && active >= 0 ? optionId(active) : undefined} aria-busy={!!loading} autoComplete="off" spellCheck="false"
          placeholder={placeholder} value={text} disabled={disabled} onChange={type} onKeyDown={press} onFocus={() => setOpen(true)} onClick={() => setOpen(true)} />
        {loading && open ? <span className="spinner input-wait" aria-hidden="true" /> : null}
        {text && !disabled && !(loading && open) ? (
          <button type="button" className="input-clear" aria-label={say("Clear")} onClick={clear}>
            <svg className="icon" width="16" height="16" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeLinecap="round" aria-hidden="true"><path d="M18 6 6 18M6 6l12 12" /></svg>
          </button>
        ) : null}
      </div>
      <ul id={`${listId}-list`} role="listbox" aria-label={listLabel || placeholder || say("Suggestions")} className="combobox-list" hidden={!shown || !options.length}>
        {options.map((option, i) => (
          <li key={option.id} id={optionId(i)} role="option" aria-selected={i === active} className="combobox-option" data-active={i === active}
            onPointerMove={() => setActive(i)} onPointerDown={(event) => event.preventDefault()} onClick={() => choose(option)}>
            <span className="combobox-words"><span className="combobox-title">{option.title}</span>{option.detail ? <span className="combobox-detail">{option.detail}</span> : null}</span>
            {option.meta ? <span className="combobox-meta num">{option.meta}</span> : null}
          </li>
        ))}
      </ul>
      <p className="combobox-empty" role="status" hidden={!shown || options.length > 0 || loading}>{shown && !options.length && !loading ? emptyText : ""}</p>
    </div>
  );
}
