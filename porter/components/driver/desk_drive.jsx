import { useEffect, useRef, useState } from "react";
import { play, played, stopPlaying, whenPlayed } from "../../device/device_played.js";
import { metresBetween } from "../../device/device_sensors.js";
import { useWords } from "../../words/words.jsx";

const CITY_KMH = 20;
const FASTER = 5;
const TICK_MS = 500;
const NEAR_ROUTE_M = 500;

// Development only: a trip can be driven from a chair. The positions go the way of measured ones.
export function DeskDrive({ start, orderId = "", route = "", stop }) {
  const say = useWords();
  const [place, setPlace] = useState(played);
  const [driving, setDriving] = useState(false);
  useEffect(() => whenPlayed(() => setPlace(played())), []);
  const goal = useRef(stop);
  goal.current = stop;
  useEffect(() => setDriving(false), [stop?.lat, stop?.lng]);
  useEffect(() => {
    if (!driving || !goal.current) return;
    const way = wayTo(route, played() ?? start, goal.current);
    let done = 0;
    const timer = setInterval(() => {
      done += ((CITY_KMH * FASTER) / 3.6) * (TICK_MS / 1000);
      const here = along(way, done);
      play({ lat: here.lat, lng: here.lng, heading: here.heading, speed_kmh: here.ended ? 0 : CITY_KMH * FASTER });
      if (here.ended) setDriving(false);
    }, TICK_MS);
    return () => clearInterval(timer);
  }, [driving]);

  const there = place && stop && metresBetween(place, stop) < 20;
  return (
    <aside className="desk-drive" aria-label={say("Development")}>
      <span className="desk-drive-label">{say("Development")}</span>
      {!place && !stop ? <button type="button" className="btn" data-variant="secondary" onClick={() => play({ ...start, heading: null, speed_kmh: 0 })}>{say("Place me near the demo pickup")}</button> : null}
      {stop && !there ? <button type="button" className="btn" data-variant="secondary" aria-pressed={driving} onClick={() => setDriving(!driving)}>{driving ? say("Stop here") : say("Drive this leg for me")}</button> : null}
      {place && stop && there ? <><span role="status">{say("You are at the stop.")}</span><HandoverCode key={stop.id} orderId={orderId} stopId={stop.id} /></> : null}
      {place && !stop ? <><span role="status">{say("You stand near the demo pickup.")}</span><button type="button" className="btn" data-variant="ghost" onClick={stopPlaying}>{say("Use my real position")}</button></> : null}
    </aside>
  );
}

// Simulated customers have no screen to read the code from.
function HandoverCode({ orderId, stopId }) {
  const say = useWords();
  const [code, setCode] = useState("");
  const ask = async () => {
    const answer = await fetch(`/api/v1/dev/handover-code?${new URLSearchParams({ order_id: orderId, stop_id: stopId })}`, { credentials: "same-origin" });
    if (answer.ok) setCode((await answer.json()).code);
  };
  return code ? <strong className="num" role="status">{say("Code {code}", { code })}</strong> : <button type="button" className="btn" data-variant="ghost" onClick={ask}>{say("Show the code")}</button>;
}

function wayTo(route, from, stop) {
  const line = decode(route);
  const start = nearest(line, from, 0);
  const end = nearest(line, stop, start.index);
  const onRoute = line.length > 1 && start.off < NEAR_ROUTE_M && end.off < NEAR_ROUTE_M;
  return [from, ...(onRoute ? line.slice(start.index + 1, end.index + 1) : []), { lat: stop.lat, lng: stop.lng }];
}

function nearest(line, point, from) {
  let best = { index: from, off: Infinity };
  for (let index = from; index < line.length; index++) {
    const off = metresBetween(line[index], point);
    if (off < best.off) best = { index, off };
  }
  return best;
}

function along(way, metres) {
  let left = metres;
  for (let i = 1; i < way.length; i++) {
    const [a, b] = [way[i - 1], way[i]];
    const length = metresBetween(a, b);
    if (left < length) {
      const share = left / length;
      return { lat: a.lat + (b.lat - a.lat) * share, lng: a.lng + (b.lng - a.lng) * share, heading: headingOf(a, b), ended: false };
    }
    left -= length;
  }
  const last = way[way.length - 1];
  return { ...last, heading: headingOf(way[way.length - 2], last), ended: true };
}

function headingOf(a, b) {
  const east = (b.lng - a.lng) * Math.cos((a.lat * Math.PI) / 180);
  return (Math.round((Math.atan2(east, b.lat - a.lat) * 180) / Math.PI) + 360) % 360;
}

function decode(text) {
  const points = [];
  let at = 0, lat = 0, lng = 0;
  const next = () => {
    let value = 0, shift = 0, byte;
    do {
      byte = text.charCodeAt(at++) - 63;
      value |= (byte & 31) << shift;
      shift += 5;
    } while (byte >= 32);
    return value & 1 ? ~(value >> 1) : value >> 1;
  };
  while (at < text.length) {
    lat += next();
    lng += next();
    points.push({ lat: lat / 1e5, lng: lng / 1e5 });
  }
  return points;
}
