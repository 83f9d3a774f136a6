"""The panel of one order: everything about it, live."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from typing import Any, ClassVar
from uuid import UUID

import reflex as rx

from porter.core import clock, db
from porter.core.ids import claimed_id
from porter.core.words import clock_text, local_text
from porter.services import accounts, drivers, matching, orders, tracking
from porter.services.accounts import Actor
from porter.services.orders import OrderPanelView, StopView
from porter.services.tracking import TrackingView
from porter.state.admin.panelled import Panelled
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
    seen_text: str = ""
    stale: bool = False


@cache
def show_driver_in(class_code: str) -> Callable[[dict[str, Any]], dict[str, dict[str, Any]]]:
    """A position as the panel's map wants it; one function per vehicle class, so that it is rendered once for all."""

    def show(position: dict[str, Any]) -> dict[str, dict[str, Any]]:
        age_s = max(0, int((clock.now() - datetime.fromisoformat(position["at"])).total_seconds()))
        stale = age_s > drivers.STALE_S
        shown = {
            "driver": [_marker(position | {"stale": stale}, class_code)],
            "eta_text": _ahead_text(position.get("eta_text") or "", stale),
            "seen_text": tracking.seen_text(age_s),
            "stale": stale,
        }
        return {OrderLiveState.get_full_name(): shown}

    return show


def _ahead_text(eta_text: str, stale: bool) -> str:
    """Nobody knows how far the next stop is from a place where the driver was minutes ago."""
    return "" if stale else eta_text


def _marker(position: dict[str, Any], class_code: str) -> dict[str, Any]:
    place = {key: position[key] for key in ("lat", "lng", "heading")}
    kind = "truck" if class_code == "pickup" else class_code  # on a map, "pickup" is a place
    return place | {"id": "driver", "kind": kind, "title": "Driver", "stale": position["stale"]}


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
    route_later: str = ""
    _watched: str = ""

    @rx.event
    def choose_tab(self, tab: str) -> None:
        """Order, timeline or dispatch trace."""
        if tab in TABS:
            self.tab = tab

    @rx.event
    async def look_again(self) -> None:
        """From time to time: how old the position is. Nobody sends a word when a driver falls silent."""
        if self.view:
            await self._follow_driver(await tracking.view(await self._actor(), _order_id(self.open_id)))

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
        self.stops = [_stop(stop, panel.time_zone) for stop in panel.order.stops]
        self.lines = shown["order"].pop("lines")
        self.timeline = [_entry(entry) for entry in reversed(shown.pop("timeline"))]
        self.places = [_place(stop, len(panel.order.stops)) for stop in panel.order.stops]
        shown["order"].pop("stops")
        phones = {key: _phone(shown[key]) for key in ("customer_phone", "driver_phone")}
        self.view = shown | {f"{key}_text": text for key, text in phones.items()}

    async def _follow_driver(self, where: TrackingView) -> None:
        """The driver's marker as it is now, when they are expected, and every position from now on."""
        live, token = await self.get_state(OrderLiveState), self.router.session.client_token
        driver_id = str(where.driver_id) if where.driver_id else ""
        order = self.view["order"]
        class_code = (order["driver"] or {}).get("vehicle_code") or order["vehicle"]["code"]
        known = driver_id and where.lat is not None
        live.driver = [_marker(where.plain(), class_code)] if known else []
        live.eta_text, live.seen_text = _ahead_text(where.eta_text, where.stale), where.seen_text
        live.stale, self.route, self.route_later = where.stale, where.polyline, where.polyline_later
        self.stops = [stop | _expected(stop, where, self.view["time_zone"]) for stop in self.stops]
        if self._watched and self._watched != driver_id:
            await hub.unwatch(f"drv:{self._watched}", token)
        if driver_id and driver_id != self._watched:
            await hub.watch(f"drv:{driver_id}", token, show_driver_in(class_code))
        self._watched = driver_id


def _order_id(text: str) -> UUID:
    return claimed_id(text, "We could not find this order.")


def _phone(phone: str) -> str:
    return accounts.display_phone(phone) if phone else ""


def _stop(stop: StopView, time_zone: str) -> dict[str, Any]:
    people = " · ".join(part for part in (stop.contact_name, _phone(stop.contact_phone)) if part)
    place = ", ".join(part for part in (stop.floor, stop.landmark) if part)
    trouble = [stop.failed_reason, f"Marked from afar: {stop.far_reason}" if stop.far_reason else ""]
    at = stop.done_at or stop.arrived_at
    return {
        "id": str(stop.id),
        "sequence": stop.sequence,
        "kind": stop.kind.value,
        "title": stop.address,
        "detail": " · ".join(part for part in (people, place, stop.note, *trouble) if part),
        "status": stop.status.value,
        "status_label": stop.status_text,
        "when_text": clock_text(at, time_zone) if at else "",
        "when_title": local_text(at, time_zone) if at else "",
    }


def _expected(stop: dict[str, Any], where: TrackingView, time_zone: str) -> dict[str, str]:
    """When the driver will be at the stop that they head for; of the stops that are over, and those after it, nothing."""
    if stop["status"] != "pending":
        return {}
    if stop["sequence"] != where.next_stop_sequence or where.eta_s is None or where.stale:
        return {"when_text": "", "when_title": ""}
    at = clock.now() + timedelta(seconds=where.eta_s)
    return {"when_text": f"about {clock_text(at, time_zone)}", "when_title": f"Expected {local_text(at, time_zone)}"}


def _place(stop: StopView, stops: int) -> dict[str, Any]:
    number = {"number": stop.sequence} if stop.sequence and stops > 2 else {}
    return {
        "id": str(stop.id),
        "lat": stop.lat,
        "lng": stop.lng,
        "kind": stop.kind.value,
        "title": stop.address,
    } | number


def _entry(entry: dict[str, Any]) -> dict[str, Any]:
    detail = " · ".join(part for part in (entry["actor_text"], entry["why"], entry["detail"]) if part)
    tone = _TONES.get(entry["event"], "live" if entry["to_status"] else "neutral")
    return {"title": entry["text"], "detail": detail, "at": entry["at"], "tone": tone}
