"""Offers on the driver's screen: found, taken, refused, gone."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from porter.core import clock, db
from porter.models.enums import OfferStatus, OrderStatus
from porter.services import orders
from porter.services.accounts import Actor
from porter.state.driver.live import follow
from porter.state.driver.offer import OfferState
from porter.state.driver.trip import TripState
from porter.state.hub import hub
from porter.state.notices import NoticeState
from porter.tasks.drain import drain
from tests.services.matching.town import Town, offers_of, order_row
from tests.state.tabs import Tab


async def asked(town: Town) -> UUID:
    """An order for which Ravi is being asked."""
    order_id = await town.order(await town.customer())
    await drain()
    return order_id


async def words(tab: Tab) -> list[str]:
    """What the screen says in short messages."""
    return [notice["title"] for notice in (await tab.state(NoticeState)).notices]


async def test_an_open_offer_is_found_by_a_page_that_loads(tab: Tab, town: Town) -> None:
    """Also after a reload; the payout is the one promised."""
    order_id = await asked(town)
    await tab.fire(OfferState.load)
    state = await tab.state(OfferState)
    assert state.offer["order_id"] == str(order_id)
    assert state.offer["payout_text"] == "₹300.00"
    assert (state.offer["payout_minor"], state.offer["payout"], state.total_s) == (30_000, 30_000, 20)


async def test_the_ring_begins_full_where_a_city_asks_for_ten_seconds(tab: Tab, town: Town) -> None:
    """And stays as long when the page is loaded anew in the middle."""
    await town.rule(offer_s=10)
    await asked(town)
    await tab.fire(OfferState.load)
    assert (await tab.state(OfferState)).total_s == 10
    with clock.travel(timedelta(seconds=6)):
        await tab.fire(OfferState.load)
        state = await tab.state(OfferState)
        left_s = (datetime.fromisoformat(state.offer["expires_at"]) - clock.now()).total_seconds()
        assert (state.offer_id != "", state.total_s) == (True, 10)
        assert left_s <= 4


async def test_accepting_takes_the_job_and_clears_the_screen(tab: Tab, town: Town, ravi: Actor) -> None:
    """The trip state shows the job as soon as it looks."""
    order_id = await asked(town)
    await tab.fire(OfferState.load)
    await tab.fire(OfferState.accept, offer_id=(await tab.state(OfferState)).offer_id)
    assert (await order_row(order_id)).driver_id == ravi.id
    assert (await tab.state(OfferState)).offer_id == ""
    await tab.fire(TripState.look)
    assert (await tab.state(TripState)).order_id == str(order_id)


async def test_an_offer_that_is_gone_is_told_kindly_and_the_button_lives_again(tab: Tab, town: Town) -> None:
    """The customer cancelled a moment before the press."""
    customer = await town.customer()
    order_id = await town.order(customer)
    await drain()
    await tab.fire(OfferState.load)
    offer_id, attempt = (await tab.state(OfferState)).offer_id, (await tab.state(OfferState)).attempt
    async with db.transaction() as session:
        await orders.cancel(session, customer, order_id, "Changed my mind")
    await tab.fire(OfferState.accept, offer_id=offer_id)
    state = await tab.state(OfferState)
    assert state.attempt == attempt + 1
    assert any("no longer there" in said for said in await words(tab))
    assert (await order_row(order_id)).status is OrderStatus.CANCELLED


async def test_declining_needs_a_reason_only_and_frees_the_screen(tab: Tab, town: Town) -> None:
    """The offer is answered, not left to run out."""
    order_id = await asked(town)
    await tab.fire(OfferState.load)
    await tab.fire(OfferState.decline, reason="Too far away")
    [offer] = await offers_of(order_id)
    assert (offer.status, offer.decline_reason) == (OfferStatus.DECLINED, "Too far away")
    assert (await tab.state(OfferState)).offer_id == ""


async def test_an_offer_that_ran_out_says_so(tab: Tab, town: Town) -> None:
    """The ring asks the server, whose clock counts."""
    await asked(town)
    await tab.fire(OfferState.load)
    with clock.travel(timedelta(seconds=21)):
        await tab.fire(OfferState.ran_out)
    assert (await tab.state(OfferState)).offer_id == ""
    assert any("has ended" in said for said in await words(tab))


async def test_somebody_elses_offer_is_neither_shown_nor_taken(tab: Tab, outsider: Tab, town: Town) -> None:
    """A claimed id from a raw socket changes nothing."""
    order_id = await asked(town)
    await tab.fire(OfferState.load)
    offer_id = (await tab.state(OfferState)).offer_id
    await outsider.fire(OfferState.load)
    assert (await outsider.state(OfferState)).offer == {}
    await outsider.fire(OfferState.accept, offer_id=offer_id)
    assert (await order_row(order_id)).driver_id is None
    assert any("could not find" in said for said in await words(outsider))


async def test_garbage_instead_of_an_id_is_refused_in_words(tab: Tab) -> None:
    """A raw socket may send anything; what is not even text never gets this far (test_junk)."""
    await tab.fire(OfferState.accept, offer_id="x")
    assert any("no longer there" in said for said in await words(tab))


async def test_the_live_channel_brings_each_kind_to_its_handler(tab: Tab, ravi: Actor) -> None:
    """What the messages say is only that something changed; unknown kinds are left alone."""
    await follow("some-tab", ravi.id, OfferState.look, OfferState.withdrawn)
    heard = hub._channels[f"driver:{ravi.id}"].events["some-tab"]

    def name(message: dict[str, Any]) -> str:
        event = heard(message)
        return event.handler.fn.__name__ if hasattr(event, "handler") else event.fn.__name__

    ids = {"offer_id": "o", "order_id": "o", "reason": "taken"}
    assert name({"kind": "job:new", "data": {"offer": {}}}) == "look"
    assert name({"kind": "job:withdrawn", "data": ids}) == "withdrawn"
    assert name({"kind": "job:cancelled", "data": ids}) == "taken_away"
    assert name({"kind": "job:updated", "data": ids}) == "look"
    assert heard({"kind": "weather", "data": {}}) is None
    hub.leave("some-tab")
