import { useEffect, useRef, useState } from "react";
import { msg, useWords } from "../../words/words.jsx";

const WAIT_MS = 12_000;
const WORDS = {
  1: msg("This browser may not use your position. Allow it in the browser's settings, or search for the place."),
  2: msg("Your phone does not know where it is. Please search for the place."),
  3: msg("Finding your position took too long. Please try again, or search for the place."),
};

// Asks the phone once where it is; nothing is watched. With `atOnce` by itself, where the person has allowed it before.
export function LocateRow({ label, detail, atOnce = false, onFound, onFailed }) {
  const [busy, setBusy] = useState(false);
  const say = useWords();
  const asked = useRef(0);
  const ask = () => {
    if (busy) return;
    if (!navigator.geolocation) return onFailed?.(WORDS[2]);
    const mine = ++asked.current;
    setBusy(true);
    const end = (tell) => (answer) => {
      if (mine !== asked.current) return;
      setBusy(false);
      tell(answer);
    };
    navigator.geolocation.getCurrentPosition(
      end(({ coords }) => onFound?.({ lat: coords.latitude, lng: coords.longitude })),
      end((error) => onFailed?.(WORDS[error.code] ?? WORDS[2])),
      { enableHighAccuracy: true, timeout: WAIT_MS, maximumAge: 30_000 },
    );
  };
  useEffect(() => {
    if (!atOnce) return;
    const allowed = navigator.permissions?.query({ name: "geolocation" });
    allowed?.then(({ state }) => state === "granted" && ask()).catch(() => {});
  }, []);
  return (
    <button type="button" className="row" onClick={ask} aria-busy={busy}>
      <span className="row-icon">
        {busy ? <span className="spinner" aria-hidden="true" /> : (
          <svg className="icon" width="20" height="20" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" aria-hidden="true">
            <circle cx="12" cy="12" r="7" /><circle cx="12" cy="12" r="3" /><path d="M12 2v3M12 19v3M2 12h3M19 12h3" />
          </svg>
        )}
      </span>
      <span className="row-words"><span className="row-title">{busy ? say("Finding you…") : label}</span><span className="row-detail">{detail}</span></span>
    </button>
  );
}
