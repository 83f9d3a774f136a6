"""A driver's vehicles."""

from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core.errors import NotFound
from porter.core.language import here
from porter.models import Driver, Vehicle, VehicleClass
from porter.models.enums import Fuel, VehicleKind
from porter.services.accounts import Actor
from porter.services.drivers import queries
from porter.services.drivers.errors import BusyOnTrip, NotRegistered, PlateTaken, UnknownClass
from porter.services.drivers.profile import view_of
from porter.services.drivers.views import VehicleInput, VehicleView


async def vehicles(session: AsyncSession, actor: Actor) -> tuple[VehicleView, ...]:
    """The driver's vehicles, the active one first."""
    found = await queries.garage(session, actor.id)
    return tuple(view for vehicle, kind in found if (view := view_of(vehicle, kind)))


async def add_vehicle(session: AsyncSession, actor: Actor, wanted: VehicleInput) -> VehicleView:
    """Register a vehicle; the first one becomes the active one. Raises NotRegistered, UnknownClass, PlateTaken."""
    if await queries.lock(session, actor.id) is None:
        raise NotRegistered()
    return await bring(session, actor, wanted)


async def bring(session: AsyncSession, actor: Actor, wanted: VehicleInput) -> VehicleView:
    """Register a vehicle of a driver whose row this transaction holds."""
    kind = await queries.vehicle_class(session, wanted.class_code)
    if kind is None:
        raise UnknownClass()
    plate = "".join(sign for sign in wanted.plate if sign.isalnum()).upper()
    if await queries.plate_exists(session, plate):
        raise PlateTaken()
    vehicle = _vehicle(actor.id, wanted, kind, plate)
    vehicle.is_active = not await queries.garage(session, actor.id)
    session.add(vehicle)
    try:
        await session.flush()
    except IntegrityError as error:
        raise PlateTaken() from error
    return _must(view_of(vehicle, kind))


async def activate_vehicle(session: AsyncSession, actor: Actor, vehicle_id: UUID) -> VehicleView:
    """Drive this vehicle from now on. Raises NotFound, or BusyOnTrip while a job is open."""
    driver = await queries.lock(session, actor.id)
    if driver is None:
        raise NotFound()
    await _not_while_driving(session, driver)
    if not await queries.activate(session, actor.id, vehicle_id):
        raise NotFound(here("We could not find that vehicle, or it is in maintenance."))
    return next(view for view in await vehicles(session, actor) if view.id == vehicle_id)


async def _not_while_driving(session: AsyncSession, driver: Driver) -> None:
    if await queries.has_open_job(session, driver.id):
        raise BusyOnTrip(here("Please finish your present job before you change the vehicle."))


def _vehicle(driver_id: UUID, wanted: VehicleInput, kind: VehicleClass, plate: str) -> Vehicle:
    return Vehicle(
        driver_id=driver_id,
        class_code=kind.code,
        plate=plate,
        make=wanted.make,
        model=wanted.model,
        year=wanted.year,
        fuel=wanted.fuel or _usual_fuel(kind),
        battery_pct=wanted.battery_pct,
        range_km=wanted.range_km,
        max_kg=min(wanted.max_kg or kind.capacity_kg, kind.capacity_kg),
    )


def _usual_fuel(kind: VehicleClass) -> Fuel:
    if kind.is_ev:
        return Fuel.EV
    return {VehicleKind.CYCLE: Fuel.NONE, VehicleKind.TRUCK: Fuel.DIESEL}.get(kind.kind, Fuel.PETROL)


def _must(view: VehicleView | None) -> VehicleView:
    if view is None:
        raise NotFound()
    return view
