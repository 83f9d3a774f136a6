"""Where the driver is. Written by the hub while the page is open, and by reading anew; by nothing else."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any
from uuid import UUID

import reflex as rx

from porter.core.geo import Point, decode_polyline, distance_m, encode_polyline, length_m
from porter.core.language import LANGUAGES, Language, msg, say
from porter.services import tracking
from porter.services.accounts import Actor
from porter.services.orders import OrderView
from porter.services.tracking import TrackingView
from porter.state.ahead import ahead_texts, expected_text
from porter.state.customer.words import marker_kind
from porter.state.hub import Message
from porter.state.session import CustomerOnly

CITIES = 16
"""Of so many time zones the words are kept ready."""


class LiveDriverState(CustomerOnly, rx.State):
    """The moving marker and what is said about it."""

    at: dict[str, Any] = {}
    eta_text: str = ""
    left_text: str = ""
    expected_text: str = ""
    seen_text: str = ""
    stale: bool = False
    heading_for: str = ""
    """A message with {distance}, and {place} where there are several drops."""
    look: dict[str, str] = {}
    route: str = ""
    done: str = ""
    later: str = ""
    following: str = ""
    _time_zone: str = "UTC"

    @rx.event
    async def look_again(self) -> None:
        """From time to time: how old the position is, and how much of the way is behind."""
        if self.following:
            await self._read(await self._actor(), UUID(self.following))

    async def _follow(self, actor: Actor, order: OrderView) -> None:
        moving = order.status.value in ("assigned", "picked_up", "in_transit") and order.driver is not None
        self.following = str(order.id) if moving else ""
        self.route, self.done, self.later = order.polyline, "", ""
        if not moving:
            self.at, self.eta_text, self.left_text, self.seen_text, self.stale = {}, "", "", "", False
            self.expected_text = ""
            return
        self._time_zone = order.time_zone
        self.heading_for, place = _goal(order)
        title, code = (order.driver.name, order.driver.vehicle_code) if order.driver else ("", order.vehicle.code)
        self.look = {"kind": marker_kind(code), "title": title, "place": place}
        await self._read(actor, order.id)

    async def _read(self, actor: Actor, order_id: UUID) -> None:
        seen = await tracking.view(actor, order_id)
        self.eta_text, self.left_text = seen.eta_text, seen.distance_left_text
        self.expected_text = expected_text(seen.eta_s, actor.language, self._time_zone)
        self.seen_text, self.stale = seen.seen_text, seen.stale
        self.route, self.later = seen.polyline or self.route, seen.polyline_later
        self.done = _behind(seen)
        self.at = {"lat": seen.lat, "lng": seen.lng, "heading": seen.heading or 0} if seen.lat is not None else {}


@lru_cache(maxsize=CITIES * len(LANGUAGES))
def driver_moved(language: Language, time_zone: str) -> Callable[[Message], dict[str, dict[str, Any]]]:
    """What a position changes on the page; one function per language, so that the hub renders once for all its readers."""
    live = say(language, "Live")

    def render(data: Message) -> dict[str, dict[str, Any]]:
        moved = {
            "at": {"lat": data["lat"], "lng": data["lng"], "heading": data.get("heading") or 0},
            "seen_text": live,
            "stale": False,
        }
        if data.get("eta_s") is not None:
            moved |= ahead_texts(data, language)
            moved["expected_text"] = expected_text(data["eta_s"], language, time_zone)
        return {LiveDriverState.get_full_name(): moved}

    return render


def _goal(order: OrderView) -> tuple[str, str]:
    """What is said of the distance that is left, and the number of the drop it leads to."""
    stop = next((stop for stop in order.stops if stop.status.value in ("pending", "arrived")), None)
    if stop is None:
        return "", ""
    if stop.sequence == 0:
        return msg("{distance} to the pickup"), ""
    if len(order.stops) == 2:
        return msg("{distance} to the drop"), ""
    return msg("{distance} to drop {place}"), str(stop.sequence)


def _behind(seen: TrackingView) -> str:
    """The part of the way that has been driven: up to the corner nearest to the driver."""
    if seen.lat is None or seen.lng is None or not seen.polyline or seen.next_stop_sequence == 0:
        return ""
    way, here = decode_polyline(seen.polyline), Point(seen.lat, seen.lng)
    nearest = min(range(len(way)), key=lambda corner: distance_m(way[corner], here))
    passed = [*way[:nearest], here]
    return encode_polyline(passed) if len(passed) > 1 and length_m(passed) > 1 else ""
