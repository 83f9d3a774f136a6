"""Where drivers are, in Redis: the last fix of each, and who can be found near a place.

`fix:{driver_id}` is a hash that ends a day after the last fix; `geo:{city}` is a GEO set of drivers who take offers.
A fix may stay behind when Postgres says otherwise: whoever picks drivers looks at both.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from porter.core import clock
from porter.core.geo import Point
from porter.core.redis import bus

FIX_KEPT_S = 24 * 3600
STALE_S = 60
"""A position older than this is shown as "last seen" and finds no offers."""


@dataclass(frozen=True, slots=True)
class Fix:
    """One position of a driver; `at` is the device's time, `received_at` ours."""

    lat: float
    lng: float
    heading: int | None
    speed_kmh: int | None
    accuracy_m: int | None
    at: datetime
    received_at: datetime

    @property
    def point(self) -> Point:
        """The place."""
        return Point(self.lat, self.lng)

    @property
    def age_s(self) -> int:
        """Whole seconds since the device measured it."""
        return max(0, int((clock.now() - self.at).total_seconds()))

    @property
    def stale(self) -> bool:
        """Whether it is too old to act on."""
        return self.age_s > STALE_S


def fix_key(driver_id: UUID) -> str:
    """The hash that holds a driver's last fix."""
    return f"fix:{driver_id}"


def geo_key(city_code: str) -> str:
    """The GEO set of a city's drivers who take offers."""
    return f"geo:{city_code}"


async def last_fix(driver_id: UUID) -> Fix | None:
    """The newest fix of a driver, or nothing when there was none for a day."""
    return (await last_fixes([driver_id])).get(driver_id)


async def last_fixes(driver_ids: Iterable[UUID]) -> dict[UUID, Fix]:
    """The newest fixes of many drivers in one round trip; drivers without one are left out."""
    ids = list(driver_ids)
    async with bus().pipeline(transaction=False) as pipe:
        for driver_id in ids:
            pipe.hgetall(fix_key(driver_id))
        found = await pipe.execute() if ids else []
    fixes = ((driver_id, parse_fix(fields)) for driver_id, fields in zip(ids, found, strict=True))
    return {driver_id: fix for driver_id, fix in fixes if fix is not None}


async def appear(city_code: str, driver_id: UUID) -> None:
    """Let offers find the driver at once, when we know where they are; else the next fix does it."""
    fix = await last_fix(driver_id)
    if fix is not None and not fix.stale:
        await bus().geoadd(geo_key(city_code), (fix.lng, fix.lat, str(driver_id)))


async def disappear(city_code: str, driver_id: UUID) -> None:
    """No offer finds the driver from now on."""
    await bus().zrem(geo_key(city_code), str(driver_id))


def fix_fields(fix: Fix) -> dict[str, str]:
    """The fix as it lies in Redis."""
    return {
        "lat": repr(fix.lat),
        "lng": repr(fix.lng),
        "heading": _text(fix.heading),
        "speed_kmh": _text(fix.speed_kmh),
        "accuracy_m": _text(fix.accuracy_m),
        "at": fix.at.isoformat(),
        "received_at": fix.received_at.isoformat(),
    }


def parse_fix(fields: Mapping[str, str]) -> Fix | None:
    """The fix that a hash holds."""
    if "at" not in fields:
        return None
    return Fix(
        lat=float(fields["lat"]),
        lng=float(fields["lng"]),
        heading=_number(fields["heading"]),
        speed_kmh=_number(fields["speed_kmh"]),
        accuracy_m=_number(fields["accuracy_m"]),
        at=datetime.fromisoformat(fields["at"]),
        received_at=datetime.fromisoformat(fields["received_at"]),
    )


def _text(number: int | None) -> str:
    return "" if number is None else str(number)


def _number(text: str) -> int | None:
    return int(text) if text else None
