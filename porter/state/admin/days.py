"""Since when a table of operations shows: today, a week, a month, everything."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from porter.core import clock

WHENS: dict[str, int | None] = {"today": 0, "week": 6, "month": 29, "all": None}


def since(when: str, time_zone: str) -> datetime | None:
    """Midnight in the city, so many days ago; None for everything."""
    days = WHENS[when]
    if days is None:
        return None
    midnight = clock.now().astimezone(ZoneInfo(time_zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=days)
