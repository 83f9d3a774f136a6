"""The Celery tasks: each runs one asynchronous verb, and passes on the facts that it wrote."""

from collections.abc import Coroutine
from typing import Any, TypeVar
from uuid import UUID

from porter.core import outbox
from porter.tasks import desk_roads, hints, names, payout_jobs, relay, upkeep
from porter.tasks.celery_app import LOW, MATCH, app
from porter.tasks.run import run

T = TypeVar("T")

_wrote_facts = False


def relay_facts() -> None:
    """Turn new facts into deliveries; make the first urgent ones at once and hand the others out."""
    made = run(relay.relay())
    urgent = [delivery_id for delivery_id, queue in made if queue == MATCH][: hints.TOGETHER]
    hints.send_deliveries([each for each in made if each[0] not in urgent])
    if urgent:  # a message to ourselves would cost as much as the search that it asks for
        _run_and_pass_on(relay.deliver(urgent))


def deliver(*delivery_ids: str) -> None:
    """Run one subscriber for one fact, or some side by side."""
    _run_and_pass_on(relay.deliver([UUID(delivery_id) for delivery_id in delivery_ids]))


def tick() -> None:
    """Do what is due and what no hint has done."""
    _run_and_pass_on(upkeep.tick())


def keep_up() -> None:
    """Make room ahead and forget what has no use."""
    run(upkeep.upkeep())


def settle_payouts() -> None:
    """Send payouts that no hint has sent, and ask after those under way."""
    _run_and_pass_on(payout_jobs.settle())


def watch_drivers() -> None:
    """Tell operations of drivers who stand, are off the way, or are silent."""
    _run_and_pass_on(desk_roads.watch())


relay_task = app.task(relay_facts, name=names.RELAY, queue=MATCH)
deliver_task = app.task(deliver, name=names.DELIVER)
tick_task = app.task(tick, name=names.TICK, queue=MATCH)
payouts_task = app.task(settle_payouts, name=names.PAYOUTS)
watch_task = app.task(watch_drivers, name=names.WATCH)
upkeep_task = app.task(keep_up, name=names.UPKEEP, queue=LOW)


def listen() -> None:
    """Notice facts that this worker's own tasks write."""
    outbox.on_commit(_notice)


def _run_and_pass_on(work: Coroutine[Any, Any, T]) -> T:
    global _wrote_facts
    _wrote_facts = False
    result = run(work)
    if _wrote_facts:
        hints.send_deliveries(run(relay.relay()))
    return result


async def _notice() -> None:
    global _wrote_facts
    _wrote_facts = True
