// Porter's map on MapLibre GL: one instance per page, its markers, lines and camera follow the properties.
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import * as maplibregl from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url"; // version 6 is ESM only: the bundler must be told of the worker
import { Fleet, addLayers, drawLines } from "./map_layers.jsx";
import { Recentre, fitTo, useFollow, useOwnPlace } from "./map_follow.jsx";
import { dressMarker, glide, markerElement, reducedMotion } from "./map_markers.jsx";
import { chooseOffline, chooseStyle, doubt, hopeForCity, watchTiles } from "./map_source.jsx";
import { offlineStyle } from "./map_style.jsx";
import { useWords } from "../words/words.jsx";
import "./map.css";

maplibregl.setWorkerUrl(workerUrl);

const PATIENCE_MS = 500; // a network that is slow to fail shows the offline city meanwhile: a map is never blank
const PICK_SETTLE_MS = 150;
const CREDIT_SETTLE_MS = 400;
const THEMES = { driver: "dark", dark: "dark", "driver-day": "light", light: "light" }; // "light-or-dark": as the page

/** "dark" or "light": as asked, else from the nearest themed ancestor, else from the page. */
function themeOf(asked, node) {
  if (asked === "dark" || asked === "light") return asked;
  return THEMES[node?.closest("[data-theme]")?.dataset.theme] ?? (document.documentElement.classList.contains("dark") ? "dark" : "light");
}

/** Known before anything is painted: a dark page must not flash a light ground. */
function useTheme(asked, box) {
  const [theme, setTheme] = useState(() => themeOf(asked, null));
  useLayoutEffect(() => {
    const read = () => setTheme(themeOf(asked, box.current));
    read();
    const watcher = new MutationObserver(read);
    watcher.observe(document.documentElement, { attributes: true, attributeFilter: ["class", "data-theme"] });
    return () => watcher.disconnect();
  }, [asked]);
  return theme;
}

