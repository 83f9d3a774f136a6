import { useEffect, useRef } from "react";

// <details> opens and closes by itself; what it lacks is closing by a press elsewhere, by Esc, and by a choice.
export function Menu({ children }) {
  const box = useRef(null);
  useEffect(() => {
    const details = () => box.current?.querySelector("details");
    const press = (event) => {
      const node = details();
      if (node?.open && !node.contains(event.target)) node.open = false;
    };
    const escape = (event) => {
      const node = details();
      if (event.key !== "Escape" || !node?.open) return;
      node.open = false;
      node.querySelector("summary").focus();
      event.preventDefault(); // a panel beside it stays open
      event.stopPropagation();
    };
    document.addEventListener("pointerdown", press);
    document.addEventListener("keydown", escape, true);
    return () => {
      document.removeEventListener("pointerdown", press);
      document.removeEventListener("keydown", escape, true);
    };
  }, []);
  const choose = (event) => {
    if (event.target.closest("[data-closes]")) box.current.querySelector("details").open = false;
  };
  return <div ref={box} style={{ display: "contents" }} onClick={choose}>{children}</div>;
}
