"""A small town for the tests of matching: one city, mini trucks, drivers where a test puts them, orders to be driven."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import Range
from sqlmodel import col, select

from porter.core import clock, db
from porter.core.geo import Point
from porter.core.ids import new_id
from porter.core.redis import bus
from porter.models import (
    Account,
    Assignment,
    Candidate,
    City,
    Driver,
    Estimate,
    FarePolicy,
    MatchingRound,
    Offer,
    Order,
    Quote,
    Trip,
    Vehicle,
    VehicleClass,
)
from porter.models.enums import Audience, Fuel, Role, ServiceType, VehicleKind, Verification
from porter.services import drivers, orders
from porter.services.accounts import Actor
from porter.services.orders import BookInput

PICKUP = Point(12.9716, 77.5946)
DROP = Point(12.9352, 77.6245)
PAYOUT_MINOR = 30_000


@dataclass
class Town:
    """What stands in the tables, and the verbs that a story needs."""

    policy_id: UUID
    count: int = 0

    async def customer(self, name: str = "Asha") -> Actor:
        """Somebody who books."""
        return await self._person(name, Audience.CUSTOMER, Role.CUSTOMER)

    async def staff(self, name: str = "Meera", role: Role = Role.DISPATCHER) -> Actor:
        """Somebody of operations."""
        return await self._person(name, Audience.STAFF, role)

    async def driver(
        self,
        name: str = "Ravi",
        *,
        away_m: float = 500,
        class_code: str = "mini_truck",
        online: bool = True,
        **vehicle: Any,
    ) -> Actor:
        """An approved driver in a vehicle of their own, so far north of the pickup, free since an hour."""
        actor = await self._person(name, Audience.DRIVER, Role.DRIVER)
        since = clock.now() - timedelta(hours=1)
        async with db.transaction() as session:
            session.add(
                Driver(
                    id=actor.id, city_code="BLR", verification=Verification.APPROVED,
                    is_online=online, online_since=since, idle_since=since,
                )
            )  # fmt: skip
            await session.flush()
            mini_truck = {"fuel": Fuel.DIESEL, "max_kg": 750, "is_active": True, **vehicle}
            session.add(Vehicle(driver_id=actor.id, class_code=class_code, plate=f"KA01{self.count:05d}", **mini_truck))
        await stand(actor, away_m)
        return actor

    async def order(self, customer: Actor, *, weight_kg: int = 100, class_code: str = "mini_truck") -> UUID:
        """A booked order from the pickup to the drop, paid in cash."""
        async with db.transaction() as session:
            estimate = Estimate(
                customer_id=customer.id, city_code="BLR", service_type=ServiceType.GOODS,
                stops=[_stop("pickup", PICKUP, "12, Church Street, Bengaluru"), _stop("drop", DROP, "7, 5th Block, Koramangala, Bengaluru")],
                goods={"kind": "Furniture", "weight_kg": weight_kg, "description": "", "fragile": False},
                distance_m=6200, duration_s=1200, polyline="_c`nAwclxM~cFa_D",
            )  # fmt: skip
            session.add(estimate)
            await session.flush()
            quote = Quote(
                estimate_id=estimate.id, policy_id=self.policy_id, class_code=class_code,
                lines=[
                    {"code": "base", "label": "Base fare", "minor": 40_000, "kind": "ride"},
                    {"code": "tax", "label": "CGST", "minor": 7_200, "kind": "tax"},
                ],
                total_minor=47_200, currency="INR", driver_payout_minor=PAYOUT_MINOR,
                duration_s=1200, expires_at=clock.now() + timedelta(minutes=5),
            )  # fmt: skip
            session.add(quote)
        return (await orders.book(customer, BookInput(quote_id=quote.id))).id

    async def rule(self, **rules: Any) -> None:
        """Change rules of the city."""
        async with db.transaction() as session:
            city = await session.get_one(City, "BLR")
            city.rules = {**city.rules, **rules}
            session.add(city)

    async def _person(self, name: str, audience: Audience, role: Role) -> Actor:
        self.count += 1
        async with db.transaction() as session:
            account = Account(
                audience=audience, role=role, name=name,
                phone=f"+9190000{self.count:05d}", email=f"{name.lower()}{self.count}@porter.example",
            )  # fmt: skip
            session.add(account)
        return Actor(account.id, audience, role, name, new_id())


async def build() -> Town:
    """An empty town: a city with its defaults and two vehicle classes."""
    async with db.transaction() as session:
        session.add(
            City(
                code="BLR", name="Bengaluru", state_code="KA", currency="INR", time_zone="Asia/Kolkata",
                lat=PICKUP.lat, lng=PICKUP.lng,
            )
        )  # fmt: skip
        session.add(_class("mini_truck", "Mini truck", VehicleKind.MINI_TRUCK, 750))
        session.add(_class("truck", "Truck", VehicleKind.TRUCK, 2500))
        await session.flush()
        policy = FarePolicy(
            city_code="BLR",
            class_code="mini_truck",
            valid=Range(clock.now() - timedelta(days=1), None),
            base_minor=40_000,
        )
        session.add(policy)
    return Town(policy.id)


async def stand(driver: Actor, away_m: float, *, age_s: float = 2) -> None:
    """Put a driver's last fix so far north of the pickup, so long ago."""
    at = Point(PICKUP.lat + away_m / 111_195, PICKUP.lng)
    seen = clock.now() - timedelta(seconds=age_s)
    fix = drivers.Fix(at.lat, at.lng, heading=None, speed_kmh=None, accuracy_m=5, at=seen, received_at=seen)
    await bus().hset(drivers.fix_key(driver.id), mapping=drivers.fix_fields(fix))
    await bus().geoadd(drivers.geo_key("BLR"), (at.lng, at.lat, str(driver.id)))


