"""Becoming a driver."""

from sqlalchemy.exc import IntegrityError
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, outbox
from porter.core.config import settings
from porter.core.language import here
from porter.models import Account, City, Driver
from porter.services import zones
from porter.services.accounts import Actor
from porter.services.drivers import queries
from porter.services.drivers.errors import AlreadyRegistered, LicenceTaken, NotRegistered, TooYoung, UnknownCity
from porter.services.drivers.garage import bring
from porter.services.drivers.profile import profile
from porter.services.drivers.views import DriverView, RegisterInput


async def register(session: AsyncSession, actor: Actor, wanted: RegisterInput) -> DriverView:
    """Make the account a driver who waits for approval; a vehicle given with it becomes the active one.

    Raises UnknownCity, TooYoung, AlreadyRegistered, LicenceTaken, and what `add_vehicle` raises.
    """
    city = await session.get(City, wanted.city_code or settings().default_city)
    if city is None:
        raise UnknownCity()
    _old_enough(wanted.birth_year, zones.rules(city).minimum_age)
    if await session.get(Driver, actor.id) is not None:
        raise AlreadyRegistered()
    if await queries.licence_exists(session, wanted.licence_number, besides=actor.id):
        raise LicenceTaken()
    await _write(session, actor, wanted, city)
    if wanted.vehicle is not None:
        await bring(session, actor, wanted.vehicle)
    outbox.emit(session, "driver.registered", {"driver_id": str(actor.id)})
    return await profile(session, actor)


def _old_enough(birth_year: int, minimum_age: int) -> None:
    # Only the year is asked: who turns the age later in the year is let in, the licence check catches the rest.
    if clock.now().year - birth_year < minimum_age:
        raise TooYoung(
            here("You need to be at least {years} years old to drive with us in this city.", years=minimum_age)
        )


async def _write(session: AsyncSession, actor: Actor, wanted: RegisterInput, city: City) -> None:
    account = await session.get(Account, actor.id)
    if account is None:
        raise NotRegistered()
    account.name = wanted.name
    account.birth_year = wanted.birth_year
    session.add(account)
    session.add(Driver(id=actor.id, city_code=city.code, licence_number=wanted.licence_number))
    try:
        await session.flush()
    except IntegrityError as error:
        raise (LicenceTaken() if "licence_number" in str(error.orig) else AlreadyRegistered()) from error
