"""Choosing places: a search has one key from its first letter to its end; a stop can be dragged where we work."""

import pytest

from porter.core.geo import Point
from porter.integrations.maps import Place, Suggestion
from porter.integrations.maps.offline import OfflineMaps
from porter.services.places import find
from porter.state.customer.addresses import AddressesState
from porter.state.customer.details import StopDetailsState
from porter.state.customer.dragging import DragState
from porter.state.customer.places import PlacesState
from porter.state.customer.quote import QuoteState
from porter.state.customer.trip import TripState
from tests.state.customer.test_booking import MYSURU, trip
from tests.state.tabs import Tab

HSR = {"lat": 12.9116, "lng": 77.6474}


class Billed(OfflineMaps):
    """The offline city that notes, as a vendor does, which questions belong to one session."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, str | None]] = []

    async def autocomplete(
        self, text: str, *, near: Point | None = None, limit: int = 6, session_token: str | None = None
    ) -> list[Suggestion]:
        """Note, then answer."""
        self.asked.append(("complete", session_token))
        return await super().autocomplete(text, near=near, limit=limit)

    async def place(self, place_id: str, *, session_token: str | None = None) -> Place:
        """Note, then answer."""
        self.asked.append(("place", session_token))
        return await super().place(place_id)

    def sessions(self) -> list[list[str]]:
        """What was asked, by session in the order they began."""
        keys = list(dict.fromkeys(key for _, key in self.asked))
        assert None not in keys
        return [[what for what, key in self.asked if key == one] for one in keys]


@pytest.fixture
def billed(monkeypatch: pytest.MonkeyPatch) -> Billed:
    """The map that the screens ask."""
    maps = Billed()
    monkeypatch.setattr(find, "maps", lambda: maps)
    return maps


async def test_a_search_is_one_session_up_to_the_chosen_place(tab: Tab, billed: Billed) -> None:
    await tab.fire(PlacesState.load)
    for _ in range(2):
        await tab.fire(TripState.edit, key="")
        for typed in ("d", "dom", "domlur"):
            await tab.fire(PlacesState.search, text=typed)
        await tab.fire(PlacesState.choose, place_id=(await tab.state(PlacesState)).results[0]["id"])
    assert billed.sessions() == [["complete", "complete", "complete", "place"]] * 2


async def test_a_place_from_elsewhere_and_a_failed_choice_end_a_search_too(tab: Tab, billed: Billed) -> None:
    await tab.fire(PlacesState.load)
    await tab.fire(PlacesState.search, text="domlur")
    await tab.fire(PlacesState.pick, here=HSR)
    await tab.fire(PlacesState.use_pin)
    await tab.fire(PlacesState.search, text="hebbal")
    await tab.fire(PlacesState.choose, place_id="nowhere")
    await tab.fire(PlacesState.search, text="indiranagar")
    assert billed.sessions() == [["complete"], ["complete", "place"], ["complete"]]


async def test_the_form_of_a_saved_address_searches_so_too(tab: Tab, billed: Billed) -> None:
    await tab.fire(AddressesState.load)
    await tab.fire(AddressesState.edit, address_id="")
    for _ in range(2):
        await tab.fire(AddressesState.search, text="dom")
        await tab.fire(AddressesState.search, text="domlur")
        await tab.fire(AddressesState.choose, place_id=(await tab.state(AddressesState)).results[0]["id"])
    assert billed.sessions() == [["complete", "complete", "place"]] * 2


async def test_a_dragged_stop_is_where_it_was_let_go(tab: Tab) -> None:
    """With the address of the new place; whom to meet stays."""
    await trip(tab)
    before = await tab.state(TripState)
    key = before.stops[1]["id"]
    assert [mark["draggable"] for mark in before.markers] == [True, True]
    await tab.fire(StopDetailsState.open, key=key)
    await tab.fire(StopDetailsState.save, form={"contact_name": "Nikhil", "floor": "4th"})
    old = (await tab.state(TripState))._draft().stops[1]

    await tab.fire(DragState.drop, mark={"id": key, **HSR})
    after = await tab.state(TripState)
    moved = after._draft().stops[1]
    assert (moved.lat, moved.lng) == (HSR["lat"], HSR["lng"])
    assert moved.address and moved.address != old.address
    assert (moved.contact_name, moved.floor) == ("Nikhil", "")
    assert [(mark["lat"], mark["lng"]) for mark in after.markers][1] == (HSR["lat"], HSR["lng"])
    assert (await tab.state(QuoteState)).error == ""


async def test_a_stop_that_is_dragged_out_of_the_zone_goes_back(tab: Tab) -> None:
    await trip(tab)
    before = await tab.state(TripState)
    kept, marks = before.kept, [dict(mark) for mark in before.markers]
    told = await tab.fire(DragState.drop, mark={"id": before.stops[1]["id"], **MYSURU})
    after, quote = await tab.state(TripState), await tab.state(QuoteState)
    assert quote.outside and quote.error.startswith("Drop 1 lies outside the area that we serve.")
    assert after.kept == kept
    places = [[(mark["id"], mark["lat"], mark["lng"]) for mark in each] for each in (marks, after.markers)]
    assert places[0] == places[1]
    assert told[TripState.get_name()]["markers"] != marks, (
        "the map hears of it, or the marker would stay where it was let go"
    )

    await tab.fire(DragState.drop, mark={"id": before.stops[1]["id"], **HSR})
    quote = await tab.state(QuoteState)
    assert (quote.error, quote.outside) == ("", False)


async def test_only_stops_of_the_planned_trip_can_be_dragged(tab: Tab) -> None:
    await trip(tab)
    before = await tab.state(TripState)
    key, kept = before.stops[1]["id"], before.kept
    await tab.fire(DragState.drop, mark={"id": "stranger", **HSR})
    await tab.fire(DragState.drop, mark={"id": key, "lat": "north"})
    await tab.fire(QuoteState.ask)
    assert [mark["draggable"] for mark in (await tab.state(TripState)).markers] == [False, False]
    await tab.fire(DragState.drop, mark={"id": key, **HSR})
    assert (await tab.state(TripState)).kept == kept


async def test_enter_takes_the_first_place_found(tab: Tab) -> None:
    """And only one that was found for what stands in the field."""
    await tab.fire(PlacesState.load)
    await tab.fire(TripState.edit, key="")
    await tab.fire(PlacesState.search, text="domlur")
    await tab.fire(PlacesState.take_first, text="domlu")
    assert (await tab.state(TripState)).step == "search"
    first = (await tab.state(PlacesState)).results[0]["title"]
    await tab.fire(PlacesState.take_first, text="domlur")
    assert (await tab.state(TripState)).stops[1]["title"] == first
