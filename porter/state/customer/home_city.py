"""The city that a trip is planned in, and its rules: of the pickup once it is known, else the city of this installation."""

from typing import NamedTuple

from porter.core import db
from porter.core.config import settings
from porter.services import zones
from porter.services.zones import CityRules
from porter.state.customer.draft import Draft


class Ruled(NamedTuple):
    """What a screen needs of a city."""

    rules: CityRules
    currency: str


async def rules_for(draft: Draft) -> Ruled:
    """Read afresh, so that a rule that operations change counts at the next look."""
    async with db.reading() as session:
        city = await zones.city_around(session, draft.pickup, settings().default_city)
    return Ruled(zones.rules(city), city.currency)
