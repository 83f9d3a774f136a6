// Keeps who is followed in sight, and gives the way back to whoever has moved the map.
import { useEffect, useMemo, useRef, useState } from "react";
import * as maplibregl from "maplibre-gl";
import { reducedMotion } from "./map_markers.jsx";

const LEFT_ALONE_MS = 20_000; // whoever moves the map wants to look there
const EDGE_PX = 24;

/** The markers with the one of this phone where the phone is: it knows better than the server, and without it. */
export function useOwnPlace(markers, own) {
  const [fix, setFix] = useState(null);
  useEffect(() => {
    if (!own) return;
    const heard = ({ detail }) => setFix(detail);
    addEventListener("porter:fix", heard);
    return () => removeEventListener("porter:fix", heard);
  }, [own]);
  // The same list until something is new: every other one would begin the glide of all markers again.
  return useMemo(() => {
    if (!own || !fix) return markers;
    return markers.map((d) => (d.id === own ? { ...d, lat: fix.lat, lng: fix.lng, heading: fix.heading ?? d.heading, stale: false } : d));
  }, [markers, own, fix]);
}

/** Whether the map was moved away by hand, and the way back. */
export function useFollow(map, { ready, markers, follow, fit, fitPadding, padding }) {
  const moved = useRef(0);
  const [away, setAway] = useState(false);
  const followed = follow ? markers.find((d) => d.id === follow) : null;
  const show = (smooth) => fitTo(map.current, [...(fit ?? []), followed], fitPadding, smooth);
  useEffect(() => {
    const made = map.current;
    if (!ready || !made || !follow) return;
    const byHand = (event) => {
      if (!event.originalEvent) return;
      moved.current = Date.now();
      setAway(true);
    };
    for (const name of ["dragstart", "zoomstart"]) made.on(name, byHand);
    return () => { for (const name of ["dragstart", "zoomstart"]) made.off(name, byHand); };
  }, [ready, follow]);
  useEffect(() => {
    if (!ready || !followed || Date.now() - moved.current < LEFT_ALONE_MS || isSeen(map.current, followed, padding)) return;
    setAway(false);
    show(true);
  }, [ready, followed?.lat, followed?.lng]);
  const back = () => {
    moved.current = 0;
    setAway(false);
    show(true);
  };
  return { away: away && Boolean(followed), back };
}

function isSeen(made, place, { top, right, bottom, left }) {
  const { x, y } = made.project([place.lng, place.lat]);
  const { clientWidth: width, clientHeight: height } = made.getContainer();
  return x > left + EDGE_PX && x < width - right - EDGE_PX && y > top + EDGE_PX && y < height - bottom - EDGE_PX;
}

export function fitTo(made, points, space, moving) {
  const bounds = new maplibregl.LngLatBounds();
  for (const p of points) bounds.extend([p.lng, p.lat]);
  const { clientWidth: width, clientHeight: height } = made.getContainer();
  const room = Math.max(8, Math.min(space, width / 5, height / 8));
  made.fitBounds(bounds, { padding: room, maxZoom: 15.5, duration: moving && !reducedMotion() ? 600 : 0, essential: true });
}

export const Recentre = ({ words, onClick }) => (
  <button type="button" className="pmap-recentre" aria-label={words} title={words} onClick={onClick}>
    <svg width="22" height="22" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" aria-hidden="true"><path d="M12 2v4M12 18v4M2 12h4M18 12h4M12 18a6 6 0 1 0 0-12 6 6 0 0 0 0 12" /></svg>
  </button>
);
