"""Quoting: every class priced, what does not fit said why, and who is near."""

from datetime import timedelta

import pytest
from sqlmodel import select

from porter.core import clock, db
from porter.core.errors import GatewayUnavailable
from porter.core.redis import bus
from porter.models import Order, Quote, VehicleClass
from porter.models.enums import ServiceType
from porter.services import drivers, quotes, vehicles
from porter.services.accounts import Actor
from porter.services.drivers import Fix
from porter.services.quotes import NothingFits, TripInput
from porter.services.zones import OutsideZone
from tests import booking

pytestmark = pytest.mark.usefixtures("database")


async def stands(who: Actor, lat: float, lng: float, age_s: int = 0) -> None:
    """A driver's last fix."""
    at = clock.now() - timedelta(seconds=age_s)
    fix = Fix(lat=lat, lng=lng, heading=0, speed_kmh=0, accuracy_m=5, at=at, received_at=at)
    await bus().hset(drivers.fix_key(who.id), mapping=drivers.fix_fields(fix))
    await bus().geoadd(drivers.geo_key("BLR"), (lng, lat, str(who.id)))


async def test_every_goods_class_is_priced_side_by_side() -> None:
    await booking.demo_city()
    estimate = await booking.quoted(None)
    async with db.reading() as session:
        classes = await vehicles.classes(session, ServiceType.GOODS)
        stored = (await session.exec(select(Quote))).all()
    assert [quote.vehicle for quote in estimate.quotes] == list(classes)
    assert {quote.id for quote in estimate.quotes} == {quote.id for quote in stored}
    for quote in estimate.quotes:
        assert sum(line.amount_minor for line in quote.lines) == quote.total_minor > 0
        assert quote.pickup_eta_text == "No vehicle nearby right now"
        assert quote.duration_s >= estimate.duration_s
    assert booking.of_class(estimate, "truck").total_minor > booking.of_class(estimate).total_minor
    assert 4_000 < estimate.distance_m < 12_000
    assert (estimate.expires_at - clock.now()).total_seconds() == pytest.approx(300, abs=20)


async def test_weight_decides_what_fits() -> None:
    await booking.demo_city()
    estimate = await booking.quoted(None, booking.trip(weight_kg=700))
    fits = {quote.vehicle.code for quote in estimate.quotes if quote.fits}
    assert fits == {"mini_truck", "pickup", "truck", "ev_truck"}
    small = booking.of_class(estimate, "two_wheeler")
    assert (small.id, small.why_not) == (None, "Carries up to 20 kg; yours weigh 700 kg")
    async with db.reading() as session:
        assert {quote.class_code for quote in (await session.exec(select(Quote))).all()} == fits


async def test_the_nearest_free_driver_of_a_class_gives_the_time_to_the_pickup() -> None:
    await booking.demo_city()
    near = await booking.driver("Ravi", "+919000000101", plate="KA01AB0001")
    far = await booking.driver("Manju", "+919000000102", plate="KA01AB0002")
    stale = await booking.driver("Suresh", "+919000000103", "truck", plate="KA01AB0003")
    await stands(near, 12.9360, 77.6200)
    await stands(far, 12.9560, 77.6400)
    await stands(stale, 12.9360, 77.6200, age_s=90)
    first = booking.of_class(await booking.quoted(None))
    assert first.pickup_eta_s
    assert first.pickup_eta_s < 300
    assert first.pickup_eta_text.endswith("min away")
    assert booking.of_class(await booking.quoted(None), "truck").pickup_eta_s is None
    asha = await booking.customer()
    order = await booking.booked(asha)
    await booking.taken(order.id, near)
    second = booking.of_class(await booking.quoted(None))
    assert second.pickup_eta_s
    assert second.pickup_eta_s > first.pickup_eta_s


async def test_a_driver_whom_the_search_will_not_ask_promises_no_time() -> None:
    """The widest round of the demo city ends at 3.5 km."""
    await booking.demo_city()
    await stands(await booking.driver(), 12.9709, 77.6189)
    assert booking.of_class(await booking.quoted(None)).pickup_eta_s is None


async def test_quoting_goes_on_without_redis(monkeypatch: pytest.MonkeyPatch) -> None:
    await booking.demo_city()

    async def broken(*_: object, **__: object) -> None:
        raise ConnectionRefusedError("redis is down")

    monkeypatch.setattr(bus(), "geosearch", broken)
    assert booking.of_class(await booking.quoted(None)).pickup_eta_s is None


async def test_a_place_without_an_address_gets_one_from_the_map() -> None:
    await booking.demo_city()
    bare = booking.INDIRANAGAR.model_copy(update={"address": ""})
    estimate = await booking.quoted(None, booking.trip(booking.KORAMANGALA, bare))
    assert "Indiranagar" in estimate.stops[1].address
    assert estimate.stops[0].address == "Koramangala 5th Block"


async def test_more_stops_cost_more_and_are_driven_in_order() -> None:
    await booking.demo_city()
    direct = await booking.quoted(None)
    around = await booking.quoted(None, booking.trip(booking.KORAMANGALA, booking.HEBBAL, booking.INDIRANAGAR))
    assert around.distance_m > direct.distance_m
    labels = [line.label for line in booking.of_class(around).lines]
    assert "Extra stops · 1" in labels
    assert [stop.sequence for stop in around.stops] == [0, 1, 2]


async def test_nothing_is_kept_of_a_trip_that_cannot_be_made() -> None:
    await booking.demo_city()
    airport = booking.HEBBAL.model_copy(update={"lat": 13.1989, "lng": 77.7068})
    with pytest.raises(OutsideZone):
        await booking.quoted(None, booking.trip(booking.KORAMANGALA, airport))
    people = TripInput(stops=(booking.KORAMANGALA, booking.INDIRANAGAR), service_type=ServiceType.PASSENGER)
    with pytest.raises(NothingFits):
        await quotes.quote_trip(None, people)
    async with db.reading() as session:
        assert (await session.exec(select(Quote))).all() == []


async def test_a_class_without_a_policy_is_not_offered() -> None:
    await booking.demo_city()
    async with db.transaction() as session:
        truck = await session.get_one(VehicleClass, "truck")
        truck.is_active = False
        session.add(truck)
    assert "truck" not in {quote.vehicle.code for quote in (await booking.quoted(None)).quotes}


async def test_a_map_that_is_down_is_said_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    await booking.demo_city()

    class Down:
        async def route(self, *_: object) -> None:
            raise GatewayUnavailable()

        async def matrix(self, *_: object) -> None:
            raise GatewayUnavailable()

    monkeypatch.setattr("porter.services.quotes.trip.maps", Down)
    with pytest.raises(GatewayUnavailable):
        await booking.quoted(None)
    async with db.reading() as session:
        assert (await session.exec(select(Quote))).all() == []
        assert (await session.exec(select(Order))).all() == []
