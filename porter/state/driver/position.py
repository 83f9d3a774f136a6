"""Where the server believes the driver to be, as the customer sees it too. Written by the hub and by `_fill` only."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import reflex as rx

from porter.core.language import Language, say, spoken
from porter.services.tracking import TrackingView
from porter.state.ahead import ahead_texts
from porter.state.session import DriverOnly

Marker = dict[str, Any]


class PositionState(DriverOnly, rx.State):
    """The driver's own marker, and how far it still is."""

    me: list[Marker] = []
    eta_text: str = ""
    left_text: str = ""

    def _fill(self, seen: TrackingView, class_code: str) -> None:
        known = seen.lat is not None
        self.me = [_marker(seen.lat, seen.lng, seen.heading, class_code, spoken())] if known else []
        self.eta_text, self.left_text = seen.eta_text, seen.distance_left_text


@lru_cache(maxsize=64)
def drawn_as(class_code: str, language: Language) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """How a position message becomes the values above; one function per class and language: the hub renders it once."""
    name = PositionState.get_full_name()

    def render(data: dict[str, Any]) -> dict[str, Any]:
        shown = {"me": [_marker(data["lat"], data["lng"], data.get("heading"), class_code, language)]}
        if data.get("order_id"):
            shown |= ahead_texts(data, language)
        return {name: shown}

    return render


def _marker(lat: float | None, lng: float | None, heading: int | None, class_code: str, language: Language) -> Marker:
    title = say(language, "You are here")
    return {"id": "me", "kind": class_code or "me", "lat": lat, "lng": lng, "heading": heading or 0, "title": title}
