"""Claim: booking an event costs at most three times a bare insert of two rows.

`python -m bench.ledger_posting [--postings 2000]` with servers of its own, or on the database of DATABASE_URL. Both sides
use one connection, one transaction each and the same driver; rounds alternate, so that a busy machine hurts both.
"""

import argparse
import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from uuid import UUID

from sqlalchemy import text

from porter.core import clock, db
from porter.core.ids import new_id
from porter.models import Account
from porter.models.enums import Audience, Role
from porter.services import ledger
from tests.scratch import scratch_servers

ROUND = 100

BARE = text(
    "INSERT INTO bench_bare (id, posting_id, line, account_id, amount_minor, currency, created_at) VALUES "
    "(:a, :posting, 0, :account, 100, 'INR', :now), (:b, :posting, 1, :account, -100, 'INR', :now)"
)


async def main() -> None:
    """Print both medians and their ratio; fails above three."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--postings", type=int, default=2000)
    wanted = asked.parse_args()
    with scratch_servers():
        customer = await prepared()
        bare_s: list[float] = []
        booked_s: list[float] = []
        for _ in range(max(1, wanted.postings // ROUND)):
            bare_s += await timed(ROUND, bare)
            booked_s += await timed(ROUND, lambda: top_up(customer.id))
        await db.dispose()
    ratio = statistics.median(booked_s) / statistics.median(bare_s)
    print(f"bare insert of two rows: {said(bare_s)}")
    print(f"ledger.post, two lines:  {said(booked_s)}")
    print(f"ratio of medians: {ratio:.2f} (claim: at most 3)")
    raise SystemExit(0 if ratio <= 3 else 1)


async def prepared() -> Account:
    """A customer, and a table like the entries but without keys, triggers and guards beyond the primary key."""
    customer = Account(audience=Audience.CUSTOMER, role=Role.CUSTOMER, phone="+919000000001", name="Asha")
    async with db.transaction() as session:
        session.add(customer)
        connection = await session.connection()
        await connection.execute(
            text("CREATE TABLE bench_bare (LIKE ledger_entry INCLUDING DEFAULTS, PRIMARY KEY (id))")
        )
    await timed(ROUND, lambda: top_up(customer.id))
    await timed(ROUND, bare)
    return customer


async def timed(times: int, once: Callable[[], Awaitable[None]]) -> list[float]:
    """Seconds of each."""
    taken: list[float] = []
    for _ in range(times):
        start = time.perf_counter()
        await once()
        taken.append(time.perf_counter() - start)
    return taken


async def bare() -> None:
    """Two rows and a commit."""
    ids = {"a": new_id(), "b": new_id(), "posting": new_id(), "account": new_id(), "now": clock.now()}
    async with db.transaction() as session:
        await (await session.connection()).execute(BARE, ids)


async def top_up(customer_id: UUID) -> None:
    """A posting of two lines: triggers, balance, guard and all."""
    async with db.transaction() as session:
        await ledger.post(session, f"topup:{new_id()}", "topup", ledger.rules.topped_up(customer_id, 100))


def said(taken_s: list[float]) -> str:
    """Median and 95th percentile in milliseconds."""
    ordered = sorted(taken_s)
    return f"median {statistics.median(ordered) * 1000:.2f} ms, p95 {ordered[int(len(ordered) * 0.95)] * 1000:.2f} ms"


if __name__ == "__main__":
    asyncio.run(main())
