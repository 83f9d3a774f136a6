import { useEffect, useRef } from "react";

const INTERACTIVE = "a, button, input, select, textarea, label, summary";

// Writing what is there already makes the browser look at the whole table again.
function mark(all, home) {
  for (const row of all) {
    const wanted = row === home ? 0 : -1;
    if (row.tabIndex !== wanted) row.tabIndex = wanted;
  }
}

export function TableKeys({ label, openId, onOpen, onEscape, children }) {
  const root = useRef(null);
  const rows = () => [...root.current.querySelectorAll("tr[data-row-id]")];
  // One row takes part in the tab order: the open one, else the one walked to last, else the first.
  useEffect(() => {
    const all = rows();
    const home = all.find((row) => row.dataset.rowId === openId) ?? all.find((row) => row.tabIndex === 0) ?? all[0];
    mark(all, home);
  });
  const focus = (row) => {
    mark(rows(), row);
    row.focus();
    row.scrollIntoView({ block: "nearest" });
  };
  const walk = (by) => {
    const all = rows();
    if (!all.length) return;
    const at = all.findIndex((row) => row.contains(document.activeElement));
    const open = all.findIndex((row) => row.dataset.rowId === openId);
    const from = at >= 0 ? at : open;
    focus(all[Math.min(all.length - 1, Math.max(0, from < 0 ? 0 : from + by))]);
  };
  const keys = useRef(null);
  keys.current = (event) => {
    const node = event.target;
    const typing = node.matches?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (typing || event.metaKey || event.ctrlKey || event.altKey || document.querySelector("dialog:modal")) return;
    const row = node.closest?.("tr[data-row-id]");
    const mine = row && root.current.contains(row) ? row : null;
    if (event.key === "j" || (event.key === "ArrowDown" && mine)) walk(1);
    else if (event.key === "k" || (event.key === "ArrowUp" && mine)) walk(-1);
    else if (event.key === "Enter" && mine && node === mine) onOpen?.(mine.dataset.rowId);
    else if (event.key === "x" && mine) mine.querySelector(".check-box")?.click();
    else if (event.key === "Escape" && root.current.contains(node)) return onEscape?.();
    else return;
    event.preventDefault();
  };
  useEffect(() => {
    const press = (event) => keys.current(event);
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
  const click = (event) => {
    const row = event.target.closest("tr[data-row-id]");
    if (!row || event.target.closest(INTERACTIVE) || window.getSelection()?.toString()) return;
    onOpen?.(row.dataset.rowId);
  };
  return <div ref={root} className="table-scroll" role="region" aria-label={label} tabIndex={0} data-openable={!!onOpen} onClick={click}>{children}</div>;
}
