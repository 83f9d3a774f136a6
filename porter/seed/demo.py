"""Putting the demo city in, as often as one likes: what is there stays as it is."""

import asyncio
from collections.abc import Iterable

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import db, security
from porter.core.config import settings
from porter.models.enums import Role
from porter.seed import bengaluru, classes, fares, people
from porter.services import accounts
from porter.services.accounts import AlreadyStaff


async def demo(drivers: int = 60, customers: int = 20) -> None:
    """The demo city with its people. Raises RuntimeError in production mode."""
    if settings().is_production:
        raise RuntimeError("the demo city has public passwords: production refuses it")
    hashed = await asyncio.to_thread(security.hash_password, people.PASSWORD)
    async with db.transaction() as session:
        await city(session)
        await _put(session, people.accounts(drivers, customers))
        await _put(session, people.drivers(drivers))
        await _put(session, people.vehicles(drivers))
        await _put(session, people.addresses())
    await _staff(hashed)


async def city(session: AsyncSession) -> None:
    """The city without people: zones, classes, fares, taxes, cancellation matrix."""
    for rows in (
        [bengaluru.CITY],
        bengaluru.zones(),
        classes.CLASSES,
        fares.policies(),
        fares.taxes(),
        fares.cancellation_rules(),
    ):
        await _put(session, rows)


async def _put(session: AsyncSession, rows: Iterable[SQLModel]) -> None:
    """Insert what is not there yet; ids are derived from names, so that a second time finds the first."""
    put = tuple(rows)
    table = type(put[0])
    values = [{name: getattr(row, name) for name in table.model_fields} for row in put]
    await session.exec(insert(table).on_conflict_do_nothing(), params=values)


async def _staff(password_hash: str) -> None:
    try:
        async with db.transaction() as session:
            await accounts.enrol_staff(session, people.MEERA_EMAIL, Role.ADMIN, "Meera", password_hash)
    except AlreadyStaff:
        return
