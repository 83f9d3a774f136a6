"""Since when a table of operations shows: today, a week, a month, everything."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from porter.core import clock
from porter.core.config import settings
from porter.services import zones

WHENS: dict[str, int | None] = {"today": 0, "week": 6, "month": 29, "all": None}


async def since(session: Any, when: str) -> datetime | None:
    """Midnight in the city, so many days ago; None for everything."""
    days = WHENS[when]
    if days is None:
        return None
    zone = ZoneInfo((await zones.city(session, settings().default_city)).time_zone)
    midnight = clock.now().astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=days)
