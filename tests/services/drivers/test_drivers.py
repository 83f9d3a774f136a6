"""Becoming a driver, vehicles, the online switch, and what operations sees and decides."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from porter.core import clock, db
from porter.core.errors import Forbidden, NotFound, Refused
from porter.core.geo import Point
from porter.core.ids import new_id
from porter.core.outbox import OutboxEvent
from porter.core.pages import BadCursor
from porter.core.redis import bus
from porter.models import Account, Driver, Vehicle, Zone
from porter.models.enums import AccountStatus, Audience, Fuel, Role, VehicleStatus, Verification
from porter.services import drivers
from porter.services.accounts import Actor
from porter.services.drivers import (
    DriverFilter,
    DriverProfileInput,
    DriverRow,
    DriverView,
    FleetDriverView,
    FleetFilter,
    RegisterInput,
    VehicleInput,
)
from tests import booking, driving
from tests.servers import TestServers

HOME = Point(12.9716, 77.5946)


@pytest.fixture(autouse=True)
async def _city(database: TestServers) -> None:
    await booking.demo_city()


async def newcomer(name: str = "Ravi", phone: str = "+919000000101") -> Actor:
    """A driver's account that has not registered."""
    account = Account(audience=Audience.DRIVER, role=Role.DRIVER, phone=phone, name=name)
    async with db.transaction() as session:
        session.add(account)
    return Actor(account.id, Audience.DRIVER, Role.DRIVER, name, new_id())


def form(**more: Any) -> RegisterInput:
    """What a newcomer fills in."""
    vehicle = {"class_code": "mini_truck", "plate": "ka 05 ab 1234", "make": "Tata", "model": "Ace"}
    filled = {"name": "Ravi Kumar", "birth_year": 1990, "licence_number": "ka05 2019 0001234", "vehicle": vehicle}
    return RegisterInput.model_validate({**filled, **more})


async def registers(actor: Actor, **more: Any) -> DriverView:
    """The newcomer sends the form."""
    async with db.transaction() as session:
        return await drivers.register(session, actor, form(**more))


async def switches(actor: Actor, online: bool) -> DriverView:
    """The driver uses the switch."""
    async with db.transaction() as session:
        return await drivers.set_online(session, actor, online)


async def decides(staff: Actor, driver: Actor, *, approve: bool, reason: str = "") -> DriverRow:
    """Operations decides about a driver."""
    async with db.transaction() as session:
        return await drivers.verify(session, staff, driver.id, approve=approve, reason=reason)


async def seen(staff: Actor, **wanted: Any) -> tuple[FleetDriverView, ...]:
    """What the fleet map shows."""
    async with db.reading() as session:
        return await drivers.fleet(session, staff, FleetFilter.model_validate(wanted))


async def facts() -> list[str]:
    """What the outbox holds about drivers."""
    async with db.reading() as session:
        rows = await session.exec(
            select(OutboxEvent.name).where(col(OutboxEvent.name).startswith("driver.")).order_by(col(OutboxEvent.id))
        )
        return list(rows.all())


async def test_from_newcomer_to_online() -> None:
    ravi, meera = await newcomer(), await booking.operations(Role.DELIVERY_MANAGER)
    async with db.reading() as session:
        stranger = await drivers.profile(session, ravi)
    assert (stranger.verification, stranger.can_go_online, stranger.vehicle) == ("none", False, None)
    card = await registers(ravi)
    assert (card.name, card.verification, card.licence_number) == ("Ravi Kumar", "pending", "KA05 2019 0001234")
    assert card.vehicle
    assert (card.vehicle.plate, card.vehicle.text, card.vehicle.is_active) == (
        "KA05AB1234",
        "Tata Ace · Mini truck",
        True,
    )
    with pytest.raises(drivers.CannotGoOnline, match="checking"):
        await switches(ravi, True)
    assert (await decides(meera, ravi, approve=True)).verification is Verification.APPROVED
    card = await switches(ravi, True)
    assert (card.is_online, card.can_go_online, card.why_not) == (True, True, "")
    assert await facts() == ["driver.registered", "driver.approved", "driver.online"]


async def test_registering_twice_and_somebody_elses_papers() -> None:
    ravi, devi = await newcomer(), await newcomer("Devi", "+919000000102")
    await registers(ravi)
    with pytest.raises(drivers.AlreadyRegistered):
        await registers(ravi)
    with pytest.raises(drivers.LicenceTaken):
        await registers(devi, vehicle=None)
    with pytest.raises(drivers.PlateTaken):
        await registers(devi, licence_number="KA0120200009999")
    async with db.reading() as session:
        assert (await drivers.profile(session, devi)).verification == "none"


