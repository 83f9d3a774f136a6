// The fleet on the map: who is there comes from the page's state, where they are from the live moves.
import { useEffect, useMemo, useRef, useState } from "react";
import { PorterMap } from "$/public/external/porter/components/map/map.jsx";

const STALE_MS = 60_000;
const LOOK_MS = 5_000;
const TONES = { idle: "free", on_trip: "busy", offline: "off" };

const KINDS = { pickup: "truck" }; // on a map, "pickup" is the place where goods are fetched

const asMove = (d) => ({ lat: d.lat, lng: d.lng, heading: d.heading, status: d.status, at: Date.now() - (d.fix_age_s ?? 86_400) * 1000 });

export function FleetMap({ drivers = [], moves = [], pickedId = "", ...map }) {
  const places = useRef(new Map());
  const [turn, setTurn] = useState(0);

  useEffect(() => {
    const known = places.current;
    const here = new Set(drivers.map((d) => d.id));
    for (const id of known.keys()) if (!here.has(id)) known.delete(id);
    for (const d of drivers) {
      if (d.lat == null) continue;
      const read = asMove(d), live = known.get(d.id);
      known.set(d.id, live && live.at > read.at ? { ...live, status: d.status } : read);
    }
    setTurn((n) => n + 1);
  }, [drivers]);

  useEffect(() => {
    let changed = false;
    for (const move of moves) {
      if (!places.current.has(move.id) && !drivers.some((d) => d.id === move.id)) continue;
      places.current.set(move.id, { ...move, at: Date.parse(move.at) });
      changed = true;
    }
    if (changed) setTurn((n) => n + 1);
  }, [moves]);

  useEffect(() => {
    const timer = setInterval(() => setTurn((n) => n + 1), LOOK_MS);
    return () => clearInterval(timer);
  }, []);

  const markers = useMemo(() => drivers.flatMap((d) => {
    const at = places.current.get(d.id);
    if (!at) return [];
    return [{
      id: d.id, lat: at.lat, lng: at.lng, heading: at.heading ?? 0, kind: KINDS[d.class_code] ?? (d.class_code || "driver"), title: d.name,
      tone: TONES[at.status] ?? "free", stale: Date.now() - at.at > STALE_MS, selected: d.id === pickedId,
    }];
  }), [turn, pickedId]);

  const picked = places.current.get(pickedId);
  const all = useRef(null);
  if (!all.current && markers.length) all.current = markers.map(({ lat, lng }) => ({ lat, lng }));
  const fit = picked ? [{ lat: picked.lat, lng: picked.lng }] : all.current ?? [];
  const fitKey = picked ? pickedId : all.current ? "all" : "none";
  return <PorterMap {...map} cluster markers={markers} fit={fit} fitKey={fitKey} />;
}
