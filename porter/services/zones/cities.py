"""Looking cities up and reading their rules."""

from pydantic import ValidationError
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core.errors import NotFound
from porter.models import City
from porter.services.zones.rules import CityRules


async def city(session: AsyncSession, code: str) -> City:
    """One city. Raises NotFound."""
    found = await session.get(City, code)
    if found is None:
        raise NotFound("We do not work in this city.")
    return found


def rules(city: City) -> CityRules:
    """The rules of a city, defaults filled in. Raises ValueError naming the city when its data is wrong."""
    try:
        return CityRules.model_validate(city.rules)
    except ValidationError as error:
        raise ValueError(f"the rules of city {city.code} are wrong: {error}") from error
