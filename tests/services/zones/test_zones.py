"""Where Porter works, and what differs between cities."""

import pytest

from porter.core import db
from porter.core.errors import NotFound
from porter.core.geo import Point
from porter.models import City, Zone
from porter.services import zones
from porter.services.zones import DifferentCity, OutsideZone
from tests import booking

KORAMANGALA = Point(12.9349, 77.6189)
AIRPORT = Point(13.1989, 77.7068)
AIRFIELD = Point(12.9500, 77.6680)
MYSURU = Point(12.3052, 76.6552)


@pytest.mark.usefixtures("database")
async def test_every_stop_lies_in_the_city() -> None:
    await booking.demo_city()
    async with db.reading() as session:
        assert (await zones.serviceable(session, [KORAMANGALA, KORAMANGALA])).code == "BLR"
        with pytest.raises(OutsideZone, match="The pickup lies outside") as pickup:
            await zones.serviceable(session, [AIRPORT, KORAMANGALA])
        with pytest.raises(OutsideZone, match="Drop 2 lies in HAL airfield") as drop:
            await zones.serviceable(session, [KORAMANGALA, KORAMANGALA, AIRFIELD])
    assert (pickup.value.extra, drop.value.extra) == ({"stop": 0}, {"stop": 2})


@pytest.mark.usefixtures("database")
async def test_the_city_of_a_place_is_that_of_its_zone_or_the_one_that_is_named() -> None:
    await booking.demo_city()
    async with db.transaction() as session:
        session.add(
            City(
                code="MYS", name="Mysuru", state_code="KA", currency="INR", time_zone="Asia/Kolkata", lat=12.3, lng=76.6
            )
        )
    async with db.reading() as session:
        assert (await zones.city_around(session, KORAMANGALA, "MYS")).code == "BLR"
        for nowhere in (None, MYSURU, AIRFIELD):
            assert (await zones.city_around(session, nowhere, "MYS")).code == "MYS"
        with pytest.raises(OutsideZone, match="Drop 3 lies in HAL airfield"):
            await zones.stop_served(session, 3, AIRFIELD)


@pytest.mark.usefixtures("database")
async def test_stops_in_two_cities_are_refused() -> None:
    await booking.demo_city()
    square = [[12.2, 76.5], [12.2, 76.8], [12.4, 76.8], [12.4, 76.5]]
    async with db.transaction() as session:
        session.add(City(code="MYS", name="Mysuru", state_code="KA", currency="INR", time_zone="Asia/Kolkata",
                         lat=12.3, lng=76.6))  # fmt: skip
        await session.flush()
        session.add(Zone(city_code="MYS", name="Mysuru city", polygon=square))
    async with db.reading() as session:
        assert (await zones.serviceable(session, [MYSURU])).code == "MYS"
        with pytest.raises(DifferentCity):
            await zones.serviceable(session, [KORAMANGALA, MYSURU])


@pytest.mark.usefixtures("database")
async def test_a_closed_zone_does_not_count() -> None:
    await booking.demo_city()
    async with db.transaction() as session:
        for zone, _ in await zones.queries.active_zones(session):
            zone.is_active = zone.kind != "no_service"
            session.add(zone)
    async with db.reading() as session:
        assert (await zones.serviceable(session, [AIRFIELD])).code == "BLR"


@pytest.mark.usefixtures("database")
async def test_zones_as_geojson_are_closed_rings_with_longitude_first() -> None:
    await booking.demo_city()
    async with db.reading() as session:
        found = await zones.zones_geojson(session, "BLR")
        with pytest.raises(NotFound):
            await zones.city(session, "XYZ")
    assert {feature["properties"]["kind"] for feature in found["features"]} == {"service", "no_service"}
    for feature in found["features"]:
        (ring,) = feature["geometry"]["coordinates"]
        assert ring[0] == ring[-1]
        assert all(77 < lng < 78 and 12 < lat < 14 for lng, lat in ring)


def test_rules_fill_in_defaults_and_refuse_what_they_do_not_know() -> None:
    city = City(code="X", name="X", state_code="KA", currency="INR", time_zone="Asia/Kolkata", lat=0, lng=0)
    assert zones.rules(city).offer_s == 20
    city.rules = {"offer_s": 30}
    assert (zones.rules(city).offer_s, zones.rules(city).batch_size) == (30, 3)
    for wrong in ({"offer_seconds": 30}, {"offer_s": -1}, {"matching_mode": "magic"}):
        city.rules = wrong
        with pytest.raises(ValueError, match="city X"):
            zones.rules(city)
