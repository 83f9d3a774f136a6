// What stands on the map: crisp SVG markers that glide between fixes, turn with their heading and fade when stale.

const VEHICLES = {
  two_wheeler: '<rect x="18.5" y="6" width="7" height="32" rx="3.5" class="pm-dark"/><rect x="11.5" y="11.5" width="21" height="3.4" rx="1.7" class="pm-dark"/><ellipse cx="22" cy="24" rx="6.5" ry="8.5" class="pm-body"/><circle cx="22" cy="21.5" r="4.4" class="pm-roof"/>',
  cycle: '<rect x="20.4" y="7" width="3.2" height="30" rx="1.6" class="pm-dark"/><rect x="14" y="13" width="16" height="2.6" rx="1.3" class="pm-dark"/><circle cx="22" cy="24" r="5.2" class="pm-body"/>',
  three_wheeler: '<path d="M22 6c4 0 6 4 7 9l2 17c.3 3-1.5 5-4 5H17c-2.5 0-4.3-2-4-5l2-17c1-5 3-9 7-9z" class="pm-body"/><path d="M16.5 15.5h11l.6 5h-12.2z" class="pm-glass"/><rect x="15.5" y="24" width="13" height="10" rx="2" class="pm-roof"/>',
  truck: '<rect x="13.5" y="15" width="17" height="24" rx="2" class="pm-roof"/><path d="M14.5 15V9.500c0-3 2-4.5 5-4.5h5c3 0 5 1.5 5 4.5V15z" class="pm-body"/><path d="M16 8.5h12l.5 4h-13z" class="pm-glass"/><path d="M13.5 27h17M13.5 33h17M13.5 21h17" class="pm-line"/>',
  car: '<rect x="13.5" y="6" width="17" height="32" rx="6.5" class="pm-body"/><path d="M16 14c4-1.6 8-1.6 12 0l-1 4.5H17z" class="pm-glass"/><path d="M17 31h10l.8 3c-3.8 1.2-7.8 1.2-11.6 0z" class="pm-glass"/><rect x="16.5" y="19" width="11" height="11" rx="2" class="pm-roof"/>',
};
const SHAPE_OF = {
  ev_cycle: "cycle", ev_two_wheeler: "two_wheeler", bike: "two_wheeler", ev_three_wheeler: "three_wheeler",
  mini_truck: "truck", ev_mini_truck: "truck", pickup_truck: "truck", ev_pickup_truck: "truck", ev_truck: "truck",
  driver: "truck", sedan: "car", suv: "car", van: "car", limousine: "car",
};
const SPOTS = {
  pickup: '<circle cx="22" cy="22" r="11" class="pm-ink"/><circle cx="22" cy="22" r="4" class="pm-hole"/>',
  drop: '<rect x="11.5" y="11.5" width="21" height="21" rx="3" class="pm-ink"/><rect x="18" y="18" width="8" height="8" rx="1" class="pm-hole"/>',
  me: '<circle cx="22" cy="22" r="9.5" class="pm-me-ring"/><circle cx="22" cy="22" r="6.5" class="pm-me"/>',
  store: '<circle cx="22" cy="22" r="12" class="pm-ink"/><path d="M16 20l1-4h10l1 4M17 20v7h10v-7M16 20h12" class="pm-glyph"/>',
  sos: '<circle cx="22" cy="22" r="13" class="pm-bad"/><path d="M22 15v9M22 28.2v.1" class="pm-glyph"/>',
};

const WORDS = { pickup: "Pickup", drop: "Drop", stop: "Stop", me: "You are here", store: "Store", sos: "Emergency" };

const ENGLISH = (text, { name }) => text.replace("{name}", name);

/** What a marker is called: its title, which is in the reader's language already, or a word of ours. */
function nameOf(d, say) {
  const word = d.title ?? d.label ?? WORDS[d.kind] ?? (vehicleShape(d.kind) ? "Driver" : "Marker");
  const name = `${word}${d.number != null && !d.title ? ` ${d.number}` : ""}`;
  return d.stale ? say("{name} (last seen a while ago)", { name }) : name;
}

