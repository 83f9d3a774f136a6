import { useEffect, useRef, useState } from "react";
import { keepSending } from "./device_queue.js";
import { keepAwake, reporter, watchPositions } from "./device_sensors.js";

export function DriverDevice({ active, onTrip, nearStop = false, minMs = 5_000, nearMs = 2_000, minMeters = 8, maxAccuracyM = 50, onStatus, onStepAnswer }) {
  const handlers = useRef({});
  handlers.current = { onStatus, onStepAnswer };
  const paceMs = useRef(minMs);
  paceMs.current = nearStop ? nearMs : minMs;
  const [report] = useState(() => reporter((status) => handlers.current.onStatus?.(status)));
  useEffect(() => keepSending(report, (answer) => handlers.current.onStepAnswer?.(answer)), []);
  useEffect(() => (active ? watchPositions({ pace: () => paceMs.current, minMeters, maxAccuracyM, report }) : report({ gps: "off" })), [active, minMeters, maxAccuracyM]);
  useEffect(() => (onTrip ? keepAwake(report) : undefined), [onTrip]);
  return null;
}
