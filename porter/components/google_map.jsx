// The same map on Google Maps, used only when a browser key is set; any failure draws the fallback instead.
import { useEffect, useRef, useState } from "react";
import { decode } from "./map_style.jsx";
import { dressMarker, markerElement } from "./map_markers.jsx";

const LOAD_WAIT_MS = 8000;
let loading = null;

/** Google's script, loaded once. Rejects when it is blocked, refused or slow. */
function loadGoogle(key) {
  loading ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    const timer = setTimeout(() => failed(new Error("maps script timed out")), LOAD_WAIT_MS);
    window.porterGoogleReady = () => { clearTimeout(timer); done(window.google.maps); };
    window.gm_authFailure = () => failed(new Error("maps key refused"));
    script.src = `https://maps.googleapis.com/maps/api/js?key=${encodeURIComponent(key)}&v=weekly&loading=async&libraries=marker&callback=porterGoogleReady`;
    script.async = true;
    script.onerror = () => failed(new Error("maps script blocked"));
    document.head.appendChild(script);
  }).catch((error) => { loading = null; throw error; });
  return loading;
}

export function GoogleMap({
  googleKey, googleMapId, center, zoom = 12, markers = [], route, routeDone, fit, fitKey, fitPadding = 56, pick = false, padding,
  label = "Map", onMapClick, onMarkerClick, onMarkerDrag, onPick, onReady, fallback, className = "", id, style,
}) {
  const box = useRef(null), pool = useRef(new Map()), lines = useRef([]), latest = useRef({});
  const [map, setMap] = useState(null), [failed, setFailed] = useState(false);
  latest.current = { pick, onMapClick, onMarkerClick, onMarkerDrag, onPick, onReady };

  useEffect(() => {
    let current = true;
    loadGoogle(googleKey).then((g) => {
      if (!current) return;
      const made = new g.Map(box.current, { center, zoom, mapId: googleMapId || "DEMO_MAP_ID", disableDefaultUI: true, gestureHandling: "greedy", clickableIcons: false });
      made.addListener("click", (e) => latest.current.onMapClick?.({ lat: e.latLng.lat(), lng: e.latLng.lng() }));
      made.addListener("idle", () => { if (latest.current.pick) latest.current.onPick?.(made.getCenter().toJSON()); });
      setMap(made);
      latest.current.onReady?.();
    }).catch(() => current && setFailed(true));
    return () => { current = false; };
  }, [googleKey]);

  useEffect(() => { if (map) placeMarkers(map, pool.current, markers, latest); }, [map, markers]);

  useEffect(() => {
    if (!map) return;
    for (const old of lines.current) old.setMap(null);
    lines.current = [[route, "#2563EB"], [routeDone, "#98A2B3"]].filter(([line]) => line).map(([line, strokeColor]) =>
      new window.google.maps.Polyline({ map, path: decode(line).map(([lng, lat]) => ({ lat, lng })), strokeColor, strokeWeight: 5 }));
  }, [map, route, routeDone]);

  useEffect(() => {
    if (!map || !fit?.length) return;
    const bounds = new window.google.maps.LatLngBounds();
    for (const p of fit) bounds.extend(p);
    const pad = { top: 0, right: 0, bottom: 0, left: 0, ...padding };
    map.fitBounds(bounds, Object.fromEntries(Object.entries(pad).map(([side, px]) => [side, px + fitPadding])));
  }, [map, fitKey ?? JSON.stringify(fit ?? null)]);

  if (failed) return fallback;
  return (
    <div id={id} className={`pmap ${className}`} style={style} aria-label={label} aria-busy={!map} data-google={map ? "ready" : "loading"}>
      <div className="pmap-canvas" ref={box} />
      {!map && <div className="pmap-skeleton" aria-hidden="true" />}
      {pick && <span className="pmap-pin-dot" style={{ left: "50%", top: "50%", width: 14, height: 14, margin: -7, background: "#0B1220" }} />}
    </div>
  );
}

function placeMarkers(map, pool, markers, latest) {
  const seen = new Set(markers.map((d) => d.id));
  for (const d of markers) {
    const known = pool.get(d.id);
    if (known) { known.position = { lat: d.lat, lng: d.lng }; dressMarker(known.content, d); continue; }
    const content = markerElement(d, null);
    content.style.transform = "translateY(50%)"; // Google stands markers on their foot; ours are centred
    const made = new window.google.maps.marker.AdvancedMarkerElement({ map, content, position: { lat: d.lat, lng: d.lng }, gmpDraggable: !!d.draggable, title: d.label ?? "" });
    made.addListener("click", () => latest.current.onMarkerClick?.({ id: d.id }));
    made.addListener("dragend", () => latest.current.onMarkerDrag?.({ id: d.id, lat: made.position.lat, lng: made.position.lng }));
    pool.set(d.id, made);
  }
  for (const [id, made] of pool) if (!seen.has(id)) { made.map = null; pool.delete(id); }
}
