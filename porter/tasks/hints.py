"""Hints: "there is something to do". They make things quick; the sweeper makes them certain.

A hint never fails and never delays whoever gives it.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID
from weakref import WeakKeyDictionary

from kombu.exceptions import OperationalError

from porter.core import outbox
from porter.core.redis import UNREACHABLE
from porter.tasks.celery_app import MATCH, app
from porter.tasks.names import DELIVER, RELAY

log = logging.getLogger(__name__)

SEND_S = 2.0
GAP_S = 0.2
"""Between two hints of one process. The first goes at once; fifty orders a second make no fifty looks into the outbox."""

TOGETHER = 8
"""Deliveries that go as one message, and that a worker makes side by side."""

_NO_BROKER = (OperationalError, *UNREACHABLE)


@dataclass
class _Pending:
    """Whether facts were written since the last hint, and who is sending."""

    wanted: bool = False
    sender: asyncio.Task[None] | None = None


_pending: WeakKeyDictionary[asyncio.AbstractEventLoop, _Pending] = WeakKeyDictionary()


def install() -> None:
    """Let every commit of this process that wrote facts be followed by a hint; for processes that serve requests."""
    outbox.on_commit(relay_soon)


async def relay_soon() -> None:
    """Ask a worker to look into the outbox; many calls in a moment are one message."""
    state = _pending.setdefault(asyncio.get_running_loop(), _Pending())
    state.wanted = True
    if state.sender is None or state.sender.done():
        state.sender = asyncio.create_task(_send_while_wanted(state))


def send_relay() -> None:
    """Ask a worker to look into the outbox; from synchronous code."""
    _send(RELAY, (), MATCH)


def send_deliveries(made: Iterable[tuple[UUID, str]]) -> None:
    """Ask workers to make these deliveries; from synchronous code."""
    by_queue: dict[str, list[str]] = defaultdict(list)
    for delivery_id, queue in made:
        by_queue[queue].append(str(delivery_id))
    for queue, ids in by_queue.items():
        for begin in range(0, len(ids), TOGETHER):
            if not _send(DELIVER, tuple(ids[begin : begin + TOGETHER]), queue):
                return  # the broker is away: the sweeper will find the rest


async def _send_while_wanted(state: _Pending) -> None:
    while state.wanted:
        state.wanted = False
        try:
            await asyncio.wait_for(asyncio.to_thread(send_relay), SEND_S)
        except TimeoutError:
            log.warning("a hint took too long to send")
        await asyncio.sleep(GAP_S)


def _send(name: str, args: tuple[str, ...], queue: str) -> bool:
    try:
        app.send_task(name, args=args, queue=queue, retry=False)
    except _NO_BROKER as error:
        log.warning("a hint was not sent: %s", type(error).__name__)
        return False
    return True
