"""Distances, durations and instants in words that people read, in the language of whoever is asking."""

from datetime import datetime
from zoneinfo import ZoneInfo

from porter.core.language import date_text, here, instant_text, spoken


def distance_text(distance_m: int) -> str:
    """E.g. 850 m, 5.2 km, 23 km."""
    if distance_m < 1000:
        return here("{number} m", number=round(distance_m, -1))
    number = f"{distance_m / 1000:.1f}" if distance_m < 20_000 else round(distance_m / 1000)
    return here("{number} km", number=number)


def duration_text(duration_s: int) -> str:
    """E.g. 1 min, 18 min, 1 h 5 min; never less than a minute."""
    minutes = max(1, round(duration_s / 60))
    if minutes < 60:
        return here("{minutes} min", minutes=minutes)
    hours, left = divmod(minutes, 60)
    return here("{hours} h {minutes} min", hours=hours, minutes=left) if left else here("{hours} h", hours=hours)


def clock_text(at: datetime, time_zone: str) -> str:
    """E.g. 8:05 am, in the city's time."""
    local = at.astimezone(ZoneInfo(time_zone))
    return f"{local.hour % 12 or 12}:{local:%M} {'am' if local.hour < 12 else 'pm'}"


def day_text(at: datetime, now: datetime, time_zone: str) -> str:
    """E.g. Today, Yesterday, Sat 21 Nov, 21 Nov 2025, by the city's calendar."""
    day, today = (instant.astimezone(ZoneInfo(time_zone)).date() for instant in (at, now))
    ago = (today - day).days
    if ago in (0, 1):
        return here("Yesterday") if ago else here("Today")
    return date_text(spoken(), day, "EEE d MMM" if day.year == today.year else "d MMM y")


def local_text(at: datetime, time_zone: str) -> str:
    """E.g. 21 Nov 2026, 8:05 am, in the city's time."""
    if spoken() != "en":
        return instant_text(spoken(), at, time_zone)
    local = at.astimezone(ZoneInfo(time_zone))
    return f"{local:%d %b %Y}, {local.hour % 12 or 12}:{local:%M} {'am' if local.hour < 12 else 'pm'}".removeprefix("0")
