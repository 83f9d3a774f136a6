"""From where to, to an order: through the real processor, guard, services and database."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from reflex.state import UpdateVarsInternalState

from porter.core import clock, db
from porter.services import orders
from porter.services.accounts import Actor
from porter.state.customer.details import GoodsState
from porter.state.customer.draft import restored
from porter.state.customer.places import PlacesState
from porter.state.customer.quote import QuoteState
from porter.state.customer.trip import TripState
from tests.state.tabs import Tab

PICKUP = {"lat": 12.9349, "lng": 77.6189}
DROP = {"lat": 12.9719, "lng": 77.6412}
MYSURU = {"lat": 12.2958, "lng": 76.6394}


async def choose(tab: Tab, here: dict[str, float]) -> None:
    """Take a place by the pin."""
    await tab.fire(PlacesState.pick, here=here)
    await tab.fire(PlacesState.use_pin)


async def trip(tab: Tab, drop: dict[str, float] = DROP) -> None:
    """Pickup and drop."""
    await tab.fire(PlacesState.load)
    await tab.fire(TripState.load)
    await tab.fire(TripState.edit, key="")
    await choose(tab, drop)
    await choose(tab, PICKUP)


async def placed(asha: Actor) -> list[UUID]:
    async with db.reading() as session:
        return [card.id for card in await orders.active(session, asha)]


async def test_a_trip_is_put_together_priced_and_booked_once(tab: Tab, asha: Actor) -> None:
    await trip(tab)
    assert (await tab.state(TripState)).step == "trip"
    await tab.fire(QuoteState.ask)
    shown = await tab.state(QuoteState)
    assert (await tab.state(TripState)).step == "class"
    assert shown.rows[0]["id"] == shown.chosen == "mini_truck"
    assert shown.picked["book_text"].startswith("Book mini truck · ₹")

    await tab.fire(QuoteState.book)
    await tab.fire(QuoteState.book)
    assert len(await placed(asha)) == 1
    assert (await tab.state(TripState)).step == "start"
    assert not tab.failures


async def test_classes_that_cannot_carry_the_goods_stay_and_say_why(tab: Tab) -> None:
    await trip(tab)
    await tab.fire(QuoteState.ask)
    await tab.fire(QuoteState.save_goods, form={"weight_kg": "600"})
    await tab.fire(QuoteState.ask)
    rows = {row["id"]: row for row in (await tab.state(QuoteState)).rows}
    assert rows["mini_truck"]["fits"]
    assert "600 kg" in rows["cycle"]["why_not"]
    await tab.fire(QuoteState.choose, class_code="cycle")
    assert (await tab.state(QuoteState)).chosen == ""


async def test_the_form_of_the_goods_says_at_the_field_what_cannot_be(tab: Tab) -> None:
    """And stays open with what was typed; the trip keeps what it had."""
    await trip(tab)
    await tab.fire(GoodsState.open)
    before, summary = (await tab.state(TripState)).kept, (await tab.state(GoodsState)).summary
    typed = {"weight_kg": "12.5", "declared": "75000", "description": "Diesel and fireworks"}
    await tab.fire(GoodsState.set_fragile, fragile=True)
    await tab.fire(QuoteState.save_goods, form=typed)
    shown = await tab.state(GoodsState)
    assert shown.is_open
    assert shown.needs_eway
    assert shown.weight_text == "12.5"
    assert "whole kilograms" in shown.errors["weight_kg"]
    assert "firework, diesel" in shown.errors["description"]
    assert "12-digit number" in shown.errors["eway_bill"]
    assert ((await tab.state(TripState)).kept, shown.summary) == (before, summary), "closed now, nothing has changed"
    typed = {"weight_kg": "13 kg", "declared": "₹75,000", "description": "Chairs", "eway_bill": "123412341234"}
    await tab.fire(QuoteState.save_goods, form=typed)
    saved = await tab.state(GoodsState)
    assert (saved.is_open, "13 kg" in saved.summary) == (False, True)
    await tab.fire(QuoteState.ask)
    assert (await tab.state(TripState)).step == "class"


async def test_outside_the_zone_the_message_says_which_stop(tab: Tab) -> None:
    """A zone can shrink under a planned trip; the row is marked until it has another place."""
    await trip(tab)
    draft = restored((await tab.state(TripState)).kept)
    assert draft
    far = draft.stops[1].model_copy(update=MYSURU)
    kept = draft.model_copy(update={"stops": (draft.stops[0], far)}).model_dump_json()
    await tab.fire(
        UpdateVarsInternalState.update_vars_internal, vars={f"{TripState.get_full_name()}.kept_rx_state_": kept}
    )
    await tab.fire(TripState.load)
    await tab.fire(QuoteState.ask)
    shown, planned = await tab.state(QuoteState), await tab.state(TripState)
    assert shown.outside
    assert "Drop 1" in shown.error
    assert (planned.step, shown.error_for) == ("trip", planned.fit_key)
    assert [stop["wrong"] for stop in planned.stops] == ["", "Please choose another place here"]
    await tab.fire(TripState.edit, key=far.key)
    await choose(tab, DROP)
    mended = await tab.state(TripState)
    assert [stop["wrong"] for stop in mended.stops] == ["", ""]
    assert shown.error_for != mended.fit_key


async def test_a_place_where_we_do_not_work_is_not_taken(tab: Tab) -> None:
    await trip(tab, drop=MYSURU)
    planned = await tab.state(TripState)
    assert [stop["title"] == "Choose the pickup" for stop in planned.stops] == [True, False]
    await tab.fire(TripState.edit, key=planned.stops[0]["id"])
    await choose(tab, MYSURU)
    assert (await tab.state(PlacesState)).error
    assert not (await tab.state(TripState)).complete


async def test_the_same_place_twice_is_said_and_either_can_be_changed(tab: Tab) -> None:
    await trip(tab, drop=PICKUP)
    same = await tab.state(TripState)
    assert (same.step, same.complete) == ("trip", True)
    assert same.trouble.startswith("Pickup and drop are the same place.")
    assert [stop["wrong"] != "" for stop in same.stops] == [False, True]
    await tab.fire(TripState.edit, key=same.stops[0]["id"])
    await choose(tab, DROP)
    assert (await tab.state(TripState)).trouble == ""


async def test_back_leads_from_step_to_step(tab: Tab) -> None:
    """The browser's history counts with these depths."""
    await trip(tab)
    await tab.fire(QuoteState.ask)
    seen = []
    for _ in range(3):
        planned = await tab.state(TripState)
        seen.append((planned.step, planned.depth))
        await tab.fire(TripState.back)
    assert seen == [("class", 2), ("trip", 1), ("start", 0)]
    await tab.fire(TripState.edit, key="")
    assert (await tab.state(TripState)).depth == 2