async def order_row(order_id: UUID) -> Order:
    """The order as it is now."""
    async with db.reading() as session:
        return await session.get_one(Order, order_id)


async def customer_of(order_id: UUID) -> Actor:
    """Whoever booked it."""
    customer_id = (await order_row(order_id)).customer_id
    return Actor(customer_id, Audience.CUSTOMER, Role.CUSTOMER, "Asha", new_id())


async def offers_of(order_id: UUID) -> list[Offer]:
    """Every offer of an order, oldest first."""
    return await _all(select(Offer).where(Offer.order_id == order_id).order_by(col(Offer.sent_at), col(Offer.id)))


async def rounds_of(order_id: UUID) -> list[MatchingRound]:
    """Every round of an order, oldest first."""
    return await _all(
        select(MatchingRound)
        .where(MatchingRound.order_id == order_id)
        .order_by(col(MatchingRound.search), col(MatchingRound.number))
    )


async def candidates_of(order_id: UUID) -> list[Candidate]:
    """Everybody who was considered for an order."""
    return await _all(select(Candidate).where(Candidate.order_id == order_id))


async def assignments_of(order_id: UUID) -> list[Assignment]:
    """Who held an order, one after the other."""
    return await _all(select(Assignment).where(Assignment.order_id == order_id).order_by(col(Assignment.id)))


async def trips_of(order_id: UUID) -> list[Trip]:
    """The trips of an order, oldest first."""
    return await _all(select(Trip).where(Trip.order_id == order_id).order_by(col(Trip.id)))


async def offer_to(driver: Actor, order_id: UUID) -> Offer:
    """The newest offer of an order to a driver."""
    return [offer for offer in await offers_of(order_id) if offer.driver_id == driver.id][-1]


async def _all(query: Any) -> list[Any]:
    async with db.reading() as session:
        found: Sequence[Any] = (await session.exec(query)).all()
        return list(found)


def _class(code: str, name: str, kind: VehicleKind, capacity_kg: int) -> VehicleClass:
    return VehicleClass(code=code, kind=kind, name=name, capacity_kg=capacity_kg, speed_kmh=20, sort=1)


def _stop(kind: str, at: Point, address: str) -> dict[str, Any]:
    return {
        "kind": kind, "lat": at.lat, "lng": at.lng, "address": address, "landmark": "", "floor": "",
        "contact_name": "Kiran", "contact_phone": "+919812345678", "note": "",
    }  # fmt: skip
