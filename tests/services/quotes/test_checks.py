"""What may be carried, and where to."""

import pytest

from porter.seed.bengaluru import PROHIBITED
from porter.services.quotes import (
    ContactPhoneWrong,
    EwayBillNeeded,
    GoodsInput,
    GoodsKindUnknown,
    GoodsProhibited,
    SamePlace,
    StopInput,
    TooManyStops,
    TripInput,
)
from porter.services.quotes.checks import check_trip, prohibited_in, with_phones
from porter.services.zones import CityRules

RULES = CityRules(prohibited_goods=PROHIBITED)
HERE = StopInput(lat=12.9349, lng=77.6189)
THERE = StopInput(lat=12.9719, lng=77.6412)


def trip(*stops: StopInput, **goods: object) -> TripInput:
    """A trip with these stops and goods."""
    return TripInput(stops=stops, goods=GoodsInput.model_validate(goods))


@pytest.mark.parametrize(
    "said", ["Fireworks", "2 boxes of firecrackers", "LPG cylinders", "an LPG  cylinder!", "guns", "sulphuric ACID"]
)
def test_prohibited_goods_are_named(said: str) -> None:
    assert prohibited_in(said, PROHIBITED)
    with pytest.raises(GoodsProhibited, match="We may not carry"):
        check_trip(trip(HERE, THERE, description=said), RULES, "INR")


def test_all_that_may_not_be_carried_is_named_at_once() -> None:
    """Whoever leaves out the first thing is not sent back for the second."""
    with pytest.raises(GoodsProhibited, match="leave them out: firework, diesel, lpg cylinder") as found:
        check_trip(trip(HERE, THERE, description="Diesel, fireworks and 2 LPG cylinders"), RULES, "INR")
    assert found.value.extra == {"goods": "firework, diesel, lpg cylinder"}


@pytest.mark.parametrize(
    "said", ["Gunny bags", "Placid lake painting", "a drugstore shelf", "Cashew nuts", "glass", ""]
)
def test_words_that_only_look_alike_are_fine(said: str) -> None:
    assert prohibited_in(said, PROHIBITED) == []


@pytest.mark.parametrize(
    ("value", "bill", "fine"),
    [
        (5_000_000, "", True),
        (5_000_001, "", False),
        (5_000_001, "12345", False),
        (5_000_001, "1234 5678 9012", True),
        (None, "", True),
    ],
)
def test_an_eway_bill_above_fifty_thousand(value: int | None, bill: str, fine: bool) -> None:
    what = trip(HERE, THERE, declared_value_minor=value, eway_bill=bill)
    if fine:
        check_trip(what, RULES, "INR")
    else:
        with pytest.raises(EwayBillNeeded, match="₹50,000"):
            check_trip(what, RULES, "INR")


def test_only_what_the_city_lists_is_sent() -> None:
    rules = CityRules(goods_kinds=("Silk", "Coffee"))
    check_trip(trip(HERE, THERE, kind="Coffee"), rules, "INR")
    check_trip(trip(HERE, THERE), rules, "INR")
    with pytest.raises(GoodsKindUnknown, match="from the list: Silk, Coffee") as found:
        check_trip(trip(HERE, THERE, kind="Furniture"), rules, "INR")
    assert found.value.extra == {"kinds": ["Silk", "Coffee"]}


def test_the_same_place_twice_in_a_row_is_refused() -> None:
    near = StopInput(lat=12.9350, lng=77.6190)  # about 15 m away
    with pytest.raises(SamePlace, match="Drop 1 is the same place as the pickup"):
        check_trip(trip(HERE, near), RULES, "INR")
    with pytest.raises(SamePlace, match="Drop 2 is the same place as drop 1") as found:
        check_trip(trip(HERE, THERE, THERE), RULES, "INR")
    assert found.value.extra == {"stop": 2}
    check_trip(trip(HERE, THERE, HERE), RULES, "INR")


def test_ten_drops_and_no_more() -> None:
    zigzag = [HERE, THERE] * 6
    check_trip(trip(*zigzag[:11]), RULES, "INR")
    with pytest.raises(TooManyStops, match="up to 10 drops"):
        check_trip(trip(*zigzag), RULES, "INR")


def test_phones_of_contacts_get_one_shape_or_name_the_stop() -> None:
    fine = with_phones(trip(HERE, THERE.model_copy(update={"contact_phone": "098450-12345"})))
    assert [stop.contact_phone for stop in fine.stops] == ["", "+919845012345"]
    with pytest.raises(ContactPhoneWrong, match="drop 1") as found:
        with_phones(trip(HERE, THERE.model_copy(update={"contact_phone": "12345"})))
    assert found.value.extra == {"stop": 1}
