"""The arrival that was first told for a stop, and the one word when it slips too far."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from porter.core import clock, db, outbox
from porter.core.language import msg
from porter.core.words import clock_text
from porter.models.enums import NotificationKind, StopStatus
from porter.models.transitions import ACTIVE_ORDER
from porter.services import notifications
from porter.services.drivers import Fix
from porter.services.tracking import queries
from porter.services.tracking.memory import recall_guide
from porter.services.tracking.progress import Job, StopAt, progress
from porter.services.zones import CityRules


async def hold_promise(job: Job, city_rules: dict[str, Any], eta_s: int) -> None:
    """Remember the first estimate for a stop; when a later one is too far behind it, tell the customer, once an order."""
    stop = job.next_stop
    if stop is None or stop.status is not StopStatus.PENDING:
        return
    arrival = clock.now() + timedelta(seconds=eta_s)
    if stop.promised_at is None:
        async with db.transaction() as session:
            await queries.keep_promise(session, stop.id, arrival)
    elif not job.is_delay_told and slipped_s(stop.promised_at, arrival) > _allowed_s(city_rules):
        await _tell(job, stop, stop.promised_at, arrival)


async def hold_in_silence(order_id: UUID, fix: Fix) -> None:
    """Nothing is heard of the driver: by the place where they were last, is the arrival that was told still true?

    Nothing is promised by such a place, and no map is asked for a way from it.
    """
    async with db.reading() as session:
        found = await queries.order_with_stops(session, order_id)
    if found is None or found[0].driver_id is None or found[0].status not in ACTIVE_ORDER:
        return
    _, job, city = found
    stop = job.next_stop
    ahead = progress(job, await recall_guide(found[0].driver_id), fix.point)
    if ahead is not None and stop is not None and stop.promised_at is not None:
        await hold_promise(job, city.rules, ahead.eta_s)


def slipped_s(promised_at: datetime, arrival: datetime) -> int:
    """By how much an arrival is later than it was said to be."""
    return int((arrival - promised_at).total_seconds())


def _allowed_s(city_rules: dict[str, Any]) -> int:
    return CityRules.model_validate(city_rules).delay_told_s


async def _tell(job: Job, stop: StopAt, promised_at: datetime, arrival: datetime) -> None:
    at = clock_text(arrival, job.time_zone)
    late = round(slipped_s(promised_at, arrival) / 60)
    async with db.transaction() as session:
        if await queries.claim_delay(session, job.order_id, clock.now()):
            await notifications.notify(
                session,
                job.customer_id,
                NotificationKind.DELAY,
                msg("Running late"),
                _words(job, stop),
                values={"number": job.number, "place": stop.sequence, "time": at, "minutes": late},
                dedupe=f"delay:{job.order_id}",
                order_id=job.order_id,
                data={"arrival_at": arrival.isoformat()},
            )
            fact = {"order_id": str(job.order_id), "sequence": stop.sequence, "late_min": late}
            outbox.emit(session, "order.late", fact)


def _words(job: Job, stop: StopAt) -> str:
    if stop.sequence == 0:
        return msg(
            "Your driver now reaches the pickup of order {number} at about {time}, {minutes} min later than first said."
        )
    if len(job.stops) > 2:
        return msg(
            "Your driver now reaches drop {place} of order {number} at about {time}, {minutes} min later than first said."
        )
    return msg(
        "Your driver now reaches the drop of order {number} at about {time}, {minutes} min later than first said."
    )