export function PorterMap({
  styleUrl, styleUrlDark, offlineUrl, googleKey, center, zoom = 12, markers: told = [], cluster = false, route, routeDone, routeLater, zones,
  follow = "", own = "", fit, fitKey, fitPadding = 56, pick = false, padding, theme: asked = "auto", glideMs = 900, controls = false, label = "Map",
  onMapClick, onMarkerClick, onMarkerDrag, onPick, onReady, className = "", ref: outer, ...rest
}) {
  const box = useRef(null), canvas = useRef(null), map = useRef(null);
  const pool = useRef(new Map()), fleet = useRef(new Fleet()), latest = useRef({});
  const [styled, setStyled] = useState(0), [failed, setFailed] = useState(false), [lifted, setLifted] = useState(false);
  const [credit, setCredit] = useState(null);
  const theme = useTheme(asked, box), say = useWords(), markers = useOwnPlace(told, own);
  latest.current = { googleKey, styleUrl, styleUrlDark, offlineUrl, theme, say, pick, onMapClick, onMarkerClick, onMarkerDrag, onPick, onReady };

  useEffect(() => {
    let made = null;
    try {
      made = makeMap(canvas.current, themeOf(asked, box.current), center, zoom, controls, label, say);
    } catch { setFailed(true); return; }
    map.current = made;
    box.current.porterMap = made;
    const pressFleet = (e) => latest.current.onMarkerClick?.({ id: e.features[0].properties.id });
    made.on("click", (e) => {
      const inFleet = made.getLayer("p-fleet") ? made.queryRenderedFeatures(e.point, { layers: ["p-fleet", "p-clusters"] }) : [];
      if (!inFleet.length) latest.current.onMapClick?.({ lat: e.lngLat.lat, lng: e.lngLat.lng });
    });
    made.on("click", "p-fleet", pressFleet);
    made.on("click", "p-clusters", (e) => openCluster(made, e.features[0]));
    for (const id of ["p-fleet", "p-clusters"]) {
      made.on("mouseenter", id, () => { made.getCanvas().style.cursor = "pointer"; });
      made.on("mouseleave", id, () => { made.getCanvas().style.cursor = ""; });
    }
    made.on("movestart", () => { if (latest.current.pick) setLifted(true); });
    let settling = 0;
    made.on("moveend", () => {
      setLifted(false);
      clearTimeout(settling);
      settling = setTimeout(() => emitPick(made, latest.current), PICK_SETTLE_MS);
    });
    const resized = new ResizeObserver(() => made.resize());
    resized.observe(box.current);
    const held = pool.current, drawn = fleet.current;
    return () => { clearTimeout(settling); resized.disconnect(); drawn.stop(); held.clear(); map.current = null; made.remove(); };
  }, []);

  useEffect(() => {
    const made = map.current;
    if (!made || !theme) return;
    let current = true, worn = null, unwatch = () => {};
    const wear = (chosen) => {
      if (!current) return;
      unwatch();
      worn = chosen;
      made.once("style.load", () => {
        if (!current || worn !== chosen) return;
        addLayers(made, theme, !chosen.style.glyphs);
        setCredit(chosen.credit ? { of: chosen.credit, text: "" } : null);
        setStyled((n) => n + 1);
      });
      if (chosen.bare) unwatch = hopeForCity(() => chooseOffline(latest.current, theme).then((found) => found.bare || worn !== chosen || wear(found)));
      if (!chosen.offline) unwatch = watchTiles(made, chosen, () => { doubt(chosen.name); chooseStyle(latest.current, theme).then(wear); });
      made.setStyle(chosen.style, { diff: false });
    };
    let meanwhile = false;
    const patience = setTimeout(() => {
      meanwhile = true;
      chooseOffline(latest.current, theme).then((chosen) => meanwhile && wear(chosen));
    }, PATIENCE_MS);
    chooseStyle(latest.current, theme).then((chosen) => {
      clearTimeout(patience);
      if (meanwhile && chosen.offline) return; // it is being drawn already
      meanwhile = false;
      wear(chosen);
    });
    return () => { current = false; clearTimeout(patience); unwatch(); };
  }, [theme, googleKey, styleUrl, styleUrlDark, offlineUrl]);

  useEffect(() => {
    const made = map.current;
    if (!made || !credit) return;
    let settling = 0, asked = 0;
    const name = () => {
      const bounds = made.getBounds(), mine = ++asked;
      const view = { north: bounds.getNorth(), south: bounds.getSouth(), east: bounds.getEast(), west: bounds.getWest(), zoom: made.getZoom() };
      credit.of(view).then((text) => { if (mine === asked) setCredit((now) => now && { ...now, text }); }, () => {});
    };
    const moved = () => { clearTimeout(settling); settling = setTimeout(name, CREDIT_SETTLE_MS); };
    made.on("moveend", moved);
    moved();
    return () => { clearTimeout(settling); asked += 1; made.off("moveend", moved); };
  }, [credit?.of]);

  useEffect(() => {
    if (!styled) return;
    if (styled === 1) latest.current.onReady?.();
    box.current?.setAttribute("data-ready", "1");
  }, [styled]);

  useEffect(() => { map.current?.getCanvas().setAttribute("aria-label", label); }, [label]);

  useEffect(() => { if (styled) drawLines(map.current, { route, routeDone, routeLater, zones }); }, [styled, route, routeDone, routeLater, zones]);

  useEffect(() => {
    const made = map.current;
    if (!made) return;
    placeMarkers(made, pool.current, cluster ? [] : markers, glideMs, latest);
    if (styled) fleet.current.draw(made, cluster ? markers : [], glideMs);
  }, [styled > 0, styled, markers, cluster, glideMs]);

  const pad = { top: 0, right: 0, bottom: 0, left: 0, ...padding };
  const padKey = [pad.top, pad.right, pad.bottom, pad.left].join();
  useEffect(() => {
    const made = map.current;
    if (!made) return;
    if (styled) made.easeTo({ padding: pad, duration: reducedMotion() ? 0 : 200, essential: true });
    else made.setPadding(pad);
  }, [padKey]);

  const following = useFollow(map, { ready: styled > 0, markers, follow, fit, fitPadding, padding: pad });

  useEffect(() => { if (map.current && fit?.length) fitTo(map.current, fit, fitPadding, styled > 0); }, [fitKey ?? JSON.stringify(fit ?? null)]);

  useEffect(() => {
    if (!map.current || !center || fit?.length) return;
    const there = { center: [center.lng, center.lat], zoom };
    if (styled) map.current.easeTo({ ...there, duration: reducedMotion() ? 0 : 500 });
    else map.current.jumpTo(there); // told before anything was drawn, and only once
  }, [center?.lat, center?.lng, zoom]);

  useEffect(() => {
    if (!pick && map.current) map.current.pmPicked = ""; // the same place counts again when choosing starts anew
    if (pick && styled) emitPick(map.current, latest.current);
  }, [pick, styled > 0]);

  const vars = { "--pmap-bottom": `${pad.bottom}px`, "--pmap-top": `${pad.top}px` };
  const spot = { left: `calc(50% + ${(pad.left - pad.right) / 2}px)`, top: `calc(50% + ${(pad.top - pad.bottom) / 2}px)` };
  return (
    <div {...rest} className={`pmap ${theme === "dark" ? "is-dark" : ""} ${className}`} style={{ ...rest.style, ...vars }} aria-busy={!styled && !failed}
      ref={(node) => { box.current = node; if (typeof outer === "function") outer(node); else if (outer) outer.current = node; }}>
      <div className="pmap-canvas" ref={canvas} style={{ position: "absolute" }} />
      <div className={`pmap-skeleton ${styled || failed ? "is-done" : ""}`} aria-hidden="true" />
      {pick && <span className="pmap-pin-dot" style={spot} />}
      {pick && <Pin lifted={lifted} style={spot} label={say("Chosen place: the middle of the map")} />}
      {following.away && <Recentre words={say("Back to where I am")} onClick={following.back} />}
      {credit && <GoogleCredit text={credit.text} />}
      {failed && <p className="pmap-failed" role="status">{say("This browser cannot draw the map. You can still search for places by name.")}</p>}
    </div>
  );
}

