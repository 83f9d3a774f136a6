// Development only: a newcomer's desk is not in Bengaluru, so the position may be played instead of measured.
const KEY = "porter:played-position";

export function played() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  } catch {
    return null;
  }
}

export function play(place) {
  sessionStorage.setItem(KEY, JSON.stringify(place));
  dispatchEvent(new Event("porter:played"));
}

export function stopPlaying() {
  sessionStorage.removeItem(KEY);
  dispatchEvent(new Event("porter:played"));
}

export function whenPlayed(listener) {
  addEventListener("porter:played", listener);
  return () => removeEventListener("porter:played", listener);
}
