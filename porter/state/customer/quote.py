"""Prices of a trip, side by side, and the one press that books."""

from typing import Any
from uuid import UUID

import reflex as rx
from pydantic import ValidationError

from porter.core import clock
from porter.core.errors import PorterError
from porter.core.language import here, here_count, msg
from porter.services import payments, quotes
from porter.services.accounts import Actor
from porter.services.orders import BookInput, QuoteExpired
from porter.services.quotes import EstimateView, QuoteView
from porter.services.vehicles import VehicleClassView
from porter.services.zones import OutsideZone
from porter.state.customer import draft as drafts
from porter.state.customer.details import GoodsState
from porter.state.customer.home_city import rules_for
from porter.state.customer.pay_by import PayByState
from porter.state.customer.trip import TripState
from porter.state.customer.words import drawing_of
from porter.state.session import CustomerOnly

SUGGESTED = "mini_truck"
"""What most people take who do not say a weight."""


class QuoteState(CustomerOnly, rx.State):
    """The estimate on the screen, and the class that is chosen."""

    rows: list[dict[str, Any]] = []
    chosen: str = ""
    picked: dict[str, Any] = {}
    trip: dict[str, str] = {}
    times: dict[str, str] = {}
    asking: bool = False
    booking: bool = False
    error: str = ""
    error_for: str = ""
    """The places that the error is about: it goes when they do."""
    outside: bool = False
    changed: str = ""
    _search_min: int = 5

    @rx.event
    async def ask(self) -> Any:
        """Price the trip and show the classes."""
        self.asking, self.error, self.outside, self.changed = True, "", False, ""
        yield
        if await self._quote():
            (await self.get_state(TripState))._show("class")
        self.asking = False

    @rx.event
    async def expired(self) -> Any:
        """The promise is over: ask again by itself, and say so when the price is another."""
        trip = await self.get_state(TripState)
        if trip.step != "class" or self.asking or self.booking:
            return
        before, self.asking = self.picked, True
        yield
        if await self._quote():
            self._compare(before)
        self.asking = False

    @rx.event
    async def choose(self, class_code: str) -> None:
        """Take a vehicle class."""
        self._choose(str(class_code))
        await self._price(await self._actor())

    @rx.event
    async def save_goods(self, form: dict[str, Any]) -> Any:
        """The goods changed: so may the prices."""
        goods, trip = await self.get_state(GoodsState), await self.get_state(TripState)
        saved = await goods._save(form)
        if saved:
            self.error = ""
        if saved and trip.step == "class":
            return QuoteState.ask
        return None

    @rx.event
    async def book(self) -> Any:
        """Commit. The same press twice leads to the same order."""
        if not self.picked.get("quote_id"):
            self.error, self.error_for = msg("Please choose a vehicle."), (await self.get_state(TripState)).fit_key
            return
        self.booking, self.error = True, ""
        self.error_for = (await self.get_state(TripState)).fit_key
        yield
        yield await self._book()
        self.booking = False

    async def _quote(self) -> bool:
        actor = await self._actor()
        trip = await self.get_state(TripState)
        self.error_for = trip.fit_key
        try:
            estimate = await quotes.quote_trip(actor.id, drafts.trip_of(trip._draft()))
        except ValidationError:
            self.error = msg("Please choose the pickup and the drop first.")
            return False
        except PorterError as problem:
            self._refuse(problem, trip)
            return False
        self._search_min = (await rules_for(trip._draft())).rules.search_s // 60 or 1
        self._show(estimate)
        await self._price(actor)
        return True

    def _refuse(self, problem: PorterError, trip: TripState) -> None:
        """Say it, and mark the stop that it names."""
        self.error, self.error_for, self.outside = problem.message, trip.fit_key, isinstance(problem, OutsideZone)
        if "stop" in problem.extra:
            trip._blame(int(problem.extra["stop"]))

    async def _price(self, actor: Actor) -> None:
        """The ways of paying go by the amount: what the wallet covers, how it could be split."""
        if self.picked:
            await (await self.get_state(PayByState))._offer(actor, int(self.picked["total_minor"]))

    async def _book(self) -> Any:
        actor = await self._actor()
        trip = await self.get_state(TripState)
        pay_by = await self.get_state(PayByState)
        way = pay_by._way()
        what = {"quote_id": self.picked["quote_id"], "payment_method": way.method, "note": trip._draft().note}
        try:
            order, checkout = await payments.book(
                actor, BookInput.model_validate(what), use_wallet=way.use_wallet, card_id=way.card_id
            )
        except QuoteExpired as late:
            before = self.picked
            self._show(late.extra["estimate"])
            self._compare(before)
            await self._price(actor)
            return None
        except PorterError as problem:
            self.error = problem.message
            await self._price(actor)
            return None
        trip._keep(drafts.empty())
        trip._show("start")
        if checkout and checkout.page_url:
            pay_by.checkout_url = checkout.page_url
            return None
        return rx.redirect(_page_of(order.id))

    def _show(self, estimate: EstimateView) -> None:
        self.rows = _in_order([_row(quote, self._search_min) for quote in estimate.quotes])
        self.trip = {
            "distance": estimate.distance_text,
            "duration": estimate.duration_text,
            "polyline": estimate.polyline,
        }
        self.times = {"expires_at": estimate.expires_at.isoformat(), "now": clock.now().isoformat()}
        fits = [row["id"] for row in self.rows if row["fits"]]
        self._choose(self.chosen if self.chosen in fits else next(iter(fits), ""))

    def _choose(self, class_code: str) -> None:
        found = next((row for row in self.rows if row["id"] == class_code and row["fits"]), None)
        self.chosen, self.picked = (found["id"], found) if found else ("", {})

    def _compare(self, before: dict[str, Any]) -> None:
        if before and self.picked and before["total_text"] != self.picked["total_text"]:
            name, was, now = self.picked["name"], before["total_text"], self.picked["total_text"]
            self.changed = here(
                "The price of the {vehicle} changed from {was} to {now}.",
                vehicle=_in_a_sentence(name),
                was=was,
                now=now,
            )
        else:
            self.changed = ""