async def test_a_price_that_ended_is_asked_for_again_before_anything_is_booked(tab: Tab, asha: Actor) -> None:
    await trip(tab)
    await tab.fire(QuoteState.ask)
    late = (await tab.state(QuoteState)).picked["quote_id"]
    with clock.travel(timedelta(minutes=6)):
        await tab.fire(QuoteState.book)
        assert await placed(asha) == []
        assert (await tab.state(QuoteState)).picked["quote_id"] != late
        await tab.fire(QuoteState.book)
    assert len(await placed(asha)) == 1


async def test_what_was_typed_survives_a_lost_state(tab: Tab, asha: Actor) -> None:
    await trip(tab)
    await tab.fire(QuoteState.save_goods, form={"weight_kg": "80", "note": "Ring twice"})
    kept = (await tab.state(TripState)).kept
    fresh = Tab(tab.processor, tab.cookie)
    stored = {f"{TripState.get_full_name()}.kept_rx_state_": kept}
    await fresh.fire(UpdateVarsInternalState.update_vars_internal, vars=stored)
    await fresh.fire(TripState.load)
    await fresh.fire(GoodsState.load)
    assert (await fresh.state(TripState)).complete
    assert (await fresh.state(GoodsState)).note == "Ring twice"


async def test_nothing_is_booked_before_a_vehicle_is_chosen(tab: Tab, asha: Actor) -> None:
    await tab.fire(QuoteState.book)
    assert (await tab.state(QuoteState)).error == "Please choose a vehicle."
    assert await placed(asha) == []


async def test_garbage_from_a_hostile_browser_changes_nothing(tab: Tab) -> None:
    await trip(tab)
    before = (await tab.state(TripState)).stops
    await tab.fire(TripState.reorder, keys=["x", "y"])
    await tab.fire(TripState.remove, key="stranger")
    await tab.fire(PlacesState.pick, here={"lat": "north", "lng": None})
    await tab.fire(PlacesState.keep, kind="saved", place_id="stranger")
    assert (await tab.state(TripState)).stops == before


async def test_the_map_of_a_trip_speaks_the_persons_language(
    tab: Tab, sessions: dict[UUID, Actor], asha: Actor
) -> None:
    """Also after an event that does not ask who is there: the guard has."""
    sessions[asha.id] = replace(asha, language="hi")
    await trip(tab)
    keys = [stop["id"] for stop in (await tab.state(TripState)).stops]
    await tab.fire(TripState.reorder, keys=keys[::-1])
    assert [mark["title"] for mark in (await tab.state(TripState)).markers] == ["पिकअप", "ड्रॉप 1"]
