import { useEffect } from "react";
import { startRinging } from "./offer_ring.js";

export function OfferSound({ ringing, everyMs }) {
  useEffect(() => (ringing ? startRinging(everyMs) : undefined), [ringing, everyMs]);
  return null;
}