def _in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The suggestion, then what fits by size, then what does not."""
    suggested = next((row["id"] for row in rows if row["fits"] and row["id"] == SUGGESTED), "")
    return sorted(rows, key=lambda row: (row["id"] != suggested, not row["fits"]))


def _row(quote: QuoteView, search_min: int) -> dict[str, Any]:
    vehicle = quote.vehicle
    return {
        "id": vehicle.code,
        "quote_id": str(quote.id) if quote.id else "",
        "drawing": drawing_of(vehicle.code),
        "name": vehicle.name,
        "capacity_text": _capacity(vehicle),
        "eta_text": quote.pickup_eta_text if quote.pickup_eta_s is not None else here("None nearby"),
        "none_near": _none_near(vehicle.name, search_min) if quote.pickup_eta_s is None else "",
        "total_minor": quote.total_minor,
        "total_text": quote.total_text,
        "book_text": _booking(vehicle.name, quote.total_text.removesuffix(".00")),
        "reason": vehicle.reason,
        "fits": quote.fits,
        "why_not": quote.why_not,
        "fare_note": ". ".join(text for text in (quote.surge_text, quote.waiting_text) if text),
        "lines": [{"label": line.label, "amount_text": line.amount_text} for line in quote.lines],
    }


def _booking(name: str, amount: str) -> str:
    return here("Book {vehicle} · {amount}", vehicle=_in_a_sentence(name), amount=amount)


def _none_near(name: str, minutes: int) -> str:
    """Said before it is booked: that nobody is near, and what we do about it."""
    return here_count(
        "No {vehicle} is near now. We search for up to 1 minute.",
        "No {vehicle} is near now. We search for up to {count} minutes.",
        minutes,
        vehicle=_in_a_sentence(name),
    )


def _capacity(vehicle: VehicleClassView) -> str:
    size = vehicle.size_text.replace(" × ", "×")
    weight = here("{number} kg", number=f"{vehicle.capacity_kg:,}")
    return f"{weight} · {size}" if size else vehicle.capacity_text


def _in_a_sentence(name: str) -> str:
    return name if name.startswith("EV") else name[:1].lower() + name[1:]


def _page_of(order_id: UUID) -> str:
    return f"/orders/{order_id}"
