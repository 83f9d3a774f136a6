"""`make soak`: the money promises at full size. `python -m tests.soak --spends 200 --operations 100000 --paise 1000000`."""

import argparse
import asyncio
import time

from porter.core import db
from porter.core.config import settings
from tests.scratch import scratch_servers
from tests.soak import operations, paise, posts, spends, webhooks


def main() -> None:
    """Run what was asked for; any promise that is broken ends it with an error."""
    asked = argparse.ArgumentParser(prog="make soak ARGS=…", description="Money at full size; 0 leaves a part out.")
    asked.add_argument("--spends", type=int, default=200, help="parallel spends, with money for --affordable")
    asked.add_argument("--affordable", type=int, default=37)
    asked.add_argument("--operations", type=int, default=100_000, help="random business events")
    asked.add_argument("--check-every", type=int, default=5_000)
    asked.add_argument("--paise", type=int, default=1_000_000, help="random fares, refunds and splits")
    asked.add_argument("--posts", type=int, default=50, help="identical requests at the same time")
    asked.add_argument("--webhooks", type=int, default=2_000, help="events, each delivered five times by eight senders")
    asked.add_argument("--seed", type=int, default=7)
    wanted = asked.parse_args()
    if wanted.paise:
        began = time.perf_counter()
        error = paise.soak(wanted.paise, wanted.seed)
        print(f"{wanted.paise:,} fares, refunds and splits: {error} paise astray ({_took(began)})")
        if error:
            raise SystemExit(1)
    with scratch_servers():
        settings.cache_clear()  # Celery's app has read them at the import
        asyncio.run(_with_database(wanted))


async def _with_database(wanted: argparse.Namespace) -> None:
    if wanted.spends:
        began = time.perf_counter()
        found = await spends.soak(wanted.spends, wanted.affordable)
        print(f"{wanted.spends} parallel spends with money for {wanted.affordable}: {dict(found)} ({_took(began)})")
    if wanted.operations:
        began = time.perf_counter()
        seen = await operations.soak(wanted.operations, wanted.check_every, wanted.seed)
        print(f"{wanted.operations:,} random events, books sound at every check: {dict(seen)} ({_took(began)})")
    if wanted.posts:
        began = time.perf_counter()
        print(f"{wanted.posts} identical requests at once: {await posts.soak(wanted.posts)} ({_took(began)})")
    if wanted.webhooks:
        began = time.perf_counter()
        told = await webhooks.soak(wanted.webhooks, seed=wanted.seed)
        print(f"{wanted.webhooks:,} webhook events: {told} ({_took(began)})")
    await db.dispose()


def _took(began: float) -> str:
    return f"{time.perf_counter() - began:.0f} s"


if __name__ == "__main__":
    main()
