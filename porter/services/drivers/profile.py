"""A driver as they see themselves, and why they may or may not take offers."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core.language import here, msg
from porter.core.money import format_money
from porter.models import Account, Vehicle, VehicleClass
from porter.models.enums import AccountStatus, LedgerAccountKind, VehicleStatus, Verification
from porter.services import ledger
from porter.services.accounts import Actor
from porter.services.drivers import queries
from porter.services.drivers.errors import LicenceLocked, LicenceTaken, NotRegistered
from porter.services.drivers.texts import rating_text, trips_text, vehicle_text
from porter.services.drivers.views import DriverProfileInput, DriverView, VehicleView

_NOT_APPROVED = {
    Verification.PENDING: msg("We are checking your details. You can go online once they are approved."),
    Verification.REJECTED: msg("Your application was not approved. Please contact support."),
}


async def profile(session: AsyncSession, actor: Actor) -> DriverView:
    """The driver's own card, also before registration. Raises NotRegistered for an account that is gone."""
    found = await queries.known(session, actor.id)
    if found is None:
        return await _stranger(session, actor)
    cash = await cash_in_hand_minor(session, actor.id, found.city.currency)
    why_not = obstacle(found)
    driver, limit = found.driver, found.driver.cash_limit_minor
    return DriverView(
        id=driver.id,
        name=found.account.name,
        city=found.city.name,
        city_code=found.city.code,
        licence_number=driver.licence_number or "",
        verification=driver.verification.value,
        is_online=driver.is_online,
        online_since=driver.online_since,
        vehicle=view_of(found.vehicle, found.vehicle_class),
        rating_text=rating_text(driver),
        trips_text=trips_text(await queries.delivered_count(session, driver.id)),
        cash_in_hand_minor=cash,
        cash_in_hand=cash,
        cash_in_hand_text=format_money(cash, found.city.currency),
        cash_limit_minor=limit,
        cash_limit=limit,
        cash_limit_text=format_money(limit, found.city.currency, trim=True),
        cash_blocked=cash >= limit,
        currency=found.city.currency,
        can_go_online=not why_not,
        why_not=why_not,
    )


async def change_profile(session: AsyncSession, actor: Actor, wanted: DriverProfileInput) -> DriverView:
    """Change name or licence. Raises NotRegistered, LicenceLocked once it is approved, LicenceTaken."""
    found = await queries.known(session, actor.id)
    if found is None:
        raise NotRegistered()
    if wanted.name is not None:
        found.account.name = wanted.name
        session.add(found.account)
    if wanted.licence_number is not None and wanted.licence_number != found.driver.licence_number:
        await _change_licence(session, found, wanted.licence_number)
    await session.flush()
    return await profile(session, actor)


def obstacle(found: queries.Known) -> str:
    """What keeps this driver from going online, in their words; nothing when they may."""
    if found.account.status is not AccountStatus.ACTIVE:
        return here("Your account is suspended. Please contact support.")
    if found.driver.verification is not Verification.APPROVED:
        return here(_NOT_APPROVED[found.driver.verification])
    if found.vehicle is None:
        return here("Please add a vehicle and make it the active one.")
    if found.vehicle.status is VehicleStatus.MAINTENANCE:
        return here("Your vehicle is in maintenance. Please choose another one.")
    return ""


def view_of(vehicle: Vehicle | None, vehicle_class: VehicleClass | None) -> VehicleView | None:
    """The view of a vehicle, or nothing where there is none."""
    if vehicle is None or vehicle_class is None:
        return None
    return VehicleView(
        **vehicle.model_dump(include=set(VehicleView.model_fields) & set(Vehicle.model_fields)),
        class_name=here(vehicle_class.name),
        text=vehicle_text(vehicle, vehicle_class),
    )


async def cash_in_hand_minor(session: AsyncSession, driver_id: UUID, currency: str) -> int:
    """What the driver has collected and not handed in yet."""
    return await ledger.balance(session, LedgerAccountKind.DRIVER_CASH_IN_HAND, driver_id, currency=currency)


async def name_of(session: AsyncSession, driver_id: UUID) -> str:
    """A driver's name. Raises NotRegistered."""
    found = await session.get(Account, driver_id)
    if found is None:
        raise NotRegistered()
    return found.name


async def _change_licence(session: AsyncSession, found: queries.Known, licence_number: str) -> None:
    if found.driver.verification is Verification.APPROVED:
        raise LicenceLocked()
    if await queries.licence_exists(session, licence_number, besides=found.driver.id):
        raise LicenceTaken()
    found.driver.licence_number = licence_number
    found.driver.verification = Verification.PENDING
    session.add(found.driver)


async def _stranger(session: AsyncSession, actor: Actor) -> DriverView:
    zero = format_money(0)
    return DriverView(
        id=actor.id,
        name=await name_of(session, actor.id),
        city="",
        city_code="",
        licence_number="",
        verification="none",
        is_online=False,
        online_since=None,
        vehicle=None,
        rating_text=here("New"),
        trips_text=trips_text(0),
        cash_in_hand_minor=0,
        cash_in_hand=0,
        cash_in_hand_text=zero,
        cash_limit_minor=0,
        cash_limit=0,
        cash_limit_text=zero,
        cash_blocked=False,
        currency="INR",
        can_go_online=False,
        why_not=here(NotRegistered.default_message),
    )
