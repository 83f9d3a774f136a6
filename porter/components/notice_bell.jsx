import { Children, useEffect, useId, useRef, useState } from "react";

const STEP = { ArrowDown: 1, ArrowUp: -1 };
const STOPS = "a[data-notice], [data-stop]";

// What a screen reader hears when there are more than before.
function useNews(unread) {
  const before = useRef(null);
  const [news, setNews] = useState("");
  useEffect(() => {
    if (before.current !== null && unread > before.current) setNews(`${unread} unread ${unread === 1 ? "notification" : "notifications"}`);
    else if (unread === 0) setNews("");
    before.current = unread;
  }, [unread]);
  return news;
}

// A dialog that hangs below its button and leaves the page alive. The first child is what the button shows.
export function NoticeBell({ unread, label, titleId, onOpen, onClose, onChoose, onMark, children }) {
  const [open, setOpen] = useState(false);
  const root = useRef(null);
  const button = useRef(null);
  const box = useRef(null);
  const id = useId();
  const news = useNews(unread);
  const [face, ...inside] = Children.toArray(children);

  const show = () => {
    setOpen(true);
    onOpen?.();
  };
  const hide = ({ back }) => {
    setOpen(false);
    if (back) button.current.focus();
    onClose?.();
  };
  const handlers = useRef({});
  handlers.current = { hide };
  useEffect(() => {
    if (!open) return;
    box.current.focus({ preventScroll: true });
    const press = (event) => {
      if (!root.current.contains(event.target)) handlers.current.hide({ back: false });
    };
    const escape = (event) => {
      if (event.key !== "Escape" || document.querySelector("dialog:modal")) return;
      event.preventDefault(); // a panel beside it stays open
      event.stopPropagation();
      handlers.current.hide({ back: true });
    };
    document.addEventListener("pointerdown", press);
    document.addEventListener("keydown", escape, true);
    return () => {
      document.removeEventListener("pointerdown", press);
      document.removeEventListener("keydown", escape, true);
    };
  }, [open]);

  const leave = (event) => {
    if (open && event.relatedTarget && !root.current.contains(event.relatedTarget)) hide({ back: false });
  };
  const walk = (event) => {
    const all = [...box.current.querySelectorAll(STOPS)].filter((node) => !node.disabled);
    const at = all.indexOf(document.activeElement);
    let next = null;
    if (event.key in STEP) next = at < 0 ? all[STEP[event.key] > 0 ? 0 : all.length - 1] : all[(at + STEP[event.key] + all.length) % all.length];
    else if (event.key === "Home") next = all[0];
    else if (event.key === "End") next = all[all.length - 1];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  // A link that the browser may also open elsewhere: then it is only marked as read.
  const press = (event) => {
    // A button that goes away, or waits, would take the focus with it: it goes to where one reads on.
    if (event.target.closest("[data-rests]")) box.current.focus();
    if (event.target.closest("[data-more]")) [...box.current.querySelectorAll("a[data-notice]")].pop()?.focus({ preventScroll: true });
    const link = event.target.closest("a[data-notice]");
    if (!link) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return onMark?.(link.dataset.notice);
    event.preventDefault();
    onChoose?.(link.dataset.notice);
    hide({ back: true });
  };
  return (
    <div ref={root} className="bell-box" onBlur={leave}>
      <button ref={button} type="button" className="btn btn-icon bell" data-variant="ghost" data-size="md" aria-label={label} aria-haspopup="dialog" aria-expanded={open} aria-controls={open ? id : undefined}
        onClick={() => (open ? hide({ back: true }) : show())}>{face}</button>
      <span className="sr-only" role="status">{news}</span>
      {open ? <section ref={box} id={id} role="dialog" aria-labelledby={titleId} tabIndex={-1} className="notices" onKeyDown={walk} onClick={press}>{inside}</section> : null}
    </div>
  );
}
