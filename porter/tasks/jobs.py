"""The Celery tasks: each runs one asynchronous verb, and passes on the facts that it wrote.

What may ask a vendor goes through `run_beside`: two vendors that hang are two children, and no search may wait for them.
"""

import asyncio
from collections.abc import Coroutine
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from porter.core import outbox
from porter.tasks import desk_roads, hints, names, payout_jobs, relay, upkeep
from porter.tasks.celery_app import LOW, MATCH, app
from porter.tasks.run import run, run_beside

_wrote_facts: ContextVar[asyncio.Event] = ContextVar("wrote_facts")


def relay_facts() -> None:
    """Turn new facts into deliveries; make the first urgent ones at once and hand the others out."""
    made = run(relay.relay())
    urgent = [delivery_id for delivery_id, queue in made if queue == MATCH][: hints.TOGETHER]
    hints.send_deliveries([each for each in made if each[0] not in urgent])
    if urgent:  # a message to ourselves would cost as much as the search that it asks for
        run(_passing_on(relay.deliver(urgent)))


def deliver(*delivery_ids: str) -> None:
    """Run one subscriber for one fact, or some side by side."""
    run_beside(lambda: _passing_on(relay.deliver([UUID(delivery_id) for delivery_id in delivery_ids])))


def sweep() -> None:
    """Drive the searches that have something due, and hand out what nobody was told of."""
    made = run(upkeep.sweep())
    hints.send_deliveries(made or ())


def tick() -> None:
    """Do what is due and what no hint has done."""
    run_beside(lambda: _passing_on(upkeep.tick()))


def keep_up() -> None:
    """Make room ahead and forget what has no use."""
    run(upkeep.upkeep())


def settle_payouts() -> None:
    """Send payouts that no hint has sent, and ask after those under way."""
    run_beside(lambda: _passing_on(payout_jobs.settle()))


def watch_drivers() -> None:
    """Tell operations of drivers who stand, are off the way, or are silent."""
    run(_passing_on(desk_roads.watch()))


relay_task = app.task(relay_facts, name=names.RELAY, queue=MATCH)
deliver_task = app.task(deliver, name=names.DELIVER)
sweep_task = app.task(sweep, name=names.SWEEP, queue=MATCH)
tick_task = app.task(tick, name=names.TICK)
payouts_task = app.task(settle_payouts, name=names.PAYOUTS)
watch_task = app.task(watch_drivers, name=names.WATCH)
upkeep_task = app.task(keep_up, name=names.UPKEEP, queue=LOW)


def listen() -> None:
    """Notice facts that this worker's own tasks write."""
    outbox.on_commit(_notice)


async def _passing_on(work: Coroutine[Any, Any, object]) -> None:
    wrote = asyncio.Event()
    _wrote_facts.set(wrote)
    await work
    if wrote.is_set():
        await asyncio.to_thread(hints.send_deliveries, await relay.relay())


async def _notice() -> None:
    if wrote := _wrote_facts.get(None):
        wrote.set()
