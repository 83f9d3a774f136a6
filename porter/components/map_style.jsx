// The offline style: the demo city drawn from one compact file, in light and dark. Labels use the page's own fonts
// (a style without `glyphs` is lettered in the browser), so nothing is fetched from anywhere else.

const PALETTES = {
  light: {
    land: "#E6E9DD", built: "#EDEBE6", far: "#D3D0C8", water: "#BCD9EA", waterEdge: "#A5C9DF", park: "#CFE3C4", campus: "#DDE2D0",
    airfield: "#DFE1E6", local: "#FFFFFF", main: "#FFFFFF", casing: "#D5D2C9", secondary: "#FFFFFF",
    primary: "#FFF3D6", primaryCasing: "#E5CF9C", trunk: "#FFDF9E", trunkCasing: "#DDB45E", motorway: "#FFCF7A",
    motorwayCasing: "#CF9A3C", text: "#344054", faint: "#667085", halo: "#F6F5F1", waterText: "#3E7694",
    parkText: "#4B7A3D", route: "#2563EB", routeEdge: "#1B47B0", done: "#98A2B3", metroOpacity: 0.5, ink: "#0B1220",
  },
  dark: {
    land: "#0D1515", built: "#111822", far: "#263142", water: "#15293B", waterEdge: "#1B3449", park: "#14261F", campus: "#171F26",
    airfield: "#1A212D", local: "#1F2937", main: "#243040", casing: "#0B0F17", secondary: "#2C394B",
    primary: "#3A475A", primaryCasing: "#0B0F17", trunk: "#564C36", trunkCasing: "#0B0F17", motorway: "#6B5A34",
    motorwayCasing: "#0B0F17", text: "#C6CCD6", faint: "#8C97A9", halo: "#10161F", waterText: "#5D93B4",
    parkText: "#6B9A78", route: "#6C9DFF", routeEdge: "#0B0F17", done: "#475467", metroOpacity: 0.55, ink: "#E6E9EF",
  },
};
// The weight is read from the first name of the list, the letters come from the first font that exists.
const MEDIUM = ["Porter Medium", "Inter Variable"];
const BOLD = ["Porter Semibold", "Inter Variable"];
const WIDTHS = {
  local: [12, 0.5, 13, 0.9, 14, 1.8, 16, 6.5, 18, 20],
  main: [11, 0.5, 13, 1.6, 14, 2.6, 16, 9, 18, 26],
  secondary: [9, 0.3, 12, 1.7, 14, 4, 16, 12, 18, 34],
  primary: [9, 0.8, 12, 2.6, 14, 5.5, 16, 15, 18, 40],
  trunk: [8, 0.9, 12, 3.4, 14, 7, 16, 18, 18, 46],
  motorway: [8, 0.9, 12, 3.4, 14, 7, 16, 18, 18, 46],
};
const CLASSES = Object.keys(WIDTHS);

export const palette = (theme) => PALETTES[theme === "dark" ? "dark" : "light"];

/** The points [lng, lat] of an encoded polyline of precision 5. */
export function decode(text) {
  const points = [];
  let at = 0, lat = 0, lng = 0;
  const next = () => {
    let shift = 0, value = 0, byte;
    do { byte = text.charCodeAt(at++) - 63; value |= (byte & 31) << shift; shift += 5; } while (byte >= 32);
    return value & 1 ? ~(value >> 1) : value >> 1;
  };
  while (at < text.length) { lat += next(); lng += next(); points.push([lng / 1e5, lat / 1e5]); }
  return points;
}

const feature = (type, coordinates, properties = {}) => ({ type: "Feature", properties, geometry: { type, coordinates } });
const collection = (features) => ({ type: "FeatureCollection", features });
let loading = null;

/** The city's lines, grounds and labels as GeoJSON; fetched once per page, tried again after a failure. */
export function loadCity(url) {
  loading ??= fetch(url)
    .then((answer) => { if (!answer.ok) throw new Error(`city ${answer.status}`); return answer.json(); })
    .then(unpack)
    .catch((error) => { loading = null; throw error; });
  return loading;
}

function unpack(city) {
  const small = (kind) => {
    const ends = decode(city[kind]);
    const lines = [];
    for (let i = 0; i + 1 < ends.length; i += 2) lines.push([ends[i], ends[i + 1]]);
    return feature("MultiLineString", lines, { class: kind });
  };
  const roads = city.roads.map(([kind, name, line]) => feature("LineString", decode(line), { class: kind, name }));
  const labels = city.labels.map(([name, kind, rank, lat, lng]) => feature("Point", [lng, lat], { name, kind, rank }));
  return {
    roads: collection([...roads, small("main"), small("local")]),
    grounds: collection(city.grounds.map(([name, kind, ring]) => feature("Polygon", [decode(ring)], { name, kind }))),
    metro: collection(city.metro.map(([name, color, line]) => feature("LineString", decode(line), { name, color }))),
    labels: collection(labels),
  };
}

/** A MapLibre style of the city; `city` is null while only the ground can be drawn. */
export function offlineStyle(theme, city, attribution = "") {
  const c = palette(theme);
  const ground = { id: "land", type: "background", paint: { "background-color": c.land } };
  if (!city) return { version: 8, name: "porter-offline", sources: {}, layers: [ground] };
  const source = (data, more = {}) => ({ type: "geojson", data, attribution, ...more });
  return {
    version: 8,
    name: "porter-offline",
    sources: {
      roads: source(city.roads, { tolerance: 0.3 }),
      grounds: source(city.grounds), metro: source(city.metro), labels: source(city.labels),
    },
    layers: [ground, ...groundLayers(c), ...roadLayers(c), metroLayer(c), ...labelLayers(c)],
  };
}

