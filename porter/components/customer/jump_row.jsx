// Scrolls to an element further down and puts the focus on what is chosen there.
export function JumpRow({ to, className = "", children }) {
  const jump = () => {
    const found = document.getElementById(to);
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    found?.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
    (found?.querySelector("input:checked") ?? found?.querySelector("input, button"))?.focus({ preventScroll: true });
  };
  return <button type="button" className={className} onClick={jump}>{children}</button>;
}
