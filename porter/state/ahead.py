"""How far it still is, on screens that follow a driver: the message has numbers, each reader has a language."""

from datetime import timedelta
from typing import Any

from porter.core import clock
from porter.core.language import Language, here, speaking
from porter.core.words import clock_text, distance_text, duration_text


def ahead_texts(message: dict[str, Any], language: Language) -> dict[str, str]:
    """Time and distance to the next stop; empty while nobody knows them."""
    eta_s, left_m = message.get("eta_s"), message.get("distance_left_m")
    with speaking(language):
        return {
            "eta_text": duration_text(eta_s) if eta_s is not None else "",
            "left_text": distance_text(left_m) if left_m is not None else "",
        }


def expected_text(eta_s: int | None, language: Language, time_zone: str) -> str:
    """When the next stop will be reached, by the city's clock; empty while nobody knows."""
    if eta_s is None:
        return ""
    with speaking(language):
        return here("About {time}", time=clock_text(clock.now() + timedelta(seconds=eta_s), time_zone))
