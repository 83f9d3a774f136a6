import { useEffect, useRef, useState } from "react";
import { useWords } from "../words/words.jsx";

const Icon = ({ d }) => (
  <svg className="icon" width="18" height="18" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true"><path d={d} /></svg>
);
const GRIP = "M9 5h.01M9 12h.01M9 19h.01M15 5h.01M15 12h.01M15 19h.01";

function moved(list, from, to) {
  const next = [...list];
  next.splice(to, 0, next.splice(from, 1)[0]);
  return next;
}

export function ReorderStops({ stops = [], onReorder, onEdit, onRemove }) {
  const say = useWords();
  const [order, setOrder] = useState(stops);
  const [held, setHeld] = useState(null);
  const [said, setSaid] = useState("");
  const list = useRef(null);
  const start = useRef(null);
  useEffect(() => setOrder(stops), [stops]);

  // A place that is still to be chosen says so in our words; a chosen one has its own.
  const name = (stop) => (stop.filled === false ? say(stop.title) : stop.title);
  const words = (stop) => (
    <>
      <span className="stop-title">{name(stop)}</span>
      {stop.detail ? <span className="stop-detail">{stop.detail}</span> : null}
      {stop.wrong ? <span className="stop-wrong">{say(stop.wrong)}</span> : null}
    </>
  );
  const placed = (stop, at) => say("{stop} is now stop {place} of {count}", { stop: name(stop), place: at + 1, count: order.length });
  const commit = (next, words) => {
    setOrder(next);
    setSaid(words);
    onReorder?.(next.map((stop) => stop.id));
  };
  const step = (i, by) => {
    const to = i + by;
    if (to < 0 || to >= order.length) return;
    commit(moved(order, i, to), placed(order[i], to));
    // Follow the stop, so that the next press moves the same one; at an end the other button takes over.
    requestAnimationFrame(() => {
      const buttons = list.current?.children[to]?.querySelectorAll(".stop-step");
      const same = buttons?.[by < 0 ? 0 : 1];
      (same?.disabled ? buttons[by < 0 ? 1 : 0] : same)?.focus();
    });
  };
  const grab = (event, i) => {
    if (event.button) return;
    event.preventDefault();
    start.current = order;
    setHeld(i);
  };
  const drag = (event) => {
    if (held === null) return;
    const rows = [...list.current.children];
    let to = held;
    rows.forEach((row, i) => {
      const box = row.getBoundingClientRect();
      if (i !== held && event.clientY > box.top && event.clientY < box.bottom) {
        const past = i > held ? event.clientY > box.top + box.height / 2 : event.clientY < box.top + box.height / 2;
        if (past) to = i;
      }
    });
    if (to === held) return;
    setOrder(moved(order, held, to));
    setHeld(to);
  };
  const drop = () => {
    if (held === null) return;
    if (order.some((stop, i) => stop.id !== start.current[i]?.id)) commit(order, placed(order[held], held));
    setHeld(null);
  };
  // React moves the row's node while it is dragged, which would end a pointer capture: so the window listens.
  const live = useRef({});
  live.current = { drag, drop };
  const dragging = held !== null;
  useEffect(() => {
    if (!dragging) return;
    const onMove = (event) => live.current.drag(event);
    const onEnd = () => live.current.drop();
    window.addEventListener("pointermove", onMove);
    window.addEventListener("pointerup", onEnd);
    window.addEventListener("pointercancel", onEnd);
    return () => {
      window.removeEventListener("pointermove", onMove);
      window.removeEventListener("pointerup", onEnd);
      window.removeEventListener("pointercancel", onEnd);
    };
  }, [dragging]);
  return (
    <div>
      <ol ref={list} className="stops" data-editable="true">
        {order.map((stop, i) => (
          <li key={stop.id} className="stop" data-kind={i ? "drop" : "pickup"} data-held={held === i} data-wrong={Boolean(stop.wrong)}>
            <span className="stop-dot" aria-hidden="true">{i && order.length > 2 ? i : null}</span>
            {onEdit ? (
              <button type="button" className="stop-words stop-edit" onClick={() => onEdit(stop.id)}>{words(stop)}</button>
            ) : (
              <span className="stop-words">{words(stop)}</span>
            )}
            <span className="stop-tools">
              <button type="button" className="stop-tool stop-step" disabled={i === 0} aria-label={say("Move {stop} up", { stop: name(stop) })} onClick={() => step(i, -1)}><Icon d="m18 15-6-6-6 6" /></button>
              <button type="button" className="stop-tool stop-step" disabled={i === order.length - 1} aria-label={say("Move {stop} down", { stop: name(stop) })} onClick={() => step(i, 1)}><Icon d="m6 9 6 6 6-6" /></button>
              {onRemove && order.length > 2 ? <button type="button" className="stop-tool" aria-label={say("Remove {name}", { name: name(stop) })} onClick={() => onRemove(stop.id)}><Icon d="M18 6 6 18M6 6l12 12" /></button> : null}
              <span className="stop-grip" aria-hidden="true" onPointerDown={(event) => grab(event, i)}><Icon d={GRIP} /></span>
            </span>
          </li>
        ))}
      </ol>
      <span className="sr-only" aria-live="assertive">{said}</span>
    </div>
  );
}
