"""Looking cities up and reading their rules."""

import json
from functools import lru_cache

from pydantic import ValidationError
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core.errors import NotFound
from porter.core.language import here
from porter.models import City
from porter.services.zones.rules import CityRules


async def city(session: AsyncSession, code: str) -> City:
    """One city. Raises NotFound."""
    found = await session.get(City, code)
    if found is None:
        raise NotFound(here("We do not work in this city."))
    return found


def rules(city: City) -> CityRules:
    """The rules of a city, defaults filled in. Raises ValueError naming the city when its data is wrong."""
    try:
        return _parsed(json.dumps(city.rules))
    except ValidationError as error:
        raise ValueError(f"the rules of city {city.code} are wrong: {error}") from error


@lru_cache(maxsize=64)
def _parsed(text: str) -> CityRules:
    """Kept by what they say, so that a change counts at once: a booking asks three times, and to check them takes long."""
    return CityRules.model_validate_json(text)
