// Google's own ground under our map: raster tiles of the Map Tiles API. They need a session, which holds the look of the map.
import { palette } from "./map_style.jsx";

const API = "https://tile.googleapis.com";
const REGION = "IN";
const EARLY_MS = 60_000; // a session is given up a minute before Google does so
const MAX_ZOOM = 22;

/** What a session is made of: one per key, theme, language and sharpness serves the whole page. */
export function sessionOptions(theme, language, sharp) {
  return {
    mapType: "roadmap", language: `${language}-${REGION}`, region: REGION,
    ...(sharp ? { scale: "scaleFactor2x", highDpi: true } : {}),
    ...(theme === "dark" ? { styles: darkLook() } : {}),
  };
}

/** A MapLibre style of Google's tiles, until when it is good, and whom to name. Throws when Google refuses or answers nonsense. */
export async function askGoogle(key, theme, language, sharp, signal) {
  const answer = await fetch(`${API}/v1/createSession?key=${encodeURIComponent(key)}`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(sessionOptions(theme, language, sharp)), signal,
  });
  if (!answer.ok) throw new Error(`session ${answer.status}`);
  const { session, expiry, tileWidth } = await answer.json();
  if (!session) throw new Error("no session");
  const rights = `session=${encodeURIComponent(session)}&key=${encodeURIComponent(key)}`;
  return {
    style: googleStyle(`${API}/v1/2dtiles/{z}/{x}/{y}?${rights}`, (tileWidth || 256) / (sharp ? 2 : 1), theme),
    until: Number(expiry) * 1000 - EARLY_MS,
    credit: (view) => whose(rights, view),
  };
}

/** `size` is how large a tile stands on the page; a sharp one has twice as many pixels each way. */
function googleStyle(address, size, theme) {
  return {
    version: 8,
    name: "porter-google",
    sources: { google: { type: "raster", tiles: [address], tileSize: size, maxzoom: MAX_ZOOM } },
    layers: [
      { id: "land", type: "background", paint: { "background-color": palette(theme).built } },
      { id: "google", type: "raster", source: "google", paint: { "raster-fade-duration": 0 } },
    ],
  };
}

/** Who made what is seen: Google asks for it to be named, and it differs from place to place. */
async function whose(rights, { north, south, east, west, zoom }) {
  const place = new URLSearchParams({ zoom: Math.min(MAX_ZOOM, Math.max(0, Math.round(zoom + 1))), north, south, east, west });
  const answer = await fetch(`${API}/tile/v1/viewport?${rights}&${place}`);
  if (!answer.ok) throw new Error(`viewport ${answer.status}`);
  return (await answer.json()).copyright ?? "";
}

/** The colours of our own dark map, said in Google's words. */
function darkLook() {
  const c = palette("dark");
  const paint = (featureType, elementType, color) => ({ featureType, elementType, stylers: [{ color }] });
  return [
    paint("all", "geometry", c.built), paint("all", "labels.text.fill", c.text), paint("all", "labels.text.stroke", c.halo),
    { featureType: "all", elementType: "labels.icon", stylers: [{ saturation: -60 }, { lightness: -30 }] },
    paint("administrative", "geometry.stroke", c.far), paint("landscape", "geometry", c.built), paint("poi", "geometry", c.campus),
    paint("poi.park", "geometry", c.park), paint("poi.park", "labels.text.fill", c.parkText),
    paint("road", "geometry.fill", c.main), paint("road", "geometry.stroke", c.casing), paint("road", "labels.text.fill", c.faint),
    paint("road.arterial", "geometry.fill", c.primary), paint("road.highway", "geometry.fill", c.trunk),
    paint("road.highway", "geometry.stroke", c.trunkCasing), paint("transit.line", "geometry", c.far), paint("transit.station", "geometry", c.campus),
    paint("water", "geometry", c.water), paint("water", "labels.text.fill", c.waterText),
  ];
}
