"""The demo city: whole, repeatable, refused in production."""

import pytest
from sqlmodel import func, select

from porter import seed
from porter.core import db
from porter.core.config import settings
from porter.core.geo import Point, contains
from porter.models import Account, Driver, Vehicle, VehicleClass
from porter.models.enums import Audience, ServiceType
from porter.seed import bengaluru, fares, people
from porter.services import accounts, orders
from porter.services.accounts import Actor
from porter.services.pricing.lookup import rates_of
from tests import booking


@pytest.mark.usefixtures("database")
async def test_putting_it_in_twice_is_once() -> None:
    counts = []
    for _ in range(2):
        await seed.demo(drivers=25, customers=5)
        async with db.reading() as session:
            counts.append(
                [
                    (await session.exec(select(func.count()).select_from(table))).one()
                    for table in (Account, Driver, Vehicle, VehicleClass)
                ]
            )
    assert counts[0] == counts[1] == [33, 26, 26, 15]


@pytest.mark.usefixtures("database")
async def test_the_demo_people_can_begin() -> None:
    await seed.demo(drivers=11, customers=1)
    verified = await accounts.sign_in_staff(people.MEERA_EMAIL, people.PASSWORD, client_address="192.0.2.1")
    assert isinstance(verified, accounts.Verified)
    assert (await accounts.redeem_ticket(verified.ticket, "desk")).account.name == "Meera"
    async with db.reading() as session:
        asha = (await session.exec(select(Account).where(Account.phone == people.ASHA_PHONE))).one()
        vehicles = (await session.exec(select(Vehicle.class_code))).all()
        goods = (
            await session.exec(select(VehicleClass.code).where(VehicleClass.service_type == ServiceType.GOODS))
        ).all()
    assert set(vehicles) == set(goods)
    actor = Actor(asha.id, Audience.CUSTOMER, asha.role, asha.name, asha.id)
    order = await booking.booked(actor)
    async with db.reading() as session:
        assert (await orders.active(session, actor))[0].id == order.id


async def test_production_refuses_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTER_MODE", "development")
    settings.cache_clear()
    monkeypatch.setattr(type(settings()), "is_production", True)
    with pytest.raises(RuntimeError, match="production"):
        await seed.demo()


def test_saved_places_lie_in_the_service_zone_and_outside_the_airfield() -> None:
    service, airfield = bengaluru.zones()
    for address in people.addresses():
        at = Point(address.lat, address.lng)
        assert contains([Point(*corner) for corner in service.polygon], at)
        assert not contains([Point(*corner) for corner in airfield.polygon], at)


def test_the_two_wheeler_is_priced_as_in_the_golden_case() -> None:
    policy = next(policy for policy in fares.policies() if policy.class_code == "two_wheeler")
    rates = rates_of(policy)
    assert (rates.base_minor, rates.included_m, rates.slabs[0].minor_per_km) == (5400, 0, 500)
