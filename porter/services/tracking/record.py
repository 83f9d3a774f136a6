"""Taking in a batch of fixes: believe, keep, show. The customer's marker waits for nothing that can be done after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from porter.core import clock, db, live
from porter.core.errors import Forbidden
from porter.core.language import speaking
from porter.core.redis import UNREACHABLE, bus
from porter.core.words import distance_text, duration_text
from porter.models.enums import Audience
from porter.services import drivers
from porter.services.accounts import Actor
from porter.services.drivers import Fix
from porter.services.tracking import queries
from porter.services.tracking.arriving import tell_arriving
from porter.services.tracking.astray import going, going_field
from porter.services.tracking.memory import Memory, memo_field, recall
from porter.services.tracking.progress import Progress
from porter.services.tracking.promise import hold_promise
from porter.services.tracking.queries import Situation
from porter.services.tracking.reroute import look_ahead
from porter.services.tracking.sift import Sifted, sift
from porter.services.tracking.trail import driven_m, sample
from porter.services.tracking.views import FixInput, LocationBatchInput, Recorded

_WRONG_CLOCK = timedelta(seconds=20)
"""A device's clock that is off by more is mended; less may be the way through the network."""


@dataclass(frozen=True, slots=True)
class _Taken:
    situation: Situation
    sifted: Sifted
    kept: Fix | None


async def record(actor: Actor, batch: LocationBatchInput) -> Recorded:
    """Take in a batch once: the newest fix goes to every open map, a sample to the trail. A replay changes nothing.

    Raises Forbidden for anyone but drivers, NotRegistered for a driver who has not registered.
    """
    if actor.audience is not Audience.DRIVER:
        raise Forbidden("Only drivers send positions.")
    memory = await recall(actor.id)
    taken = await _take_in(actor.id, batch, memory)
    if taken is None:
        return Recorded(accepted=0, dropped=0, duplicate=True)
    newest = taken.sifted.newer[-1] if taken.sifted.newer else None
    ahead = await _ahead(actor.id, taken.situation, memory, newest)
    await _show(actor.id, taken, memory, newest, ahead)
    if newest is not None and ahead is not None:
        await _follow_up(taken.situation, newest, ahead)
    accepted = len(taken.sifted.newer) + len(taken.sifted.late)
    return Recorded(accepted=accepted, dropped=taken.sifted.dropped, duplicate=False)


async def _take_in(driver_id: UUID, batch: LocationBatchInput, memory: Memory) -> _Taken | None:
    now = clock.now()
    sifted = sift(memory.anchor, _fixes(batch, now), now)
    async with db.transaction() as session:
        situation = await queries.take_in(session, driver_id, batch.batch_id)
        if situation is None:
            raise drivers.NotRegistered()
        if not situation.fresh:
            return None
        stop = situation.job.next_stop if situation.job else None
        kept = sample(memory.kept, sifted.newer, stop.point if stop else None)
        trail = [*sample(None, sifted.late, None), *kept]
        if trail:
            await queries.keep(session, driver_id, trail, situation)
        if situation.trip_id and (metres := driven_m(memory.kept, kept)):
            await queries.add_driven(session, situation.trip_id, metres)
    return _Taken(situation, sifted, kept[-1] if kept else memory.kept)


def _fixes(batch: LocationBatchInput, now: datetime) -> list[Fix]:
    shift = timedelta()
    if batch.sent_at is not None and abs(now - batch.sent_at) > _WRONG_CLOCK:
        shift = now - batch.sent_at
    return [_fix(fix, shift, now) for fix in batch.fixes]


def _fix(fix: FixInput, shift: timedelta, now: datetime) -> Fix:
    return Fix(
        lat=fix.lat,
        lng=fix.lng,
        heading=None if fix.heading is None else round(fix.heading) % 360,
        speed_kmh=None if fix.speed_kmh is None else round(fix.speed_kmh),
        accuracy_m=None if fix.accuracy_m is None else round(fix.accuracy_m),
        at=fix.at + shift,
        received_at=now,
    )


async def _ahead(driver_id: UUID, situation: Situation, memory: Memory, newest: Fix | None) -> Progress | None:
    if situation.job is None or newest is None:
        return None
    return await look_ahead(driver_id, situation.job, situation.class_code, newest.point, memory.guide)


async def _show(driver_id: UUID, taken: _Taken, memory: Memory, newest: Fix | None, ahead: Progress | None) -> None:
    situation = taken.situation
    fields = memo_field(taken.sifted.anchor, taken.kept)
    if newest is not None:
        fields |= drivers.fix_fields(newest)
        fields |= going_field(going(memory.going, situation.job, newest) if situation.job else None)
    try:
        async with bus().pipeline(transaction=False) as pipe:
            pipe.hset(drivers.fix_key(driver_id), mapping=fields)
            pipe.expire(drivers.fix_key(driver_id), drivers.FIX_KEPT_S)
            if newest is not None:
                for channel, data in _messages(driver_id, situation, newest, ahead):
                    pipe.publish(channel, live.position_message(data))
                if situation.is_online and not newest.stale:
                    pipe.geoadd(drivers.geo_key(situation.city_code), (newest.lng, newest.lat, str(driver_id)))
            await pipe.execute()
    except UNREACHABLE:
        return  # the trail is safe in Postgres; the next batch brings the marker back


@speaking("en")
def _messages(
    driver_id: UUID, situation: Situation, fix: Fix, ahead: Progress | None
) -> Sequence[tuple[str, dict[str, Any]]]:
    """What is sent to all who follow, in one language: a screen says the numbers in the language of its reader."""
    job = situation.job
    place = {
        "driver_id": str(driver_id),
        "lat": fix.lat,
        "lng": fix.lng,
        "heading": fix.heading,
        "at": fix.at.isoformat(),
    }
    mine = {
        "speed_kmh": fix.speed_kmh,
        "accuracy_m": fix.accuracy_m,
        "order_id": str(job.order_id) if job else None,
        "next_stop_sequence": job.next_stop.sequence if job and job.next_stop else None,
        "eta_s": ahead.eta_s if ahead else None,
        "eta_text": duration_text(ahead.eta_s) if ahead else "",
        "distance_left_m": ahead.left_m if ahead else None,
        "distance_left_text": distance_text(ahead.left_m) if ahead else "",
    }
    status = drivers.fleet_status(is_online=situation.is_online, on_trip=job is not None)
    return (
        (f"drv:{driver_id}", place | mine),
        ("ops", {**place, "status": status, "class_code": situation.class_code}),
    )


async def _follow_up(situation: Situation, fix: Fix, ahead: Progress) -> None:
    if situation.job is not None:
        await tell_arriving(situation.job, situation.city_rules, fix)
        await hold_promise(situation.job, situation.city_rules, ahead.eta_s)
