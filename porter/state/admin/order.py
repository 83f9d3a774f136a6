"""The panel of one order: everything about it, live."""

from collections.abc import Callable
from functools import cache
from typing import Any, ClassVar
from uuid import UUID

import reflex as rx

from porter.core import db
from porter.core.ids import claimed_id
from porter.services import accounts, matching, orders, tracking
from porter.services.accounts import Actor
from porter.services.orders import OrderPanelView, OrderView, StopView
from porter.services.tracking import TrackingView
from porter.state.admin.panelled import Panelled
from porter.state.ahead import expected_text
from porter.state.hub import hub
from porter.state.session import StaffOnly

TABS = frozenset({"order", "timeline", "dispatch"})
_TONES = {
    "order.delivered": "good",
    "stop.done": "good",
    "driver.assigned": "good",
    "order.no_driver": "warn",
    "driver.dropped_out": "warn",
    "stop.locked": "warn",
    "order.cancelled": "bad",
    "order.failed": "bad",
    "stop.failed": "bad",
}


class OrderLiveState(StaffOnly, rx.State):
    """The driver of the open order on the map; only the hub and the panel's loading write here."""

    driver: list[dict[str, Any]] = []
    eta_text: str = ""
    expected_text: str = ""


@cache
def show_driver_in(class_code: str, time_zone: str) -> Callable[[dict[str, Any]], dict[str, dict[str, Any]]]:
    """A position as the panel wants it; one function per vehicle class and city, so that it is rendered once for all."""

    def show(position: dict[str, Any]) -> dict[str, dict[str, Any]]:
        shown = {
            "driver": [_marker(position, class_code)],
            "eta_text": position.get("eta_text") or "",
            "expected_text": expected_text(position.get("eta_s"), "en", time_zone),
        }
        return {OrderLiveState.get_full_name(): shown}

    return show


def _marker(position: dict[str, Any], class_code: str) -> dict[str, Any]:
    place = {key: position[key] for key in ("lat", "lng", "heading")}
    kind = "truck" if class_code == "pickup" else class_code  # on a map, "pickup" is a place
    return place | {"id": "driver", "kind": kind, "title": "Driver", "stale": position.get("stale", False)}


class OrderPanelState(StaffOnly, Panelled, rx.State):
    """One order."""

    __page__: ClassVar[str] = "/ops/orders"
    __word__: ClassVar[str] = "order"

    tab: str = "order"
    stops: list[dict[str, Any]] = []
    lines: list[dict[str, Any]] = []
    timeline: list[dict[str, Any]] = []
    rounds: list[dict[str, Any]] = []
    trace_summary: str = ""
    places: list[dict[str, Any]] = []
    route: str = ""
    _watched: str = ""

    @rx.event
    def choose_tab(self, tab: str) -> None:
        """Order, timeline or dispatch trace."""
        if tab in TABS:
            self.tab = tab

    def _arrive(self) -> None:
        super()._arrive()
        self._watched = ""

    async def _leave(self) -> None:
        await super()._leave()
        self.tab = "order"
        if self._watched:
            await hub.unwatch(f"drv:{self._watched}", self.router.session.client_token)
        self._watched = ""

    async def _take_in(self, actor: Actor) -> str:
        order_id = _order_id(self.open_id)
        async with db.reading() as session:
            panel = await orders.panel(session, actor, order_id)
            trace = await matching.trace(session, actor, order_id)
        where = await tracking.view(actor, order_id)
        self._take(panel)
        self.rounds = [one.plain() for one in reversed(trace.rounds)]
        self.trace_summary = trace.summary
        await self._follow_driver(where)
        return f"order:{order_id}"

    def _take(self, panel: OrderPanelView) -> None:
        shown = panel.plain()
        self.stops = _stops(panel.order)
        self.lines = shown["order"].pop("lines")
        self.timeline = [_entry(entry) for entry in reversed(shown.pop("timeline"))]
        self.places = [_place(stop) for stop in panel.order.stops]
        shown["order"].pop("stops")
        phones = {key: _phone(shown[key]) for key in ("customer_phone", "driver_phone")}
        self.view = shown | {f"{key}_text": text for key, text in phones.items()}

    async def _follow_driver(self, where: TrackingView) -> None:
        """The driver's marker as it is now, and every position from now on."""
        live, token = await self.get_state(OrderLiveState), self.router.session.client_token
        driver_id = str(where.driver_id) if where.driver_id else ""
        class_code, zone = self.view["order"]["vehicle"]["code"], self.view["order"]["time_zone"]
        show = show_driver_in(class_code, zone)
        known = driver_id and where.lat is not None
        live.driver = [_marker(where.plain(), class_code)] if known else []
        live.eta_text, self.route = where.eta_text, where.polyline
        live.expected_text = expected_text(where.eta_s, "en", zone)
        self.view = self.view | {"seen_text": where.seen_text, "stale": where.stale}
        if self._watched and self._watched != driver_id:
            await hub.unwatch(f"drv:{self._watched}", token)
        if driver_id and driver_id != self._watched:
            await hub.watch(f"drv:{driver_id}", token, show)
        self._watched = driver_id


def _order_id(text: str) -> UUID:
    return claimed_id(text, "We could not find this order.")


def _phone(phone: str) -> str:
    return accounts.display_phone(phone) if phone else ""


def _stops(order: OrderView) -> list[dict[str, Any]]:
    ahead = next((stop.sequence for stop in order.stops if stop.status.value in ("pending", "arrived")), None)
    return [
        _stop(stop)
        | {
            "status_label": stop.status_text,
            "when_text": orders.stop_when_text(stop, order.time_zone),
            "is_next": stop.sequence == ahead and stop.arrived_at is None,
        }
        for stop in order.stops
    ]


def _stop(stop: StopView) -> dict[str, Any]:
    people = " · ".join(part for part in (stop.contact_name, _phone(stop.contact_phone)) if part)
    place = ", ".join(part for part in (stop.floor, stop.landmark) if part)
    trouble = [stop.failed_reason, f"Marked from afar: {stop.far_reason}" if stop.far_reason else ""]
    return {
        "id": str(stop.id),
        "kind": stop.kind.value,
        "title": stop.address,
        "detail": " · ".join(part for part in (people, place, stop.note, *trouble) if part),
        "status": stop.status.value,
    }


def _place(stop: StopView) -> dict[str, Any]:
    number = {"number": stop.sequence} if stop.sequence > 1 else {}
    return {
        "id": str(stop.id),
        "lat": stop.lat,
        "lng": stop.lng,
        "kind": stop.kind.value,
        "title": stop.address,
    } | number


def _entry(entry: dict[str, Any]) -> dict[str, Any]:
    detail = " · ".join(part for part in (entry["actor_text"], entry["why"]) if part)
    tone = _TONES.get(entry["event"], "live" if entry["to_status"] else "neutral")
    return {"title": entry["text"], "detail": detail, "at": entry["at"], "tone": tone}
