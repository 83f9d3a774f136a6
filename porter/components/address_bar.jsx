import { useEffect, useRef } from "react";

const whole = (address, query) => (query ? address + (address.includes("?") ? "&" : "?") + query : address);
const here = () => window.location.pathname.replace(/\/$/, "");
const named = (address, word) => new URL(address, window.location.origin).searchParams.get(word) ?? "";

// Opening something beside a bare list is a step of its own, so that going back closes it; from one thing to the next,
// and for filters, the address is written over: going back does not walk through everything that was looked at.
// Nothing is written until the page has been loaded as its address says: what is known before may be of an earlier visit.
// The same after a step back or forward, which the page follows late, perhaps after what an earlier step had asked for.
export function AddressBar({ address, query, word, settled, onStep }) {
  const mounted = useRef(false);
  const known = useRef(false);
  const awaited = useRef(null);
  useEffect(() => {
    if (!mounted.current || !settled) {
      mounted.current = true;
      known.current = false;
      return;
    }
    if (awaited.current !== null && address && named(address, word) !== awaited.current) return;
    awaited.current = null;
    const first = !known.current;
    known.current = true;
    if (!address || here() !== address.split("?")[0] || (first && query === undefined)) return;
    const now = here() + window.location.search;
    const wanted = whole(address, query);
    if (wanted === now) return;
    const state = window.history.state;
    if (!first && word && named(wanted, word) && !named(now, word)) {
      const step = { ...state, idx: (state?.idx ?? 0) + 1, key: Math.random().toString(36).slice(2), from: now };
      window.history.pushState(step, "", wanted);
    } else if (state?.from === wanted && !named(wanted, word)) window.history.back();
    else window.history.replaceState(state, "", wanted);
  }, [address, query, word, settled]);
  // The router does not know of our steps: it would take going back, or forward, for staying where it is.
  const gone = useRef(null);
  gone.current = () => {
    if (!word || here() !== address?.split("?")[0]) return;
    awaited.current = named(window.location.href, word);
    onStep?.(awaited.current);
  };
  useEffect(() => {
    const step = () => gone.current();
    window.addEventListener("popstate", step);
    return () => window.removeEventListener("popstate", step);
  }, []);
  return null;
}
