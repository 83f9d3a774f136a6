"""One order from the search to the receipt, as its customer follows it."""

from typing import Any
from uuid import UUID

import reflex as rx

from porter.core import clock, db
from porter.core.errors import NotFound
from porter.core.geo import Point
from porter.core.language import Language, here, here_count, msg
from porter.core.money import format_money
from porter.models.enums import OrderStatus
from porter.services import accounts, orders, payments
from porter.services.orders import OrderView
from porter.services.places import rest_of, short_name
from porter.state.customer import draft as drafts
from porter.state.customer.live_driver import LiveDriverState, driver_moved
from porter.state.customer.places import PlacesState
from porter.state.customer.quote import QuoteState
from porter.state.customer.trip import TripState
from porter.state.customer.words import drawing_of, no_shapes, ring, ring_box, stop_marker
from porter.state.hub import Message, hub
from porter.state.session import CustomerOnly

TONES = {"delivered": "good", "cancelled": "neutral", "no_driver": "warn", "failed": "bad"}
MOST_STEPS = 10
RAISES = (1, 2, 5)
NO_ORDER = UUID(int=0)
GLANCE_STOPS = 3
"""So many stops leave room for the code on a phone's first look."""


class OrderState(CustomerOnly, rx.State):
    """The order on the screen."""

    order: dict[str, Any] = {}
    stops: list[dict[str, Any]] = []
    ahead: list[dict[str, Any]] = []
    story: list[dict[str, Any]] = []
    markers: list[dict[str, Any]] = []
    area: dict[str, Any] = {}
    fit: list[dict[str, float]] = []
    code: dict[str, str] = {}
    search: dict[str, Any] = {}
    now: str = ""
    loaded: bool = False
    missing: bool = False
    busy: str = ""
    fit_key: str = ""
    _watched: str = ""

    @rx.event
    async def load(self) -> None:
        """The page opens, or is connected again: read everything, and watch."""
        order_id = order_id_of(self.router.url.path)
        if self.order.get("id") != str(order_id):
            self.order, self.stops, self.story, self.loaded, self.missing = {}, [], [], False, False
        try:
            await self._read(order_id)
        except NotFound:
            self.missing, self.loaded = True, True
            return
        await hub.watch_events(f"order:{order_id}", self.router.session.client_token, _changed)
        self.loaded = True

    @rx.event
    async def refresh(self) -> None:
        """Something changed."""
        if self.order:
            await self._read(UUID(self.order["id"]))

    @rx.event
    async def raise_offer(self, steps: int) -> Any:
        """Offer the driver more, in steps of the city."""
        self.busy = "raise"
        yield
        try:
            async with db.transaction() as session:
                actor, order_id = await self._actor(), await self._here()
                step_minor = int(self.order["raise_step_minor"])
                more_minor = step_minor * max(1, min(MOST_STEPS, int(steps)))
                order = await payments.raise_offer(session, actor, order_id, more_minor)
            await self._show(order, actor)
        finally:
            self.busy = ""

    @rx.event
    async def search_again(self) -> Any:
        """Nobody came: look once more."""
        self.busy = "again"
        yield
        try:
            async with db.transaction() as session:
                actor = await self._actor()
                order = await orders.search_again(session, actor, await self._here())
            await self._show(order, actor)
        finally:
            self.busy = ""

    @rx.event
    async def book_again(self) -> Any:
        """The same trip once more: it waits on the home page, to be priced afresh."""
        async with db.reading() as session:
            trip = await orders.again(session, await self._actor(), await self._here())
        waiting = await self.get_state(TripState)
        waiting._start_with(drafts.of_trip(trip))
        (await self.get_state(PlacesState)).query = ""
        return rx.redirect("/home")

    @rx.event
    async def another_vehicle(self) -> Any:
        """Nobody came: this order ends for nothing, and its trip is priced again to choose another class.

        Raises IllegalStep when somebody has been found after all.
        """
        async with db.transaction() as session:
            actor, order_id = await self._actor(), await self._here()
            trip = await orders.again(session, actor, order_id)
            await orders.cancel(session, actor, order_id, msg("I found another vehicle"), 0, only=OrderStatus.NO_DRIVER)
        (await self.get_state(TripState))._start_with(drafts.of_trip(trip))
        return [QuoteState.ask, rx.redirect("/home")]

    async def _here(self) -> UUID:
        if not self.order:
            raise NotFound(msg("We could not find this order."))
        return UUID(self.order["id"])

    async def _read(self, order_id: UUID) -> None:
        actor = await self._actor()
        async with db.reading() as session:
            order = await orders.get(session, actor, order_id)
        await self._show(order, actor)

    async def _show(self, order: OrderView, actor: Any) -> None:
        async with db.reading() as session:
            entries = await orders.timeline(session, actor, order.id)
        self.order = _shown(order)
        self.stops = _stops(order)
        self.ahead = around_next(self.stops)
        total = len(order.stops)
        self.markers = [stop_marker(stop, place, total) for place, stop in enumerate(self.stops)]
        self.story = [
            {
                "title": entry.text,
                "detail": here(entry.why),
                "at": entry.at.isoformat(),
                "tone": TONES.get(entry.to_status, ""),
            }
            for entry in reversed(entries)
        ]
        self.code = _code(order)
        self.now = clock.now().isoformat()
        self.search = _search(order)
        live = await self.get_state(LiveDriverState)
        await live._follow(actor, order)
        self.area, ground = _ground(order)
        self.fit = [*ground, *([{"lat": live.at["lat"], "lng": live.at["lng"]}] if live.at else [])]
        self.fit_key = f"{order.id}:{order.status.value}:{order.search.radius_m if order.search else 0}:{bool(live.at)}"
        await self._watch(
            f"drv:{order.driver.id}" if order.driver and live.following else "", actor.language, order.time_zone
        )

    async def _watch(self, channel: str, language: Language, time_zone: str) -> None:
        """Follow this driver and nobody else; after the handover nobody at all."""
        token = self.router.session.client_token
        if self._watched and self._watched != channel:
            await hub.unwatch(self._watched, token)
        if channel:
            await hub.watch(channel, token, driver_moved(language, time_zone))
        self._watched = channel


