import { useEffect, useState } from "react";
import { useWords } from "../words/words.jsx";
import { deviceStatus } from "./device_sensors.js";

const GPS = {
  ok: ["ok", (say) => say("GPS")],
  inaccurate: ["weak", (say) => say("GPS weak")],
  waiting: ["off", (say) => say("GPS waiting")],
  paused: ["paused", (say) => say("GPS paused")],
  denied: ["denied", (say) => say("GPS blocked")],
  unsupported: ["denied", (say) => say("No GPS")],
  off: ["off", (say) => say("GPS off")],
};
const MARKS = {
  network: "M12 20h.01M2 8.8a15 15 0 0 1 20 0M5 12.900a10 10 0 0 1 14 0M8.500 16.400a5 5 0 0 1 7 0",
  gps: "M20 10c0 5-5.500 10.200-7.400 11.800a1 1 0 0 1-1.200 0C9.500 20.200 4 15 4 10a8 8 0 0 1 16 0M12 13a3 3 0 1 0 0-6 3 3 0 0 0 0 6",
  screen: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8M12 2v2M12 20v2M4.900 4.900l1.400 1.400M17.700 17.700l1.400 1.400M2 12h2M20 12h2M6.300 17.700l-1.400 1.400M19.100 4.900l-1.400 1.400",
  queue: "M12 13v8M4 14.900A7 7 0 1 1 15.700 8h1.800a4.500 4.500 0 0 1 2.500 8.200M8 17l4-4 4 4",
};

// What the phone says about itself, drawn from the phone: it must be right when the server cannot be reached.
export function DeviceStrip() {
  const say = useWords();
  const [status, setStatus] = useState(deviceStatus);
  const [online, setOnline] = useState(true);
  useEffect(() => {
    const look = () => {
      setStatus(deviceStatus());
      setOnline(navigator.onLine);
    };
    look();
    const names = ["porter:status", "online", "offline"];
    for (const name of names) addEventListener(name, look);
    return () => {
      for (const name of names) removeEventListener(name, look);
    };
  }, []);
  const connected = online && status.network !== "offline";
  const [level, words] = GPS[status.gps] ?? GPS.off;
  return (
    <>
      <Signal mark="network" level={connected ? "online" : "offline"} words={connected ? say("Connected") : say("No network")} />
      <Signal mark="gps" level={level} words={words(say)} />
      <Signal mark="screen" level={status.awake ? "on" : "off"} words={status.awake ? say("Stays on") : say("May sleep")} />
      {status.queued > 0 ? <Signal mark="queue" level="warn" words={say("{count} to send", { count: status.queued })} /> : null}
    </>
  );
}

const Signal = ({ mark, level, words }) => (
  <span className="signal num" data-level={level}>
    <svg className="icon" width="16" height="16" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true"><path d={MARKS[mark]} /></svg>
    <span>{words}</span>
  </span>
);
