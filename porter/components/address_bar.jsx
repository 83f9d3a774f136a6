import { useEffect, useRef } from "react";
import { pushStep, useSteps } from "../history_steps/history_steps.jsx";

const whole = (address, query) => (query ? address + (address.includes("?") ? "&" : "?") + query : address);
const here = () => window.location.pathname.replace(/\/$/, "");
const at = (address) => new URL(address, window.location.origin);
const names = (address, word) => at(address).searchParams.has(word);
const without = (word, address) => {
  const params = at(address).searchParams;
  params.delete(word);
  return params.toString();
};

// Opening something beside a bare list is a step of its own, so that going back closes it; from one thing to the next,
// and for filters, the address is written over: going back does not walk through everything that was looked at.
// Nothing is written until the page has been loaded as its address says: what is known before may be of an earlier visit.
// The same after a step back or forward, until it is answered: what comes before may be the answer to an earlier one.
export function AddressBar({ address, query, word, settled, answered = 0, onStep }) {
  const mounted = useRef(false);
  const known = useRef(false);
  const stepped = useRef(0);
  useEffect(() => {
    if (!mounted.current || !settled) {
      mounted.current = true;
      known.current = false;
      stepped.current = 0;
      return;
    }
    if (answered < stepped.current) return;
    const first = !known.current;
    known.current = true;
    if (!address || here() !== address.split("?")[0] || (first && query === undefined)) return;
    const now = here() + window.location.search;
    const wanted = whole(address, query);
    if (wanted === now) return;
    const state = window.history.state;
    if (!first && word && names(wanted, word) && !names(now, word)) pushStep({ from: now }, wanted);
    else if (state?.from === wanted && !names(wanted, word)) window.history.back();
    else window.history.replaceState(state, "", wanted);
  }, [address, query, word, settled, answered]);
  useSteps((event) => {
    if (!word || here() !== address?.split("?")[0]) return;
    stepped.current = Math.max(stepped.current, answered) + 1;
    // The router would load the whole page again, late enough to close what is opened meanwhile. Other filters it has to load.
    if (without(word, here() + window.location.search) === without(word, whole(address, query))) event.stopImmediatePropagation();
    onStep?.(new URLSearchParams(window.location.search).get(word) ?? "", stepped.current);
  });
  return null;
}
