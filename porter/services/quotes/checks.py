"""Whether a trip may be made at all. Pure: each check raises its own error or says nothing."""

import re
from collections.abc import Iterable
from itertools import pairwise

from porter.core.geo import distance_m
from porter.core.language import here
from porter.core.money import format_money
from porter.services.accounts import PhoneWrong, parse_phone
from porter.services.quotes.errors import (
    ContactPhoneWrong,
    EwayBillNeeded,
    GoodsKindUnknown,
    GoodsProhibited,
    SamePlace,
    TooManyStops,
)
from porter.services.quotes.inputs import UNSAID_KIND, GoodsInput, StopInput, TripInput
from porter.services.zones import CityRules

_EWAY_BILL = re.compile(r"\d{12}")
_WORD = re.compile(r"\w+")


def check_count(stops: tuple[StopInput, ...], max_stops: int) -> None:
    """Raises TooManyStops."""
    if len(stops) > max_stops:
        raise TooManyStops(
            here("A trip may have up to {count} drops. Please book the rest as a second order.", count=max_stops - 1)
        )


def check_apart(stops: tuple[StopInput, ...], same_place_m: int) -> None:
    """Raises SamePlace when two stops in a row are one place."""
    for place, (a, b) in enumerate(pairwise(stops), start=1):
        if distance_m(a.point, b.point) <= same_place_m:
            raise SamePlace(_same_place(place), stop=place)


def check_goods(goods: GoodsInput, rules: CityRules, currency: str) -> None:
    """Raises GoodsProhibited, GoodsKindUnknown or EwayBillNeeded."""
    check_allowed(goods, rules)
    check_kind(goods.kind, rules)
    check_eway_bill(goods, rules, currency)


def check_allowed(goods: GoodsInput, rules: CityRules) -> None:
    """Raises GoodsProhibited, which names everything that has to stay at home."""
    named = ", ".join(prohibited_in(f"{goods.kind} {goods.description}", rules.prohibited_goods))
    if named:
        words = here("We may not carry these goods, so please leave them out: {goods}.", goods=named)
        raise GoodsProhibited(words, goods=named)


def check_eway_bill(goods: GoodsInput, rules: CityRules, currency: str) -> None:
    """Raises EwayBillNeeded for valuable goods without the number of their bill."""
    if (goods.declared_value_minor or 0) <= rules.eway_bill_above_minor:
        return
    if not _EWAY_BILL.fullmatch(goods.eway_bill.replace(" ", "")):
        above = format_money(rules.eway_bill_above_minor, currency, trim=True)
        raise EwayBillNeeded(
            here("Goods worth more than {amount} need an e-way bill. Please enter its 12-digit number.", amount=above)
        )


def check_kind(kind: str, rules: CityRules) -> None:
    """Raises GoodsKindUnknown; whoever says nothing says "Other", which no city has to list."""
    if kind not in rules.goods_kinds and kind != UNSAID_KIND:
        kinds = ", ".join(here(each) for each in rules.goods_kinds)
        raise GoodsKindUnknown(
            here("Please choose what you send from the list: {kinds}.", kinds=kinds), kinds=list(rules.goods_kinds)
        )


def check_trip(trip: TripInput, rules: CityRules, currency: str) -> None:
    """All checks that need the city's rules."""
    check_count(trip.stops, rules.max_stops)
    check_apart(trip.stops, rules.same_place_m)
    check_goods(trip.goods, rules, currency)


def with_phones(trip: TripInput) -> TripInput:
    """The trip with the phones of its contacts in one shape. Raises ContactPhoneWrong naming the stop."""
    stops = tuple(_with_phone(stop, place) for place, stop in enumerate(trip.stops))
    return trip.model_copy(update={"stops": stops})


def _with_phone(stop: StopInput, place: int) -> StopInput:
    if not stop.contact_phone:
        return stop
    try:
        return stop.model_copy(update={"contact_phone": parse_phone(stop.contact_phone)})
    except PhoneWrong as error:
        raise ContactPhoneWrong(_wrong_phone(place), stop=place) from error


def prohibited_in(text: str, prohibited: Iterable[str]) -> list[str]:
    """The prohibited things that a text names, as whole words, singular or plural."""
    said = f" {' '.join(_stems(text))} "
    return [name for name in prohibited if f" {' '.join(_stems(name))} " in said]


def _same_place(place: int) -> str:
    if place == 1:
        return here("Drop 1 is the same place as the pickup. Please choose another place.")
    return here(
        "Drop {place} is the same place as drop {before}. Please choose another place.", place=place, before=place - 1
    )


def _wrong_phone(place: int) -> str:
    if place == 0:
        return here("Please enter a 10-digit mobile number for the contact at the pickup.")
    return here("Please enter a 10-digit mobile number for the contact at drop {place}.", place=place)


def _stems(text: str) -> list[str]:
    return [_stem(word) for word in _WORD.findall(text.lower())]


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
