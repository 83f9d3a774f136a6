"""Telling the customer, once a stop, that the driver is almost there."""

from typing import Any

from porter.core import db
from porter.core.geo import distance_m
from porter.core.language import msg
from porter.core.redis import UNREACHABLE, bus
from porter.models.enums import NotificationKind, StopStatus
from porter.services import notifications
from porter.services.drivers import Fix
from porter.services.tracking.progress import Job, StopAt
from porter.services.zones import CityRules

_LOOK_CLOSER_M = 1000
"""Farther away nobody arrives in any city: the rules need not be read."""

_REMEMBERED_S = 24 * 3600


async def tell_arriving(job: Job, city_rules: dict[str, Any], fix: Fix) -> None:
    """Notify the customer when the driver comes near the next stop; the inbox refuses to say it twice."""
    stop = job.next_stop
    if stop is None or stop.status is not StopStatus.PENDING:
        return
    away_m = distance_m(fix.point, stop.point)
    if away_m > _LOOK_CLOSER_M or away_m > CityRules.model_validate(city_rules).arriving_m:
        return
    if await _first_time(stop):
        await _tell(job, stop)


async def _first_time(stop: StopAt) -> bool:
    try:
        return bool(await bus().set(f"arriving:{stop.id}", "1", nx=True, ex=_REMEMBERED_S))
    except UNREACHABLE:
        return True


async def _tell(job: Job, stop: StopAt) -> None:
    async with db.transaction() as session:
        await notifications.notify(
            session,
            job.customer_id,
            NotificationKind.DRIVER_ARRIVED,
            msg("Almost there"),
            _words(job, stop),
            values={"number": job.number, "place": stop.sequence},
            dedupe=f"arriving:{stop.id}",
            order_id=job.order_id,
        )


def _words(job: Job, stop: StopAt) -> str:
    if stop.sequence == 0:
        return msg("Your driver is about to reach the pickup of order {number}.")
    if len(job.stops) > 2:
        return msg("Your driver is about to reach drop {place} of order {number}.")
    return msg("Your driver is about to reach the drop of order {number}.")
