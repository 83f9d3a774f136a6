import { useEffect, useRef, useState } from "react";
import { forget, signedIn } from "./device_account.js";
import { played, whenPlayed } from "./device_played.js";
import { keepSending } from "./device_queue.js";
import { keepStreets } from "./device_streets.js";
import { keepAwake, reporter, watchPermission, watchPlayed, watchPositions } from "./device_sensors.js";

export function DriverDevice({ active, onTrip, nearStop = false, mayPlay = false, minMs = 5_000, nearMs = 2_000, minMeters = 8, maxAccuracyM = 50, streets = "", onStatus, onStepAnswer }) {
  const handlers = useRef({});
  handlers.current = { onStatus, onStepAnswer };
  const paceMs = useRef(minMs);
  paceMs.current = nearStop ? nearMs : minMs;
  const [permission, setPermission] = useState("unknown");
  const playing = usePlaying(mayPlay);
  const [report] = useState(() => reporter((status) => handlers.current.onStatus?.(status)));
  useEffect(() => keepSending(report, (answer) => handlers.current.onStepAnswer?.(answer)), []);
  useEffect(forgetWhoLeaves, []);
  useEffect(() => watchPermission((change) => (setPermission(change.permission), report(change))), []);
  useEffect(() => {
    report({ playing });
    if (!active) return report({ gps: "off" });
    return playing ? watchPlayed({ report }) : watchPositions({ pace: () => paceMs.current, minMeters, maxAccuracyM, report });
  }, [active, playing, permission === "denied", minMeters, maxAccuracyM]);
  useEffect(() => { if (active) keepStreets(streets); }, [active, streets]);
  useEffect(() => (onTrip ? keepAwake(report) : undefined), [onTrip]);
  return null;
}

// Who is here is asked before the session ends, and forgotten after it: until then the page goes on measuring.
function forgetWhoLeaves() {
  const leave = ({ detail }) => {
    const account = signedIn();
    detail.afterwards.push(() => forget(account));
  };
  addEventListener("porter:leaving", leave);
  return () => removeEventListener("porter:leaving", leave);
}

function usePlaying(mayPlay) {
  const [has, setHas] = useState(() => Boolean(played()));
  useEffect(() => whenPlayed(() => setHas(Boolean(played()))), []);
  return mayPlay && has;
}
