"""The first half of a story: the demo city, a trip, a quote, an order; and a driver who takes it by the short way."""

from uuid import UUID

from sqlalchemy.dialects.postgresql import Range
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from porter import seed
from porter.core import clock, db
from porter.core.ids import new_id
from porter.models import Account, Assignment, Driver, Order, Vehicle
from porter.models.enums import Audience, Fuel, OrderStatus, Party, PaymentMethod, Role, Verification
from porter.services import orders, quotes
from porter.services.accounts import Actor
from porter.services.orders import BookInput, OrderView
from porter.services.quotes import EstimateView, GoodsInput, QuoteView, StopInput, TripInput

KORAMANGALA = StopInput(lat=12.9349, lng=77.6189, address="Koramangala 5th Block", contact_name="Asha")
INDIRANAGAR = StopInput(lat=12.9719, lng=77.6412, address="100 Feet Road, Indiranagar", contact_phone="98450 12345")
HEBBAL = StopInput(lat=13.0358, lng=77.5970, address="Hebbal")


async def demo_city() -> None:
    """Zones, classes, fares; no people."""
    async with db.transaction() as session:
        await seed.city(session)


async def customer(name: str = "Asha", phone: str = "+919000000001") -> Actor:
    """A customer, without the ceremony of signing in."""
    return await _person(name, phone, Audience.CUSTOMER, Role.CUSTOMER)


async def operations(role: Role = Role.DISPATCHER, name: str = "Meera") -> Actor:
    """Somebody of operations."""
    account = Account(audience=Audience.STAFF, role=role, email=f"{name.lower()}.{role}@porter.example", name=name)
    async with db.transaction() as session:
        session.add(account)
    return Actor(account.id, Audience.STAFF, role, name, new_id())


async def driver(
    name: str = "Ravi", phone: str = "+919000000101", class_code: str = "mini_truck", plate: str = "KA05MH4321"
) -> Actor:
    """An approved driver with an active vehicle, online."""
    actor = await _person(name, phone, Audience.DRIVER, Role.DRIVER)
    async with db.transaction() as session:
        session.add(Driver(id=actor.id, city_code="BLR", verification=Verification.APPROVED, is_online=True))
        await session.flush()
        session.add(
            Vehicle(
                driver_id=actor.id,
                class_code=class_code,
                plate=plate,
                make="Tata",
                model="Ace",
                fuel=Fuel.DIESEL,
                max_kg=750,
                is_active=True,
            )
        )
    return actor


def trip(*stops: StopInput, **goods: object) -> TripInput:
    """A trip; from Koramangala to Indiranagar when nothing else is said."""
    return TripInput(stops=stops or (KORAMANGALA, INDIRANAGAR), goods=GoodsInput.model_validate(goods))


async def quoted(who: Actor | None, what: TripInput | None = None) -> EstimateView:
    """The estimate of a trip."""
    return await quotes.quote_trip(who.id if who else None, what or trip())


def of_class(estimate: EstimateView, code: str = "mini_truck") -> QuoteView:
    """The quote of one class."""
    return next(quote for quote in estimate.quotes if quote.vehicle.code == code)


async def booked(who: Actor, what: TripInput | None = None, code: str = "mini_truck") -> OrderView:
    """An order that searches for a driver."""
    quote = of_class(await quoted(who, what), code)
    assert quote.id
    return await orders.book(who, BookInput(quote_id=quote.id, payment_method=PaymentMethod.CASH))


async def taken(order_id: UUID, by: Actor) -> Order:
    """The driver holds the order, without offers and rounds."""
    async with db.transaction() as session:
        order = await orders.move(
            session,
            order_id,
            OrderStatus.ASSIGNED,
            party=Party.DRIVER,
            actor_id=by.id,
            event="driver.assigned",
            driver_id=by.id,
        )
        vehicle_id = (await _active_vehicle(session, by.id)).id
        session.add(
            Assignment(
                order_id=order_id,
                driver_id=by.id,
                vehicle_id=vehicle_id,
                assigned_by=Party.DRIVER,
                during=Range(clock.now(), None, bounds="[)"),
            )
        )
    return order


async def on_board(order_id: UUID, by: Actor) -> None:
    """The goods are on the way."""
    steps = ((OrderStatus.PICKED_UP, "order.picked_up"), (OrderStatus.IN_TRANSIT, "order.in_transit"))
    for to, event in steps:
        async with db.transaction() as session:
            await orders.move(session, order_id, to, party=Party.DRIVER, actor_id=by.id, event=event)


async def delivered(order_id: UUID, by: Actor) -> None:
    """The goods are there, and the cash is paid."""
    await taken(order_id, by)
    await on_board(order_id, by)
    async with db.transaction() as session:
        await orders.deliver(session, order_id, party=Party.DRIVER, actor_id=by.id)


async def _person(name: str, phone: str, audience: Audience, role: Role) -> Actor:
    account = Account(audience=audience, role=role, phone=phone, name=name)
    async with db.transaction() as session:
        session.add(account)
    return Actor(account.id, audience, role, name, new_id())


async def _active_vehicle(session: AsyncSession, driver_id: UUID) -> Vehicle:
    found = await session.exec(select(Vehicle).where(Vehicle.driver_id == driver_id, col(Vehicle.is_active)))
    return found.one()
