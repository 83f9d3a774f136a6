// What an offer sounds like: three rising tones and a shake, again and again until it is over.
const EVERY_MS = 1_600;

// Browsers stay silent until the person has touched the page: the online switch is that touch.
let audio = null;
const unlock = () => {
  try {
    audio ??= new (window.AudioContext || window.webkitAudioContext)();
    if (audio.state === "suspended") audio.resume().catch(() => {});
  } catch {
    // No sound on this phone: the offer still fills the screen, and shakes it where that works.
  }
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

// Rings at once and then over and over. Returns how to stop it.
export function startRinging(everyMs = EVERY_MS) {
  ring();
  const timer = setInterval(ring, everyMs);
  return () => {
    clearInterval(timer);
    navigator.vibrate?.(0);
  };
}
