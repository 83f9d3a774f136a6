import { useEffect, useState } from "react";
import { mine } from "../../device/device_account.js";
import { watchQuietly } from "../../device/device_sensors.js";
import { msg, useWords } from "../../words/words.jsx";
import { TripPanel } from "./trip.jsx";

const PATIENCE_MS = 1_200;
const KEPT_MS = 24 * 3600 * 1000;

// While the page has not heard from the server: the skeleton; without a connection the job as this phone last knew it.
export function LastKnown({ children }) {
  const say = useWords();
  const [job, setJob] = useState(null);
  const [late, setLate] = useState(false);
  useEffect(watchQuietly, []);
  useEffect(() => {
    const timer = setTimeout(async () => {
      const [kept] = await mine("kept", 1).catch(() => []);
      setJob(kept && Date.now() - kept.at < KEPT_MS ? kept.job : null);
      setLate(true);
    }, PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  if (job) return <div className="drive-alone"><TripPanel job={job} seenText={msg("Offline")} /></div>;
  return <>{late && !navigator.onLine ? <p className="drive-later" role="status">{say("No network. Your offers and earnings appear again when the connection is back.")}</p> : null}{children}</>;
}
