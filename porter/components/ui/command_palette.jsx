import { Fragment, useEffect, useId, useRef, useState } from "react";

export function CommandPalette({ open, items = [], loading, placeholder, hint, onOpen, onClose, onQuery, onChoose }) {
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const box = useRef(null);
  const timer = useRef(0);
  const id = useId();
  const handlers = useRef({});
  handlers.current = { onOpen, onClose, open };

  useEffect(() => {
    const press = (event) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      handlers.current.open ? handlers.current.onClose?.() : handlers.current.onOpen?.();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
  useEffect(() => {
    const node = box.current;
    if (open && !node.open) {
      setText("");
      node.showModal();
    }
    if (!open && node.open) node.close();
  }, [open]);
  useEffect(() => setActive(0), [items]);
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => { if (open) document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: "nearest" }); }, [active, open]);

  const type = (event) => {
    const next = event.target.value;
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onQuery?.(next), 150);
  };
  const choose = (item) => {
    if (!item) return;
    onClose?.();
    item.href ? window.location.assign(item.href) : onChoose?.(item.id);
  };
  const press = (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (items.length) setActive((now) => (now + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      choose(items[active]);
    }
  };
  return (
    <dialog ref={box} className="modal palette" aria-label="Search" onCancel={(event) => { event.preventDefault(); onClose?.(); }}
      onPointerDown={(event) => event.target === box.current && onClose?.()}>
      <div className="palette-in">
        <div className="palette-bar">
          <svg className="icon" width="20" height="20" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeLinecap="round" aria-hidden="true"><circle cx="11" cy="11" r="8" /><path d="m21 21-4.3-4.3" /></svg>
          <input className="palette-input" role="combobox" aria-expanded={items.length > 0} aria-controls={`${id}-list`} aria-autocomplete="list" aria-label="Search" autoComplete="off" spellCheck="false"
            aria-activedescendant={items.length ? `${id}-${active}` : undefined} placeholder={placeholder} value={text} onChange={type} onKeyDown={press} />
          {loading ? <span className="spinner" aria-hidden="true" /> : <kbd>Esc</kbd>}
        </div>
        <div id={`${id}-list`} role="listbox" aria-label="Results" className="palette-list">
          {items.map((item, i) => (
            <Fragment key={item.id}>
              {item.group && item.group !== items[i - 1]?.group ? <div className="palette-group" role="presentation">{item.group}</div> : null}
              <div id={`${id}-${i}`} role="option" aria-selected={i === active} className="combobox-option" data-active={i === active} onPointerMove={() => setActive(i)} onClick={() => choose(item)}>
                <span className="combobox-words"><span className="combobox-title">{item.title}</span></span>
                {item.detail ? <span className="combobox-meta num">{item.detail}</span> : null}
              </div>
            </Fragment>
          ))}
        </div>
        {items.length ? null : <p className="palette-hint" role="status">{loading ? "Searching" : text ? "Nothing found. Try fewer letters." : hint}</p>}
      </div>
    </dialog>
  );
}
