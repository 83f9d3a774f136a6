"""The online switch: it starts and stops offers at once."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, db, live, outbox
from porter.core.redis import UNREACHABLE
from porter.models import Driver
from porter.services.accounts import Actor
from porter.services.drivers import presence, queries
from porter.services.drivers.errors import CannotGoOnline, NotRegistered
from porter.services.drivers.profile import obstacle, profile
from porter.services.drivers.views import DriverView


async def set_online(session: AsyncSession, actor: Actor, online: bool) -> DriverView:
    """Take offers, or stop taking them; again is no change. Raises NotRegistered, CannotGoOnline with the reason."""
    driver = await queries.lock(session, actor.id)
    if driver is None:
        raise NotRegistered()
    if online:
        await _allowed(session, driver.id)
    if driver.is_online != online:
        switch(session, driver, online)
        await session.flush()
    elif online:
        _show(session, driver)
    return await profile(session, actor)


def switch(session: AsyncSession, driver: Driver, online: bool) -> None:
    """Turn a driver on or off whose row this transaction holds; tells matching and the fleet map."""
    now = clock.now()
    driver.is_online = online
    driver.online_since = now if online else None
    driver.idle_since = now if online else None
    session.add(driver)
    outbox.emit(session, "driver.online" if online else "driver.offline", {"driver_id": str(driver.id)})
    _show(session, driver)
    live.notify(session, "ops", "driver:status", {"driver_id": str(driver.id), "is_online": online})


async def mark_idle(session: AsyncSession, driver_id: UUID) -> None:
    """The driver has nothing to do from now on: waiting time counts in the order of offers."""
    driver = await queries.lock(session, driver_id)
    if driver is not None and driver.is_online:
        driver.idle_since = clock.now()
        session.add(driver)


async def _allowed(session: AsyncSession, driver_id: UUID) -> None:
    found = await queries.known(session, driver_id)
    if found is None:
        raise NotRegistered()
    why_not = obstacle(found)
    if why_not:
        raise CannotGoOnline(why_not)


def _show(session: AsyncSession, driver: Driver) -> None:
    driver_id, city_code, online = driver.id, driver.city_code, driver.is_online

    async def move() -> None:
        try:
            await (presence.appear if online else presence.disappear)(city_code, driver_id)
        except UNREACHABLE:
            return  # the next fix adds an online driver; matching asks Postgres before it trusts the set

    db.after_commit(session, move)
