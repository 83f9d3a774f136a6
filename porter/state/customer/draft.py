"""The trip that somebody is putting together: a plain value, and what can be done with it. No state, no input or output."""

from itertools import pairwise
from typing import Any

from pydantic import ValidationError

from porter.core.geo import Point, distance_m
from porter.core.ids import new_id
from porter.core.language import msg
from porter.core.views import Input, View
from porter.services import accounts
from porter.services.places import PlaceView, rest_of, short_name
from porter.services.quotes import GoodsInput, StopInput, TripInput
from porter.services.zones import MOST_STOPS_ANYWHERE


class DraftStop(View):
    """One place of the trip; without a position it waits to be chosen."""

    key: str
    title: str = ""
    address: str = ""
    lat: float | None = None
    lng: float | None = None
    landmark: str = ""
    floor: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    note: str = ""

    @property
    def filled(self) -> bool:
        """Whether a place has been chosen."""
        return self.point is not None

    @property
    def point(self) -> Point | None:
        """Where it is, once that has been chosen."""
        return None if self.lat is None or self.lng is None else Point(self.lat, self.lng)


class DraftGoods(View):
    """What is carried, as it was typed; without a kind, the city's first is meant."""

    kind: str = ""
    description: str = ""
    weight_kg: int = 0
    fragile: bool = False
    declared_rupees: int = 0
    eway_bill: str = ""


class Draft(View):
    """Stops in their order (the first is the pickup), goods, and a note to the driver."""

    stops: tuple[DraftStop, ...]
    goods: DraftGoods = DraftGoods()
    note: str = ""

    @property
    def complete(self) -> bool:
        """Whether it can be priced."""
        return all(stop.filled for stop in self.stops)

    @property
    def pickup(self) -> Point | None:
        """Where it begins, once that has been chosen."""
        return self.stops[0].point

    @property
    def first_empty(self) -> str:
        """The key of the first stop without a place, or nothing."""
        return next((stop.key for stop in self.stops if not stop.filled), "")


class Details(Input):
    """What a person adds to a stop."""

    landmark: str = ""
    floor: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    note: str = ""


def empty() -> Draft:
    """A pickup and a drop, both open."""
    return Draft(stops=(DraftStop(key=str(new_id())), DraftStop(key=str(new_id()))))


def put(draft: Draft, key: str, place: PlaceView) -> Draft:
    """Set a place. What was chosen for the other stops stays, also when it is the same place: `twice` finds it."""
    chosen = {name: getattr(place, name) for name in PlaceView.model_fields}
    stops = tuple(DraftStop(key=stop.key, **chosen) if stop.key == key else stop for stop in draft.stops)
    return draft.model_copy(update={"stops": stops})


def twice(draft: Draft, within_m: int) -> str:
    """The key of the first stop that is the same place as the one before it, or nothing."""
    for before, stop in pairwise(draft.stops):
        if before.point and stop.point and distance_m(before.point, stop.point) <= within_m:
            return stop.key
    return ""


def move(draft: Draft, key: str, place: PlaceView) -> Draft:
    """A stop somewhere else: whom to meet there and the note stay, floor and landmark were of the old place."""
    chosen = place.model_dump(include={"title", "address", "lat", "lng"}) | {"floor": "", "landmark": ""}
    stops = tuple(stop.model_copy(update=chosen) if stop.key == key else stop for stop in draft.stops)
    return draft.model_copy(update={"stops": stops})


def add_drop(draft: Draft, most_stops: int) -> tuple[Draft, str]:
    """One more open drop and its key; nothing more when the trip is full."""
    if len(draft.stops) >= most_stops or draft.first_empty:
        return draft, draft.first_empty
    fresh = DraftStop(key=str(new_id()))
    return draft.model_copy(update={"stops": (*draft.stops, fresh)}), fresh.key


def remove(draft: Draft, key: str) -> Draft:
    """Without a stop; of the last two, the place is only opened."""
    if len(draft.stops) > 2:
        return draft.model_copy(update={"stops": tuple(stop for stop in draft.stops if stop.key != key)})
    opened = tuple(DraftStop(key=stop.key) if stop.key == key else stop for stop in draft.stops)
    return draft.model_copy(update={"stops": opened})


def reorder(draft: Draft, keys: list[str]) -> Draft:
    """The stops in the order of their keys; an order that does not name each once changes nothing."""
    known = {stop.key: stop for stop in draft.stops}
    if len(keys) != len(known) or set(keys) != set(known):
        return draft
    return draft.model_copy(update={"stops": tuple(known[key] for key in keys)})


def detail(draft: Draft, key: str, details: Details) -> Draft:
    """The details of one stop replaced."""
    stops = tuple(stop.model_copy(update=details.model_dump()) if stop.key == key else stop for stop in draft.stops)
    return draft.model_copy(update={"stops": stops})


def trip_of(draft: Draft) -> TripInput:
    """What is asked to be priced. Raises ValidationError for an incomplete draft."""
    stops = tuple(StopInput.model_validate(stop.model_dump(exclude={"key", "title"})) for stop in draft.stops)
    return TripInput(stops=stops, goods=goods_of(draft.goods))


def goods_of(goods: DraftGoods) -> GoodsInput:
    """What is carried, as it is asked to be priced. Raises ValidationError for what no form lets through."""
    return GoodsInput(**_said(goods))


def unchecked_goods(goods: DraftGoods) -> GoodsInput:
    """The same while it is being typed, whatever signs it has: a form looks at it before it is sent."""
    return GoodsInput.model_construct(**_said(goods))


def of_trip(trip: TripInput) -> Draft:
    """A draft of a trip that was made before."""
    stops = tuple(
        DraftStop(
            key=str(new_id()),
            title=short_name(stop.address),
            contact_phone=accounts.display_phone(stop.contact_phone) if stop.contact_phone else "",
            **stop.model_dump(exclude={"contact_phone"}),
        )
        for stop in trip.stops
    )
    goods = trip.goods.model_dump(exclude={"declared_value_minor"})
    rupees = (trip.goods.declared_value_minor or 0) // 100
    return Draft(stops=stops, goods=DraftGoods(declared_rupees=rupees, **goods))


def restored(text: str) -> Draft | None:
    """A draft that a browser kept, or None when it is not one."""
    try:
        draft = Draft.model_validate_json(text) if text else None
    except ValidationError:
        return None
    return draft if draft and 2 <= len(draft.stops) <= MOST_STOPS_ANYWHERE else None


def row(stop: DraftStop, place: int, wrong: str = "") -> dict[str, Any]:
    """A stop as the screen lists it; `wrong` says why it cannot stay like this."""
    who = " · ".join(part for part in (stop.contact_name, stop.contact_phone) if part)
    extra = " · ".join(part for part in (stop.floor, stop.landmark, who) if part)
    kind = "pickup" if place == 0 else "drop"
    ask = msg("Choose the pickup") if place == 0 else msg("Choose the drop")
    title = stop.title if stop.filled else ask
    detail = extra or _rest(stop)
    return {"id": stop.key, "kind": kind, "title": title, "detail": detail, "filled": stop.filled, "wrong": wrong}


def _said(goods: DraftGoods) -> dict[str, Any]:
    said = goods.model_dump(exclude={"declared_rupees"} if goods.kind else {"declared_rupees", "kind"})
    return said | {"declared_value_minor": goods.declared_rupees * 100 or None}


def _rest(stop: DraftStop) -> str:
    """The address without its title, said once."""
    rest = rest_of(stop.address)
    return rest if stop.title == short_name(stop.address) else stop.address.removeprefix(stop.title).lstrip(", ")