/** Whose map it is, as Google asks: its name at the left, never translated, and the owners of what is seen at the right. */
const GoogleCredit = ({ text }) => (
  <p className="pmap-google"><b translate="no">Google Maps</b><span>{text || "© Google"}</span></p>
);

const Pin = ({ lifted, style, label }) => (
  <svg className={`pmap-pin ${lifted ? "is-lifted" : ""}`} style={style} viewBox="0 0 44 56" role="img" aria-label={label}>
    <rect x="20.5" y="30" width="3" height="22" rx="1.5" fill="#0B1220" />
    <circle cx="22" cy="20" r="16" fill="#0B1220" stroke="#FFFFFF" strokeWidth="2.5" />
    <circle cx="22" cy="20" r="5.5" fill="#FFB020" />
  </svg>
);

function makeMap(container, theme, center, zoom, controls, label, say) {
  const made = new maplibregl.Map({
    container, center: center ? [center.lng, center.lat] : [77.5946, 12.9716], zoom, style: offlineStyle(theme, null),
    attributionControl: { compact: true }, dragRotate: false, pitchWithRotate: false, maxZoom: 18.5, minZoom: 3, fadeDuration: reducedMotion() ? 0 : 150,
    locale: { "Map.Title": label, "AttributionControl.ToggleAttribution": say("Where this map comes from") },
  });
  made.touchZoomRotate.disableRotation();
  if (controls) made.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
  return made;
}

function emitPick(made, now) {
  if (!now.pick) return;
  const { lat, lng } = made.getCenter();
  const spot = `${lat.toFixed(6)},${lng.toFixed(6)}`;
  if (made.pmPicked === spot) return;
  made.pmPicked = spot;
  now.onPick?.({ lat, lng });
}

async function openCluster(made, found) {
  const zoom = await made.getSource("p-fleet").getClusterExpansionZoom(found.properties.cluster_id);
  made.easeTo({ center: found.geometry.coordinates, zoom: zoom + 0.3 });
}

function placeMarkers(made, pool, markers, glideMs, latest) {
  const seen = new Set();
  for (const d of markers) {
    seen.add(d.id);
    const known = pool.get(d.id);
    if (known) {
      dressMarker(known.getElement(), d, latest.current.say);
      known.setDraggable(!!d.draggable);
      if (!known.pmHeld) glide(known, [d.lng, d.lat], glideMs);
    } else pool.set(d.id, newMarker(made, d, latest));
  }
  for (const [id, marker] of pool) if (!seen.has(id)) { cancelAnimationFrame(marker.pmFrame); marker.remove(); pool.delete(id); }
}

function newMarker(made, d, latest) {
  const press = latest.current.onMarkerClick ? () => latest.current.onMarkerClick?.({ id: d.id }) : null;
  const marker = new maplibregl.Marker({ element: markerElement(d, press, latest.current.say), draggable: !!d.draggable }).setLngLat([d.lng, d.lat]).addTo(made);
  marker.pmAt = [d.lng, d.lat];
  marker.on("dragstart", () => { marker.pmHeld = true; cancelAnimationFrame(marker.pmFrame); });
  marker.on("dragend", () => {
    const { lat, lng } = marker.getLngLat();
    marker.pmHeld = false;
    marker.pmAt = [lng, lat];
    latest.current.onMarkerDrag?.({ id: d.id, lat, lng });
  });
  return marker;
}
