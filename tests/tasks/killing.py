"""Worker processes that are killed at a chosen step of a payment, a refund or a payout.

Nothing of the product knows of it: a twin of the vendor holds a request, or the test holds a row or a table, until the
process stands exactly there; then it is killed with SIGKILL.
"""

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing.process import BaseProcess

import psycopg2

from porter.core import clock
from porter.core.config import settings
from porter.integrations.payments.twins import RazorpayTwin, StripeTwin
from porter.integrations.payments.twins.server import Asked, Json
from porter.tasks import jobs, run
from tests.servers import TestServers
from tests.waiting import until

LONG_S = 120

# Not forked from here: this process has threads, and connections that a child must not share. The fork server has
# imported everything a worker needs, and nothing else has happened in it.
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.tasks.killing"])

Answer = Callable[[Asked], tuple[int, Json]]


@dataclass
class Hold:
    """Stops a vendor's answers, each once: before it acts on a question, or after."""

    question: str = ""
    is_after: bool = False
    left: int = 0
    arrived: threading.Event = field(default_factory=threading.Event)
    let_go: threading.Event = field(default_factory=threading.Event)

    def at(self, question: str, *, after: bool = False, times: int = 1) -> None:
        """Stop at the next questions of this method: before or after each has been dealt with."""
        self.question, self.is_after, self.left = question, after, times
        self.arrived.clear()
        self.let_go.clear()

    def around(self, asked: Asked, answer: Answer) -> tuple[int, Json]:
        """Answer, with the stop that is wanted."""
        is_it = asked.method == self.question and self.left > 0
        self.left -= is_it
        if is_it and not self.is_after:
            self._stop()
        answered = answer(asked)
        if is_it and self.is_after:
            self._stop()
        return answered

    def until_arrived(self) -> None:
        """Wait until a worker stands at each of them."""
        assert self.arrived.wait(LONG_S), "the worker did not ask the vendor"

    def _stop(self) -> None:
        if self.left == 0:
            self.arrived.set()
        self.let_go.wait(LONG_S)


@dataclass
class HeldRazorpay(RazorpayTwin):
    """Razorpay that stops where it is told to; its banks may be quick with payouts."""

    hold: Hold = field(default_factory=Hold)
    is_quick: bool = False

    def answer(self, asked: Asked) -> tuple[int, Json]:
        """As Razorpay does, in its own time."""
        return self.hold.around(asked, super().answer)

    def _create_payout(self, asked: Asked) -> Json:
        payout = super()._create_payout(asked)
        if self.is_quick:
            self.settle_payout(payout["id"], "processed")
        return payout


@dataclass
class HeldStripe(StripeTwin):
    """Stripe that stops where it is told to."""

    hold: Hold = field(default_factory=Hold)

    def answer(self, asked: Asked) -> tuple[int, Json]:
        """As Stripe does, in its own time."""
        return self.hold.around(asked, super().answer)


class Lock:
    """A transaction of the test that somebody else waits for."""

    def __init__(self, servers: TestServers) -> None:
        self._connection = psycopg2.connect(servers.database_url)
        self._onlooker = psycopg2.connect(servers.database_url)  # a transaction sees the same activity to its end
        self._onlooker.autocommit = True

    @contextmanager
    def holding(self, statement: str, *values: object) -> Iterator["Lock"]:
        """Keep what the statement locks for the length of the block."""
        with self._connection.cursor() as cursor:
            cursor.execute(statement, values)
        yield self
        self._connection.rollback()

    def close(self) -> None:
        """Let go of everything."""
        self._connection.close()
        self._onlooker.close()

    def until_awaited(self) -> None:
        """Wait until a process stands before what is locked."""
        until(self._is_awaited, within_s=LONG_S, what="somebody who waits for the lock")

    def _is_awaited(self) -> bool:
        with self._onlooker.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE %s = ANY(pg_blocking_pids(pid)))",
                (self._connection.info.backend_pid,),
            )
            row = cursor.fetchone()
        return bool(row and row[0])


@contextmanager
def worker(task: str, *arguments: str, later: timedelta = timedelta(0)) -> Iterator[BaseProcess]:
    """A process that runs one of Celery's tasks as a worker does; what still runs at the end is killed."""
    process = _FORKS.Process(target=_run, args=(dict(os.environ), later, task, arguments), daemon=True)
    process.start()
    yield process
    process.kill()
    process.join()


def finished(task: str, *arguments: str, later: timedelta = timedelta(0)) -> None:
    """Another worker does a task to its end, some time later."""
    with worker(task, *arguments, later=later) as process:
        process.join(LONG_S)
        assert process.exitcode == 0


def _run(environment: dict[str, str], later: timedelta, task: str, arguments: tuple[str, ...]) -> None:
    os.environ.update(environment)
    settings.cache_clear()
    jobs.listen()
    with clock.travel(later):
        getattr(jobs, task)(*arguments)
        run.close()  # which waits for what the task left to go on beside it
