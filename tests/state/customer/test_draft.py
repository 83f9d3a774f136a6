"""The trip on the home page: pure steps."""

import pytest
from pydantic import ValidationError

from porter.core.geo import Point, distance_m
from porter.services.places import PlaceView, rest_of, short_name
from porter.state.customer import draft as drafts
from porter.state.customer.draft import Details, Draft
from porter.state.customer.words import ring_box, typed_whole

HOME = PlaceView(title="Home", address="12, 5th Cross, Koramangala", lat=12.9349, lng=77.6189, contact_name="Asha")
WORK = PlaceView(title="Work", address="100 Feet Road, Indiranagar", lat=12.9719, lng=77.6412)
MALL = PlaceView(title="Forum", address="Hosur Road", lat=12.9345, lng=77.6110)


def two_stops() -> Draft:
    draft = drafts.empty()
    draft = drafts.put(draft, draft.stops[0].key, HOME)
    return drafts.put(draft, draft.stops[1].key, WORK)


def test_a_trip_is_complete_when_every_stop_has_a_place() -> None:
    draft = drafts.empty()
    assert draft.first_empty == draft.stops[0].key
    assert two_stops().complete
    assert [stop.address for stop in drafts.trip_of(two_stops()).stops] == [HOME.address, WORK.address]


def test_an_incomplete_trip_cannot_be_priced() -> None:
    with pytest.raises(ValidationError):
        drafts.trip_of(drafts.empty())


def test_the_same_place_twice_loses_nothing_and_is_found() -> None:
    """What somebody chose does not vanish: they are told, and change either."""
    draft = two_stops()
    again = drafts.put(draft, draft.stops[1].key, HOME)
    assert [stop.title for stop in again.stops] == ["Home", "Home"]
    assert drafts.twice(again, 30) == again.stops[1].key
    assert drafts.twice(draft, 30) == drafts.twice(drafts.empty(), 30) == ""


def test_drops_are_added_up_to_the_most_and_never_beside_an_open_one() -> None:
    draft = two_stops()
    for number in range(3):
        draft, key = drafts.add_drop(draft, 5)
        assert drafts.add_drop(draft, 5) == (draft, key)
        draft = drafts.put(draft, key, MALL.model_copy(update={"lat": 12.90 + number / 100}))
    assert len(draft.stops) == 5
    assert drafts.add_drop(draft, 5) == (draft, "")


def test_a_new_order_names_every_stop_once_or_changes_nothing() -> None:
    draft = two_stops()
    first, second = (stop.key for stop in draft.stops)
    assert [stop.key for stop in drafts.reorder(draft, [second, first]).stops] == [second, first]
    for wrong in ([first], [first, first], [first, "stranger"], []):
        assert drafts.reorder(draft, wrong) == draft


def test_of_the_last_two_stops_only_the_place_goes() -> None:
    draft = two_stops()
    left = drafts.remove(draft, draft.stops[1].key)
    assert len(left.stops) == 2
    assert left.first_empty == left.stops[1].key


def test_details_belong_to_one_stop_and_reach_the_trip() -> None:
    draft = two_stops()
    told = drafts.detail(draft, draft.stops[1].key, Details(floor="4th", contact_phone="98450 12345"))
    assert [stop.floor for stop in drafts.trip_of(told).stops] == ["", "4th"]


def test_what_a_browser_kept_comes_back_and_nonsense_does_not() -> None:
    draft = two_stops()
    assert drafts.restored(draft.model_dump_json()) == draft
    for nonsense in ("", "[]", "{", '{"stops": []}', '{"stops": [{"key": 1}]}'):
        assert drafts.restored(nonsense) is None


def test_a_trip_made_before_makes_a_draft_of_the_same_trip() -> None:
    trip = drafts.trip_of(two_stops())
    assert drafts.trip_of(drafts.of_trip(trip)) == trip


@pytest.mark.parametrize(
    ("typed", "number"),
    [("120", 120), ("1,20,000", 120000), ("", 0), ("abc", None), ("12.5", None), ("-5", None), ("0", None)],
)
def test_a_number_that_counts_is_not_guessed(typed: str, number: int | None) -> None:
    assert typed_whole(typed, 10**6) == number


def test_an_address_says_nothing_twice() -> None:
    """Maps name an area as street, area and locality."""
    twice = "Basavanagudi, Basavanagudi, Bengaluru"
    assert (short_name(twice), rest_of(twice)) == ("Basavanagudi", "Bengaluru")
    assert (short_name("Adugodi, Adugodi"), rest_of("Adugodi, Adugodi")) == ("Adugodi", "")


def test_short_names_tell_places_apart() -> None:
    assert short_name("12, 5th Cross, Koramangala, Bengaluru") == "12, 5th Cross"
    assert short_name("Koramangala 5th Block, Bengaluru") == "Koramangala 5th Block"
    assert not short_name("")


def test_the_ring_of_a_search_has_its_radius() -> None:
    centre = Point(12.97, 77.59)
    for corner in ring_box(centre, 2000):
        assert distance_m(centre, Point(corner["lat"], corner["lng"])) == pytest.approx(2000, rel=0.01)
