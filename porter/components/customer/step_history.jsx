import { useEffect, useRef } from "react";
import { pushStep, useSteps } from "../../history_steps/history_steps.jsx";

const depthOf = (state) => state?.porterDepth ?? 0;
const mark = (depth) => history.replaceState({ ...history.state, porterDepth: depth }, "");

// Makes every step deeper an entry of the history. Going back inside the page moves nothing in the history (a traversal
// would race with the way to another page): the entry is only marked anew, and Back passes over what lies too deep.
export function StepHistory({ depth, onBack }) {
  const now = useRef({});
  now.current.depth = depth;
  now.current.onBack = onBack;
  const path = useRef(null);

  useEffect(() => {
    path.current = location.pathname;
    now.current.idx = history.state?.idx ?? 0;
  }, []);
  useSteps((event) => {
    if (location.pathname !== path.current) return;
    event.stopImmediatePropagation(); // the router has nothing to do here, it would load the whole page's data again
    const idx = event.state?.idx ?? 0;
    const back = idx < now.current.idx;
    now.current.idx = idx;
    if (!back) return mark(now.current.depth);
    if (depthOf(event.state) >= now.current.depth) return history.back();
    now.current.depth = depthOf(event.state); // a second press comes before the first one's answer
    now.current.onBack?.();
  });

  useEffect(() => {
    for (let at = depthOf(history.state) + 1; at <= depth; at++) now.current.idx = pushStep({ porterDepth: at });
    if (depthOf(history.state) !== depth) mark(depth);
  }, [depth]);
  return null;
}