async def test_registering_at_the_same_time_makes_one_driver() -> None:
    ravi = await newcomer()
    answers = await asyncio.gather(*(registers(ravi) for _ in range(4)), return_exceptions=True)
    assert [type(answer) for answer in answers].count(DriverView) == 1
    assert {type(answer) for answer in answers} == {DriverView, drivers.AlreadyRegistered}


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"birth_year": 2009}, drivers.TooYoung),
        ({"city_code": "XYZ"}, drivers.UnknownCity),
        ({"vehicle": {"class_code": "rocket", "plate": "KA01AA0001"}}, drivers.UnknownClass),
        ({"vehicle": {"class_code": "sedan", "plate": "KA01AA0001"}}, drivers.UnknownClass),
    ],
)
async def test_what_a_city_does_not_take(more: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        await registers(await newcomer(), **more)


async def test_the_licence_is_locked_once_approved() -> None:
    ravi = await newcomer()
    await registers(ravi)
    async with db.transaction() as session:
        card = await drivers.change_profile(session, ravi, DriverProfileInput(licence_number="KA0120200009999"))
    assert card.licence_number == "KA0120200009999"
    await decides(await booking.operations(Role.ADMIN), ravi, approve=True)
    async with db.transaction() as session:
        with pytest.raises(drivers.LicenceLocked):
            await drivers.change_profile(session, ravi, DriverProfileInput(licence_number="KA0120200001111"))
        card = await drivers.change_profile(session, ravi, DriverProfileInput(name="Ravi K"))
    assert (card.name, card.verification) == ("Ravi K", "approved")


async def test_one_vehicle_is_active_and_none_is_changed_on_a_trip() -> None:
    ravi = await booking.driver()
    async with db.transaction() as session:
        second = await drivers.add_vehicle(
            session, ravi, VehicleInput(class_code="ev_three_wheeler", plate="KA-05-EV-0001", max_kg=9000)
        )
    assert (second.is_active, second.fuel, second.max_kg) == (False, Fuel.EV, 500)
    async with db.transaction() as session:
        assert (await drivers.activate_vehicle(session, ravi, second.id)).is_active
    async with db.reading() as session:
        mine = await drivers.vehicles(session, ravi)
    assert [vehicle.is_active for vehicle in mine] == [True, False]
    order = await booking.booked(await booking.customer())
    await driving.takes(ravi, order.id)
    async with db.transaction() as session:
        with pytest.raises(drivers.BusyOnTrip):
            await drivers.activate_vehicle(session, ravi, mine[1].id)


async def test_somebody_elses_vehicle_is_not_found() -> None:
    ravi, devi = await booking.driver(), await booking.driver("Devi", "+919000000103", plate="KA05MH7777")
    async with db.reading() as session:
        hers = (await drivers.vehicles(session, devi))[0]
    async with db.transaction() as session:
        with pytest.raises(NotFound):
            await drivers.activate_vehicle(session, ravi, hers.id)
    async with db.reading() as session:
        assert [vehicle.is_active for vehicle in await drivers.vehicles(session, ravi)] == [True]


async def test_the_switch_starts_and_stops_offers_at_once() -> None:
    ravi = await booking.driver()
    await driving.sends(ravi, driving.fix(HOME))
    assert await _findable(ravi)
    assert not (await switches(ravi, False)).is_online
    assert not await _findable(ravi)
    card = await switches(ravi, True)
    assert await _findable(ravi)
    assert await switches(ravi, True) == card  # again is no change
    assert await facts() == ["driver.offline", "driver.online"]
    async with db.reading() as session:
        row = await session.get_one(Driver, ravi.id)
    assert row.idle_since == row.online_since == card.online_since


async def test_going_online_does_not_bring_an_old_position_back() -> None:
    ravi = await booking.driver()
    await driving.sends(ravi, driving.fix(HOME))
    await switches(ravi, False)
    with clock.travel(timedelta(minutes=5)):
        await switches(ravi, True)
    assert not await _findable(ravi)


async def test_what_keeps_a_driver_offline() -> None:
    ravi = await booking.driver()
    await switches(ravi, False)
    async with db.transaction() as session:
        vehicle = (await session.exec(select(Vehicle))).one()
        vehicle.status = VehicleStatus.MAINTENANCE
        session.add(vehicle)
    with pytest.raises(drivers.CannotGoOnline, match="maintenance"):
        await switches(ravi, True)
    async with db.transaction() as session:
        await session.delete(vehicle)
    with pytest.raises(drivers.CannotGoOnline, match="add a vehicle"):
        await switches(ravi, True)
    async with db.transaction() as session:
        account = await session.get_one(Account, ravi.id)
        account.status = AccountStatus.SUSPENDED
        session.add(account)
    with pytest.raises(drivers.CannotGoOnline, match="suspended"):
        await switches(ravi, True)


async def test_a_driver_turned_down_is_offline_and_reads_why_not() -> None:
    ravi, meera = await booking.driver(), await booking.operations(Role.ADMIN)
    with pytest.raises(Refused, match="why"):
        await decides(meera, ravi, approve=False)
    await decides(meera, ravi, approve=False, reason="Licence not readable")
    await decides(meera, ravi, approve=False, reason="Licence not readable")
    async with db.reading() as session:
        card = await drivers.profile(session, ravi)
    assert (card.is_online, card.verification, card.can_go_online) == (False, "rejected", False)
    assert await facts() == ["driver.offline", "driver.rejected"]


async def test_who_may_decide() -> None:
    ravi = await booking.driver()
    for who in (ravi, await booking.customer(), await booking.operations(Role.SUPPORT)):
        with pytest.raises(Forbidden):
            await decides(who, ravi, approve=True)
    with pytest.raises(NotFound):
        await decides(await booking.operations(Role.ADMIN), await newcomer("Nobody", "+919000000199"), approve=True)


async def test_the_fleet_shows_who_is_online_or_on_a_trip_and_where() -> None:
    meera, asha = await booking.operations(), await booking.customer()
    ravi = await booking.driver()
    devi = await booking.driver("Devi", "+919000000103", "three_wheeler", "KA05MH7777")
    kiran = await booking.driver("Kiran", "+919000000104", plate="KA05MH8888")
    order = await booking.booked(asha)
    await driving.takes(ravi, order.id)
    await switches(ravi, False)
    await switches(kiran, False)
    await driving.sends(ravi, driving.fix(HOME, heading=90))
    fleet = {driver.name: driver for driver in await seen(meera)}
    assert {name: driver.status for name, driver in fleet.items()} == {"Ravi": "on_trip", "Devi": "idle"}
    assert (fleet["Ravi"].order_number, fleet["Ravi"].heading, fleet["Ravi"].stale) == (order.number, 90, False)
    assert (fleet["Devi"].lat, fleet["Devi"].stale, fleet["Devi"].class_code) == (None, True, "three_wheeler")
    for wanted, names in (
        ({"status": ["offline"]}, ["Kiran"]),
        ({"status": ["on_trip"]}, ["Ravi"]),
        ({"class_code": ["three_wheeler"]}, ["Devi"]),
        ({"text": "mh7777"}, ["Devi"]),
        ({"city_code": "XYZ"}, []),
    ):
        assert [driver.name for driver in await seen(meera, **wanted)] == names, wanted
    with pytest.raises(Forbidden):
        await seen(devi)


async def test_the_fleet_of_a_zone_is_who_was_last_seen_there() -> None:
    """The airfield's driver is in it and in the city around it; whoever has sent no position is nowhere."""
    meera = await booking.operations()
    ravi, devi = await booking.driver(), await booking.driver("Devi", "+919000000103", plate="KA05MH7777")
    await booking.driver("Kiran", "+919000000104", plate="KA05MH8888")
    async with db.reading() as session:
        known = {zone.name: zone for zone in (await session.exec(select(Zone))).all()}
    airfield = known["HAL airfield"]
    edges = [Point(lat, lng) for lat, lng in airfield.polygon]
    amid = Point(sum(p.lat for p in edges) / len(edges), sum(p.lng for p in edges) / len(edges))
    await driving.sends(ravi, driving.fix(HOME))
    await driving.sends(devi, driving.fix(amid))
    for name, names in (("Bengaluru city", {"Ravi", "Devi"}), ("HAL airfield", {"Devi"})):
        assert {driver.name for driver in await seen(meera, zone_id=known[name].id)} == names
    with pytest.raises(NotFound):
        await seen(meera, zone_id=ravi.id)


async def test_the_list_of_drivers_comes_in_pages() -> None:
    meera = await booking.operations()
    names = [f"Driver {n}" for n in range(5)]
    for n, name in enumerate(names):
        await booking.driver(name, f"+91900000020{n}", plate=f"KA05ZZ000{n}")
    found, cursor = [], ""
    async with db.reading() as session:
        while True:
            page = await drivers.table(session, meera, DriverFilter(), cursor=cursor, limit=2)
            found += [row.name for row in page.items]
            if not (cursor := page.next_cursor):
                break
        assert found == names[::-1]
        only = await drivers.table(session, meera, DriverFilter(text="+919000000203", online=True))
        assert [row.name for row in only.items] == ["Driver 3"]
        none = await drivers.table(session, meera, DriverFilter(verification=(Verification.PENDING,)))
        assert none.items == ()
        with pytest.raises(BadCursor):
            await drivers.table(session, meera, DriverFilter(), cursor="WyJ4Il0")


async def _findable(driver: Actor) -> bool:
    return await bus().zscore(drivers.geo_key("BLR"), str(driver.id)) is not None
