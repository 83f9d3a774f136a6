"""What a city decides for itself reaches the forms of a booking: kinds of goods, e-way bill, number of stops."""

from dataclasses import replace
from uuid import UUID

from porter.core import db
from porter.models import City
from porter.services.accounts import Actor
from porter.state.customer.details import GoodsState
from porter.state.customer.places import PlacesState
from porter.state.customer.quote import QuoteState
from porter.state.customer.trip import TripState
from tests.state.customer.test_booking import trip
from tests.state.tabs import Tab

INDIRANAGAR_METRO = {"lat": 12.9783, "lng": 77.6408}


async def rule(**rules: object) -> None:
    """Operations change the rules of the city."""
    async with db.transaction() as session:
        city = await session.get(City, "BLR")
        assert city
        city.rules = {**city.rules, **rules}


async def test_the_kinds_of_goods_are_the_citys_own_words(tab: Tab, sessions: dict[UUID, Actor], asha: Actor) -> None:
    """A kind that we know is said in the reader's language, the city's own as it is written."""
    sessions[asha.id] = replace(asha, language="hi")
    await rule(goods_kinds=["Coffee", "Furniture"])
    await trip(tab)
    await tab.fire(GoodsState.load)
    shown = await tab.state(GoodsState)
    assert shown.kinds == [["Coffee", "Coffee"], ["Furniture", "फ़र्नीचर"]]
    assert (shown.goods["kind"], shown.summary.split(" · ")[0]) == ("Coffee", "Coffee")
    await tab.fire(GoodsState.choose_kind, kind="Furniture")
    await tab.fire(QuoteState.save_goods, form={"weight_kg": "40"})
    await tab.fire(QuoteState.ask)
    assert ((await tab.state(QuoteState)).error, (await tab.state(TripState)).step) == ("", "class")


async def test_a_kind_that_is_no_longer_listed_gives_way_in_the_form_and_is_refused_by_the_price(tab: Tab) -> None:
    await trip(tab)
    await tab.fire(GoodsState.load)
    await tab.fire(GoodsState.choose_kind, kind="Machine parts")
    await tab.fire(QuoteState.save_goods, form={})
    await rule(goods_kinds=["Coffee"])
    await tab.fire(QuoteState.ask)
    assert (await tab.state(QuoteState)).error == "Please choose what you send from the list: Coffee."
    await tab.fire(GoodsState.open)
    assert (await tab.state(GoodsState)).goods["kind"] == "Coffee"
    await tab.fire(QuoteState.ask)
    assert (await tab.state(QuoteState)).error == ""


async def test_the_form_asks_for_the_eway_bill_above_the_citys_limit(tab: Tab) -> None:
    await rule(eway_bill_above_minor=1_000_000)
    for typed, asks in (("10,000", False), ("10001", True)):
        await tab.fire(GoodsState.open)
        assert (await tab.state(GoodsState)).eway_text == "₹10,000"
        await tab.fire(QuoteState.save_goods, form={"declared": typed})
        shown = await tab.state(GoodsState)
        assert (shown.needs_eway, shown.is_open) == (asks, asks)


async def test_drops_are_added_up_to_the_citys_number(tab: Tab) -> None:
    await rule(max_stops=3)
    await trip(tab)
    assert (await tab.state(TripState)).may_add
    await tab.fire(TripState.add_drop)
    await tab.fire(PlacesState.pick, here=INDIRANAGAR_METRO)
    await tab.fire(PlacesState.use_pin)
    full = await tab.state(TripState)
    assert (len(full.stops), full.may_add) == (3, False)
    await tab.fire(TripState.add_drop)
    assert len((await tab.state(TripState)).stops) == 3
