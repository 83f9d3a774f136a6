// Everything of ours that is drawn into the map: the route, zones and large fleets. Put back after every change of style.
import { decode, palette } from "./map_style.jsx";
import { VEHICLE_KEYS, reducedMotion, vehicleImage, vehicleKey } from "./map_markers.jsx";

const EMPTY = { type: "FeatureCollection", features: [] };
const FONT = ["Porter Semibold", "Inter Variable"];
const GLIDE_LIMIT = 500;
const GLIDE_STEP_MS = 100;

const line = (points) => ({ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: points } });
const asLine = (encoded) => (encoded ? line(decode(encoded)) : EMPTY);

/** Add our sources and layers to a style that has just been loaded. */
export function addLayers(map, theme, lettered) {
  const c = palette(theme);
  const source = (id, more = {}) => { if (!map.getSource(id)) map.addSource(id, { type: "geojson", data: EMPTY, ...more }); };
  source("p-zones");
  source("p-route"); source("p-done"); source("p-later");
  source("p-fleet", { cluster: true, clusterRadius: 46, clusterMaxZoom: 13 });
  for (const layer of [...zoneLayers(c), ...routeLayers(c)]) if (!map.getLayer(layer.id)) map.addLayer(layer);
  addFleet(map, theme, c, lettered);
}

function zoneLayers(c) {
  const color = ["coalesce", ["get", "color"], "#FFB020"];
  return [
    { id: "p-zone-fill", type: "fill", source: "p-zones", paint: { "fill-color": color, "fill-opacity": ["coalesce", ["get", "opacity"], 0.12] } },
    { id: "p-zone-line", type: "line", source: "p-zones", paint: { "line-color": color, "line-width": 1.5, "line-dasharray": [3, 2] } },
  ];
}

function routeLayers(c) {
  const layer = (id, source, color, ...width) => ({
    id, type: "line", source, layout: { "line-cap": "round", "line-join": "round" },
    paint: { "line-color": color, "line-width": ["interpolate", ["linear"], ["zoom"], ...width] },
  });
  const later = layer("p-later", "p-later", c.route, 10, 2.5, 14, 4.5, 17, 7);
  Object.assign(later.paint, { "line-dasharray": [0.1, 1.9] }); // round caps: dots
  return [
    later, layer("p-route-edge", "p-route", c.routeEdge, 10, 4.5, 14, 8, 17, 12), layer("p-route", "p-route", c.route, 10, 3, 14, 5.5, 17, 9),
    layer("p-done", "p-done", c.done, 10, 3, 14, 5.5, 17, 9),
  ];
}

function addFleet(map, theme, c, lettered) {
  const dark = theme === "dark";
  const groups = { id: "p-clusters", type: "circle", source: "p-fleet", filter: ["has", "point_count"], paint: {
    "circle-color": dark ? "#E4E7EC" : "#0B1220", "circle-stroke-width": 2, "circle-stroke-color": dark ? "#0B1220" : "#FFFFFF",
    "circle-radius": ["step", ["get", "point_count"], 15, 10, 18, 50, 22, 200, 27] } };
  const counts = { id: "p-cluster-counts", type: "symbol", source: "p-fleet", filter: ["has", "point_count"],
    layout: { "text-field": ["get", "point_count_abbreviated"], "text-size": 13, "text-allow-overlap": true, ...(lettered ? { "text-font": FONT } : {}) },
    paint: { "text-color": dark ? "#0B1220" : "#FFFFFF" } };
  const halo = { id: "p-fleet-halo", type: "circle", source: "p-fleet", filter: ["all", ["!", ["has", "point_count"]], ["get", "selected"]],
    paint: { "circle-radius": 21, "circle-color": "#FFB020", "circle-opacity": 0.28, "circle-stroke-width": 2, "circle-stroke-color": "#FFB020" } };
  const single = { id: "p-fleet", type: "symbol", source: "p-fleet", filter: ["!", ["has", "point_count"]],
    layout: { "icon-image": ["concat", "p-", ["get", "shape"], "-", ["get", "tone"], dark ? "-dark" : "-light"], "icon-size": 0.86, "icon-rotate": ["get", "heading"],
      "icon-rotation-alignment": "map", "icon-allow-overlap": true, "icon-ignore-placement": true, "symbol-sort-key": ["case", ["get", "selected"], 1, 0] },
    paint: { "icon-opacity": ["case", ["get", "stale"], 0.45, 1] } };
  for (const layer of [halo, single, groups, counts]) if (!map.getLayer(layer.id)) map.addLayer(layer);
  addImages(map, dark);
}

const TONES = {
  free: { body: "#FFB020", roof: "#FFCB69", glass: "#26314A", edge: "#0B1220" },
  busy: { body: "#2563EB", roof: "#7DA7FF", glass: "#0B1220", edge: "#0B1220" },
  off: { body: "#98A2B3", roof: "#C4CAD4", glass: "#475467", edge: "#344054" },
};
const images = {};

/** The vehicles in their tones; drawn once per page and theme. Free is marigold, busy blue, off grey. */
async function addImages(map, dark) {
  const theme = dark ? "dark" : "light";
  images[theme] ??= Promise.all(
    Object.entries(TONES).flatMap(([tone, colors]) => VEHICLE_KEYS.map(async (kind) =>
      [`p-${kind}-${tone}-${theme}`, await vehicleImage(kind, { ...colors, frame: dark ? "#E6E9EF" : colors.edge })])),
  );
  for (const [name, image] of await images[theme]) if (map.style && !map.hasImage(name)) map.addImage(name, image, { pixelRatio: 2 });
}

/** Bring route and zones up to date. */
export function drawLines(map, { route, routeDone, routeLater, zones }) {
  map.getSource("p-route")?.setData(asLine(route));
  map.getSource("p-done")?.setData(asLine(routeDone));
  map.getSource("p-later")?.setData(asLine(routeLater));
  map.getSource("p-zones")?.setData(zones && zones.type ? zones : EMPTY);
}

/** A fleet in the map itself; up to 500 vehicles glide in steps, more of them jump. */
export class Fleet {
  constructor() { this.at = new Map(); this.timer = 0; }

  draw(map, markers, glideMs) {
    clearInterval(this.timer);
    const source = map.getSource("p-fleet");
    if (!source) return;
    const from = new Map(this.at);
    const still = !(glideMs > 0) || markers.length > GLIDE_LIMIT || from.size === 0 || reducedMotion() || document.hidden;
    const started = performance.now();
    const show = (share) => source.setData({ type: "FeatureCollection", features: markers.map((d) => this.place(d, from.get(d.id), share)) });
    this.at = new Map(markers.map((d) => [d.id, [d.lng, d.lat]]));
    if (still) { show(1); return; }
    show(0);
    this.timer = setInterval(() => {
      const share = Math.min(1, (performance.now() - started) / glideMs);
      if (map.style) show(share);
      if (share >= 1) clearInterval(this.timer);
    }, GLIDE_STEP_MS);
  }

  place(d, from, share) {
    const at = from ? [from[0] + (d.lng - from[0]) * share, from[1] + (d.lat - from[1]) * share] : [d.lng, d.lat];
    this.at.set(d.id, at);
    const properties = { id: d.id, shape: vehicleKey(d.kind) ?? "car", tone: TONES[d.tone] ? d.tone : "free", heading: d.heading ?? 0, stale: !!d.stale, selected: !!d.selected };
    return { type: "Feature", properties, geometry: { type: "Point", coordinates: at } };
  }

  stop() { clearInterval(this.timer); }
}
