"""Drivers as operations see them: on the map, in a list, to be verified."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import outbox
from porter.core.errors import Forbidden, NotFound, Refused
from porter.core.geo import covering
from porter.core.pages import BadCursor, Page, decode_cursor, encode_cursor, hold_limit
from porter.core.redis import UNREACHABLE
from porter.models import Account, Driver, Vehicle, VehicleClass
from porter.models.enums import Audience, Role, Verification
from porter.services import zones
from porter.services.accounts import Actor
from porter.services.drivers import presence, queries
from porter.services.drivers.online import switch
from porter.services.drivers.presence import Fix
from porter.services.drivers.texts import rating_text
from porter.services.drivers.views import DriverFilter, DriverRow, FleetDriverView, FleetFilter, FleetStatus

MAY_VERIFY = frozenset({Role.DELIVERY_MANAGER, Role.ADMIN})


async def fleet(session: AsyncSession, actor: Actor, wanted: FleetFilter) -> tuple[FleetDriverView, ...]:
    """Drivers for the map with their last position. Raises Forbidden for anyone but staff, NotFound for the zone."""
    staff_only(actor)
    lies_within = covering(await zones.outline(session, wanted.zone_id)) if wanted.zone_id else None
    found = await queries.fleet(session, wanted)
    try:
        fixes = await presence.last_fixes(row.driver.id for row in found)
    except UNREACHABLE:
        fixes = {}
    if lies_within:
        found = [row for row in found if (fix := fixes.get(row.driver.id)) and lies_within(fix.point)]
    return tuple(_on_map(row, fixes.get(row.driver.id)) for row in found)


async def table(
    session: AsyncSession, actor: Actor, wanted: DriverFilter, *, cursor: str = "", limit: int = 50
) -> Page[DriverRow]:
    """A page of drivers, newest first. Raises Forbidden for anyone but staff, BadCursor."""
    staff_only(actor)
    limit = hold_limit(limit)
    after = _after(cursor) if cursor else None
    found = await queries.listed(session, wanted, after=after, limit=limit)
    rows = tuple(_row(*each) for each in found[:limit])
    return Page(items=rows, next_cursor=encode_cursor(str(rows[-1].id)) if len(found) > limit else "")


async def verify(session: AsyncSession, actor: Actor, driver_id: UUID, *, approve: bool, reason: str = "") -> DriverRow:
    """Approve a driver, or turn them down and take them offline. Raises Forbidden, NotFound, Refused without reason."""
    staff_only(actor)
    if actor.role not in MAY_VERIFY:
        raise Forbidden()
    if not approve and not reason.strip():
        raise Refused("Please say why, so that the driver can mend it.")
    driver = await queries.lock(session, driver_id)
    if driver is None:
        raise NotFound()
    verification = Verification.APPROVED if approve else Verification.REJECTED
    if driver.verification is not verification:
        _decide(session, driver, verification, reason, actor)
    await session.flush()
    return await row(session, driver_id)


async def row(session: AsyncSession, driver_id: UUID) -> DriverRow:
    """One line of the list. Raises NotFound."""
    found = await queries.known(session, driver_id)
    if found is None:
        raise NotFound()
    return _row(found.driver, found.account, found.vehicle, found.vehicle_class)


def staff_only(actor: Actor) -> None:
    """Raises Forbidden for anyone but staff."""
    if actor.audience is not Audience.STAFF:
        raise Forbidden()


def _after(cursor: str) -> UUID:
    (last,) = decode_cursor(cursor, str)
    try:
        return UUID(last)
    except ValueError as error:
        raise BadCursor() from error


def _decide(session: AsyncSession, driver: Driver, verification: Verification, reason: str, actor: Actor) -> None:
    driver.verification = verification
    session.add(driver)
    if verification is Verification.REJECTED and driver.is_online:
        switch(session, driver, online=False)
    fact = {"driver_id": str(driver.id), "reason": reason, "by": str(actor.id)}
    outbox.emit(session, f"driver.{verification}", fact)


def _on_map(row: queries.OnMap, fix: Fix | None) -> FleetDriverView:
    return FleetDriverView(
        id=row.driver.id,
        name=row.account.name,
        lat=fix.lat if fix else None,
        lng=fix.lng if fix else None,
        heading=fix.heading if fix else None,
        status=fleet_status(is_online=row.driver.is_online, on_trip=row.order_id is not None),
        class_code=row.vehicle_class.code if row.vehicle_class else "",
        class_name=row.vehicle_class.name if row.vehicle_class else "",
        plate=row.vehicle.plate if row.vehicle else "",
        fix_age_s=fix.age_s if fix else None,
        stale=fix is None or fix.stale,
        order_id=row.order_id,
        order_number=row.order_number or "",
    )


def fleet_status(*, is_online: bool, on_trip: bool) -> FleetStatus:
    """The word for what a driver is doing."""
    if on_trip:
        return "on_trip"
    return "idle" if is_online else "offline"


def _row(driver: Driver, account: Account, vehicle: Vehicle | None, kind: VehicleClass | None) -> DriverRow:
    return DriverRow(
        id=driver.id,
        name=account.name,
        phone=account.phone or "",
        city_code=driver.city_code,
        account_status=account.status.value,
        verification=driver.verification,
        is_online=driver.is_online,
        licence_number=driver.licence_number or "",
        class_name=kind.name if kind else "",
        plate=vehicle.plate if vehicle else "",
        rating_text=rating_text(driver),
        created_at=driver.created_at,
    )
