import { useEffect, useRef } from "react";

// Replaces, never pushes: going back leaves the page instead of walking through every panel that was open.
// The first value may be left over from an earlier visit; what the page was opened with counts until it changes.
export function AddressBar({ address }) {
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    const now = window.location.pathname.replace(/\/$/, "") + window.location.search;
    if (address && now !== address) window.history.replaceState(window.history.state, "", address);
  }, [address]);
  return null;
}
