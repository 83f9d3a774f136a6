import { useEffect, useRef } from "react";

// <dialog> gives the focus trap, the inert page behind and the way back to where the focus was.
export function Modal({ open, kind = "dialog", modal = true, titleId, width, onClose, children }) {
  const box = useRef(null);
  const close = useRef(onClose);
  close.current = onClose;
  const opened = useRef(false); // what nobody has asked for yet is not drawn; a table page has six of these
  opened.current ||= open;
  useEffect(() => {
    const node = box.current;
    if (open && !node.open) {
      const before = document.activeElement;
      modal ? node.showModal() : node.show();
      if (!modal) before?.focus?.({ preventScroll: true }); // beside a table the keys go on walking its rows
    }
    if (!open && node.open) node.close();
  }, [open, modal]);
  useEffect(() => {
    if (!open || modal) return;
    const escape = (event) => {
      if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector("dialog:modal")) close.current?.();
    };
    document.addEventListener("keydown", escape);
    return () => document.removeEventListener("keydown", escape);
  }, [open, modal]);

  // The state decides whether it closes: the browser only asks.
  const cancel = (event) => {
    event.preventDefault();
    close.current?.();
  };
  const pressOutside = (event) => {
    if (!modal || event.target !== box.current) return;
    const edge = box.current.getBoundingClientRect();
    const inside = event.clientX >= edge.left && event.clientX <= edge.right && event.clientY >= edge.top && event.clientY <= edge.bottom;
    if (!inside) close.current?.();
  };
  return (
    <dialog ref={box} className="modal" data-kind={kind} data-modal={modal} aria-labelledby={titleId} style={{ "--width": width }} onCancel={cancel} onPointerDown={pressOutside}>
      <div className="modal-in">{opened.current ? children : null}</div>
    </dialog>
  );
}
