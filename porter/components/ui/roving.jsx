import { useEffect, useRef } from "react";

const STEP = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

export function Roving({ role, item, activate = false, children, ref, ...rest }) {
  const root = useRef(null);
  const items = () => [...root.current.querySelectorAll(item)].filter((node) => !node.disabled);
  const isChosen = (node) => node.getAttribute("aria-selected") === "true" || node.getAttribute("aria-pressed") === "true" || node.getAttribute("aria-checked") === "true";
  useEffect(() => {
    const all = items();
    const home = all.find(isChosen) ?? all[0];
    for (const node of all) node.tabIndex = node === home ? 0 : -1;
  });
  const press = (event) => {
    const all = items();
    const at = all.indexOf(document.activeElement);
    if (at < 0) return;
    let next = null;
    if (event.key in STEP) next = all[(at + STEP[event.key] + all.length) % all.length];
    else if (event.key === "Home") next = all[0];
    else if (event.key === "End") next = all[all.length - 1];
    if (!next) return;
    event.preventDefault();
    for (const node of all) node.tabIndex = node === next ? 0 : -1;
    next.focus();
    if (activate) next.click();
  };
  return <div {...rest} ref={root} role={role} onKeyDown={press}>{children}</div>;
}