/** The vehicle drawing for a marker's kind, or undefined for a place. */
export const vehicleShape = (kind) => VEHICLES[kind] ?? VEHICLES[SHAPE_OF[kind]];
export const vehicleKey = (kind) => (VEHICLES[kind] ? kind : SHAPE_OF[kind] ?? null);
export const VEHICLE_KEYS = Object.keys(VEHICLES);
export const reducedMotion = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** One marker element: 44 px to touch, the drawing inside, an optional label below. */
export function markerElement(d, onPress, say = ENGLISH) {
  const el = document.createElement(onPress ? "button" : "div");
  if (onPress) { el.type = "button"; el.addEventListener("click", (e) => { e.stopPropagation(); onPress(); }); }
  else el.setAttribute("role", "img");
  el.innerHTML = '<span class="pm-shape"></span><span class="pm-label" hidden></span>';
  dressMarker(el, d, say);
  return el;
}

/** Bring an element up to date with its data; touches only what changed. */
export function dressMarker(el, d, say = ENGLISH) {
  const key = `${d.kind}|${d.number ?? ""}`;
  const shape = el.querySelector(".pm-shape");
  if (el.dataset.key !== key) { shape.innerHTML = drawing(d); el.dataset.key = key; }
  for (const name of ["selected", "stale", "draggable"]) el.classList.toggle(`pm-${name}`, !!d[name]);
  el.classList.add("pm");
  el.dataset.id = d.id;
  el.dataset.kind = d.kind ?? "";
  el.setAttribute("aria-label", nameOf(d, say));
  const label = el.querySelector(".pm-label");
  label.hidden = !d.label;
  if (d.label && label.textContent !== d.label) label.textContent = d.label;
  if (vehicleShape(d.kind)) turn(el, shape, d.heading ?? 0);
}

function drawing(d) {
  const vehicle = vehicleShape(d.kind);
  if (vehicle) return svg(vehicle, "pm-vehicle");
  if (d.number != null || d.kind === "stop")
    return svg(`<circle cx="22" cy="22" r="12" class="pm-ink"/><text x="22" y="26.5" class="pm-number"></text>`, "pm-spot").replace('"pm-number">', `"pm-number">${Number(d.number) || ""}`);
  return svg(SPOTS[d.kind] ?? SPOTS.pickup, "pm-spot");
}

const svg = (body, kind) => `<svg class="${kind}" viewBox="0 0 44 44" width="44" height="44" aria-hidden="true" focusable="false">${body}</svg>`;

/** Turn the short way round: 350° to 10° is 20°, not 340°. */
export function turn(el, shape, heading) {
  const now = el.pmTurn ?? heading;
  el.pmTurn = now + ((((heading - now) % 360) + 540) % 360) - 180;
  shape.style.transform = `rotate(${el.pmTurn}deg)`;
}

/** Move a marker to a place over `ms`, on from wherever it is. Long jumps are not glided. */
export function glide(marker, to, ms) {
  cancelAnimationFrame(marker.pmFrame);
  const from = marker.pmAt ?? to;
  const jump = Math.abs(from[0] - to[0]) + Math.abs(from[1] - to[1]) > 0.02;
  if (!(ms > 0) || jump || reducedMotion() || document.hidden) { marker.pmAt = to; marker.setLngLat(to); return; }
  const started = performance.now();
  const step = (now) => {
    const share = Math.min(1, Math.max(0, (now - started) / ms));
    marker.pmAt = [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
    marker.setLngLat(marker.pmAt);
    if (share < 1) marker.pmFrame = requestAnimationFrame(step);
  };
  marker.pmFrame = requestAnimationFrame(step);
}

/** A vehicle as an image for the map itself, for fleets too large for elements. */
export function vehicleImage(kind, colors) {
  const style = `<style>.pm-body{fill:${colors.body};stroke:${colors.edge};stroke-width:1.4}.pm-dark{fill:${colors.frame}}.pm-glass{fill:${colors.glass}}.pm-roof{fill:${colors.roof};stroke:${colors.edge};stroke-width:1}.pm-line{stroke:${colors.edge};stroke-width:.8;opacity:.4}</style>`;
  const text = svg(style + VEHICLES[kind], "pm").replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"').replace('width="44" height="44"', 'width="88" height="88"');
  return new Promise((done, failed) => {
    const image = new Image(88, 88);
    image.onload = () => done(image);
    image.onerror = failed;
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  });
}