def order_id_of(path: str) -> UUID:
    """The order that an address names; an address that names none gives an id that no order has."""
    parts = [part for part in path.split("/") if part]
    try:
        return UUID(parts[1]) if len(parts) > 1 else NO_ORDER
    except ValueError:
        return NO_ORDER


def _shown(order: OrderView) -> dict[str, Any]:
    shown = order.plain()
    driver = shown["driver"] or {}
    return {
        **{key: value for key, value in shown.items() if key not in ("stops", "search", "waiting")},
        "waiting_text": order.waiting.text if order.waiting else "",
        "driver": driver,
        "drawing": drawing_of(order.vehicle.code),
        "vehicle_name": order.vehicle.name,
        "is_searching": order.status.value == "searching_driver",
        "is_moving": order.status.value in ("assigned", "picked_up", "in_transit"),
        "lines": [{"label": line.label, "amount_text": line.amount_text} for line in order.lines],
        "receipt_href": f"/orders/{order.id}/receipt" if order.receipt_number else "",
        "nothing_due": order.status.value == "cancelled" and not order.cancel_fee_minor,
        "fee_text": here("Cancellation fee: {amount}", amount=format_money(order.cancel_fee_minor, order.currency))
        if order.cancel_fee_minor
        else "",
    }


def around_next(stops: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What a glance needs of a long trip: the stop before, the one that comes next, and what follows."""
    at = next((place for place, stop in enumerate(stops) if stop["status"] in ("", "arrived")), len(stops))
    first = max(0, min(at - 1, len(stops) - GLANCE_STOPS))
    return stops[first : first + GLANCE_STOPS]


def _stops(order: OrderView) -> list[dict[str, Any]]:
    ahead = next((stop.sequence for stop in order.stops if stop.status.value in ("pending", "arrived")), None)
    return [
        _stop(stop.model_dump(mode="json"))
        | {
            "when_text": orders.stop_when_text(stop, order.time_zone),
            "is_next": stop.sequence == ahead and stop.arrived_at is None,
            "number": str(stop.sequence) if stop.sequence and len(order.stops) > 2 else "",
        }
        for stop in order.stops
    ]


def _stop(stop: dict[str, Any]) -> dict[str, Any]:
    phone = accounts.display_phone(stop["contact_phone"]) if stop["contact_phone"] else ""
    who = " · ".join(part for part in (stop["contact_name"], phone) if part)
    extra = " · ".join(part for part in (stop["floor"], stop["landmark"], who) if part)
    name = short_name(stop["address"])
    known = "" if stop["status"] == "pending" else stop["status"]
    detail = extra or rest_of(stop["address"])
    return {**stop, "title": name, "detail": detail, "status": known, "status_label": stop["status_text"]}


def _code(order: OrderView) -> dict[str, str]:
    """The code of the handover that comes next."""
    stop = next((stop for stop in order.stops if stop.otp), None)
    if stop is None:
        return {}
    if stop.sequence == 0:
        title = here("Code for the pickup")
    elif len(order.stops) == 2:
        title = here("Code for the drop")
    else:
        title = here("Code for drop {place}", place=stop.sequence)
    return {"digits": stop.otp, "title": title, "here": "yes" if stop.arrived_at else ""}


def _search(order: OrderView) -> dict[str, Any]:
    search = order.search
    if search is None:
        return {}
    return {
        "anybody": "yes" if search.asked else "",
        "progress_text": _progress(search.asked, f"{search.radius_m / 1000:.1f}"),
        "ends_at": search.ends_at.isoformat() if search.ends_at else "",
        "raise_at": search.can_raise_from.isoformat() if search.can_raise_from else "",
        "raises": [
            {"steps": str(steps), "text": f"+{format_money(order.raise_step_minor * steps, order.currency, trim=True)}"}
            for steps in RAISES
        ],
        "may_raise": order.can_raise and (search.can_raise_from is None or search.can_raise_from <= clock.now()),
    }


def _progress(asked: int, number: str) -> str:
    if asked == 0:
        return here("Asking drivers near you within {number} km", number=number)
    return here_count(
        "1 driver asked within {number} km", "{count} drivers asked within {number} km", asked, number=number
    )


def _ground(order: OrderView) -> tuple[dict[str, Any], list[dict[str, float]]]:
    """The ring of the search, and what the map should show."""
    pickup = order.stops[0]
    if order.search and order.status.value == "searching_driver":
        centre = Point(pickup.lat, pickup.lng)
        return ring(centre, order.search.radius_m), ring_box(centre, order.search.radius_m)
    return no_shapes(), [{"lat": stop.lat, "lng": stop.lng} for stop in order.stops]


def _changed(_message: Message) -> Any:
    return OrderState.refresh
