import { useEffect, useState } from "react";

const KEY = "porter.rail";

// Whether the rail is narrow belongs to this browser, not to the account.
export function RailToggle() {
  const [narrow, setNarrow] = useState(false);
  useEffect(() => setNarrow(localStorage.getItem(KEY) === "narrow"), []);
  useEffect(() => {
    document.documentElement.dataset.rail = narrow ? "narrow" : "wide";
  }, [narrow]);
  const toggle = () => {
    localStorage.setItem(KEY, narrow ? "wide" : "narrow");
    setNarrow(!narrow);
  };
  return (
    <button type="button" className="rail-item rail-toggle" aria-expanded={!narrow} aria-label={narrow ? "Widen navigation" : "Narrow navigation"} onClick={toggle}>
      <svg className="icon" width="20" height="20" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true"><rect x="3" y="3" width="18" height="18" rx="2" /><path d="M9 3v18" /><path d={narrow ? "m14 9 3 3-3 3" : "m16 15-3-3 3-3"} /></svg>
      <span className="rail-words">Collapse</span>
    </button>
  );
}
