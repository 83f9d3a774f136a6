import { useEffect } from "react";

// Browsers stay silent until the person has touched the page: the online switch is that touch.
let audio = null;
const unlock = () => {
  audio ??= new (window.AudioContext || window.webkitAudioContext)();
  if (audio.state === "suspended") audio.resume();
};
if (typeof window !== "undefined") {
  for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, unlock, { passive: true });
}

function tone(frequency, startS, lengthS) {
  const oscillator = audio.createOscillator();
  const volume = audio.createGain();
  oscillator.frequency.value = frequency;
  oscillator.connect(volume).connect(audio.destination);
  volume.gain.setValueAtTime(0.0001, startS);
  volume.gain.exponentialRampToValueAtTime(0.5, startS + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, startS + lengthS);
  oscillator.start(startS);
  oscillator.stop(startS + lengthS);
}

function ring() {
  if (audio?.state === "running") {
    const now = audio.currentTime;
    tone(880, now, 0.18);
    tone(1175, now + 0.2, 0.18);
    tone(1568, now + 0.4, 0.3);
  }
  navigator.vibrate?.([200, 80, 200]);
}

export function OfferSound({ ringing, everyMs = 1_600 }) {
  useEffect(() => {
    if (!ringing) return;
    ring();
    const timer = setInterval(ring, everyMs);
    return () => {
      clearInterval(timer);
      navigator.vibrate?.(0);
    };
  }, [ringing, everyMs]);
  return null;
}
