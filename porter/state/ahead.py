"""How far it still is, on screens that follow a driver: the message has numbers, each reader has a language."""

from typing import Any

from porter.core.language import Language, speaking
from porter.core.words import distance_text, duration_text


def ahead_texts(message: dict[str, Any], language: Language) -> dict[str, str]:
    """Time and distance to the next stop; empty while nobody knows them."""
    eta_s, left_m = message.get("eta_s"), message.get("distance_left_m")
    with speaking(language):
        return {
            "eta_text": duration_text(eta_s) if eta_s is not None else "",
            "left_text": distance_text(left_m) if left_m is not None else "",
        }
