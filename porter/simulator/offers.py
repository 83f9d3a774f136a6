"""How a simulated driver answers: with the time that people need, and eagerly to a person's order."""

import asyncio
from datetime import datetime
from typing import Any

import structlog

from porter.core import clock
from porter.simulator.api import Refusal
from porter.simulator.city import City
from porter.simulator.person import Person
from porter.simulator.temper import Reply, reply_to_simulated

log = structlog.get_logger("simulator.offers")

LAST_MOMENT_S = 2.5
LOOK_AGAIN_S = 2.0
TOO_LATE = frozenset({404, 409, 410})


async def answer(offer: dict[str, Any], person: Person, city: City) -> bool:
    """Look at an offer and answer it; True when the job is ours now."""
    await asyncio.sleep(city.some(city.tempo.first_look_s))
    reply = await _decide(offer, city)
    try:
        if reply is Reply.TAKE:
            await person.put(f"/pilots/jobs/{offer['id']}/accept")
            return True
        if reply is Reply.DECLINE:
            await person.put(f"/pilots/jobs/{offer['id']}/decline", {"reason": "Not now"})
    except Refusal as refusal:
        if refusal.status not in TOO_LATE:
            raise
        log.debug("too_late", code=refusal.code)
    return False


async def _decide(offer: dict[str, Any], city: City) -> Reply:
    # Only now: a simulated customer's own answer to booking may come after the offer.
    if offer["order_id"] in city.ordered:
        await asyncio.sleep(city.some(city.tempo.second_look_s))
        return reply_to_simulated(city.chance)
    while (reply := await city.desk.reply(offer)) is Reply.WAIT:
        left_s = (datetime.fromisoformat(offer["expires_at"]) - clock.now()).total_seconds()
        if left_s < LAST_MOMENT_S + LOOK_AGAIN_S:
            return Reply.TAKE
        await asyncio.sleep(LOOK_AGAIN_S)
    return reply