function groundLayers(c) {
  const fill = (kind, color) => ({
    id: `ground-${kind}`, type: "fill", source: "grounds", filter: ["==", ["get", "kind"], kind],
    paint: { "fill-color": color, "fill-antialias": true },
  });
  const shore = {
    id: "shore", type: "line", source: "grounds", filter: ["==", ["get", "kind"], "water"],
    paint: { "line-color": c.waterEdge, "line-width": ["interpolate", ["linear"], ["zoom"], 11, 0.5, 16, 2] },
  };
  return [fill("built", c.built), fill("campus", c.campus), fill("airfield", c.airfield), fill("park", c.park), fill("water", c.water), shore];
}

function width(kind, extra = 0) {
  const stops = WIDTHS[kind].map((value, index) => (index % 2 ? value + (value > 1 ? extra : extra * value) : value));
  return ["interpolate", ["exponential", 1.5], ["zoom"], ...stops];
}

function roadLayers(c) {
  const near = (color) => ["interpolate", ["linear"], ["zoom"], 12, c.far, 14.2, color]; // from afar white on paper cannot be seen
  const colors = { ...c, local: near(c.local), main: near(c.main), secondary: near(c.secondary) };
  const casings = { local: c.casing, main: c.casing, secondary: c.casing, primary: c.primaryCasing, trunk: c.trunkCasing, motorway: c.motorwayCasing };
  const line = (kind, casing) => ({
    id: `${casing ? "casing" : "road"}-${kind}`, type: "line", source: "roads", filter: ["==", ["get", "class"], kind],
    minzoom: kind === "local" ? 12 : kind === "main" ? 11 : 0,
    layout: { "line-cap": casing ? "butt" : "round", "line-join": "round" },
    paint: { "line-color": casing ? casings[kind] : colors[kind], "line-width": width(kind, casing ? 1.4 : 0) },
  });
  return [...CLASSES.map((kind) => line(kind, true)), ...CLASSES.map((kind) => line(kind, false))];
}

const metroLayer = (c) => ({
  id: "metro", type: "line", source: "metro", minzoom: 10.5, layout: { "line-join": "round" },
  paint: { "line-color": ["get", "color"], "line-opacity": c.metroOpacity, "line-width": ["interpolate", ["linear"], ["zoom"], 11, 1.2, 16, 4], "line-dasharray": [3, 1.2] },
});

function labelLayers(c) {
  const halo = { "text-halo-color": c.halo, "text-halo-width": 1.6 };
  const points = (id, filter, minzoom, layout, color) => ({
    id, type: "symbol", source: "labels", filter, minzoom,
    layout: { "text-field": ["get", "name"], "text-font": MEDIUM, "text-max-width": 7, "text-padding": 6, "symbol-sort-key": ["get", "rank"], ...layout },
    paint: { ...halo, "text-color": color },
  });
  const dot = (id, kinds, color, minzoom) => ({
    id, type: "circle", source: "labels", filter: ["in", ["get", "kind"], ["literal", kinds]], minzoom,
    paint: { "circle-radius": 3.2, "circle-color": color, "circle-stroke-width": 1.5, "circle-stroke-color": c.halo },
  });
  const names = {
    id: "road-names", type: "symbol", source: "roads", minzoom: 12.5, filter: ["has", "name"],
    layout: { "symbol-placement": "line", "text-field": ["get", "name"], "text-font": MEDIUM, "text-size": ["interpolate", ["linear"], ["zoom"], 12, 10, 16, 12.5], "symbol-spacing": 380, "text-padding": 12 },
    paint: { ...halo, "text-color": c.faint },
  };
  const water = {
    id: "water-names", type: "symbol", source: "grounds", minzoom: 12.3, filter: ["in", ["get", "kind"], ["literal", ["water", "park"]]],
    layout: { "text-field": ["get", "name"], "text-font": MEDIUM, "text-size": 11, "text-max-width": 6 },
    paint: { ...halo, "text-color": ["match", ["get", "kind"], "water", c.waterText, c.parkText] },
  };
  const locality = ["==", ["get", "kind"], "locality"];
  const rank = (test, value) => ["all", locality, [test, ["get", "rank"], value]];
  const below = { "text-anchor": "top", "text-offset": [0, 0.6], "text-size": 11 };
  return [
    names, water,
    dot("stations", ["metro", "station", "airport", "bus"], "#6D5BD0", 13.6), dot("sights", ["mall", "hospital", "tech_park", "market", "college"], c.faint, 14.6),
    points("station-names", ["in", ["get", "kind"], ["literal", ["metro", "station", "airport", "bus"]]], 14, below, c.faint),
    points("sight-names", ["in", ["get", "kind"], ["literal", ["mall", "hospital", "tech_park", "market", "college", "landmark", "hotel"]]], 14.8, below, c.faint),
    points("localities", rank("==", 1), 11.8, { "text-size": ["interpolate", ["linear"], ["zoom"], 12, 11, 15, 14] }, c.text),
    points("big-localities", rank("==", 0), 9, { "text-font": BOLD, "text-size": ["interpolate", ["linear"], ["zoom"], 9, 10.5, 12, 13, 15, 16] }, c.ink),
  ];
}
