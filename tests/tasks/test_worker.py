"""The real thing: orders matched by worker processes, through kills, lost messages and an emptied Redis."""

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
import redis

from porter.core import db, outbox
from porter.models.enums import OfferStatus
from porter.services import matching
from porter.services.accounts import Actor
from porter.tasks import hints
from tests.servers import TestServers
from tests.services.matching import town as towns
from tests.services.matching.town import Town, offers_of, order_row, stand
from tests.tasks.workers import Outage, Processes, until

pytestmark = pytest.mark.slow


@pytest.fixture
async def town(database: TestServers) -> Town:
    """A town where an offer stands for five seconds, to keep the tests short."""
    town = await towns.build()
    await town.rule(offer_s=5)
    return town


@pytest.fixture
def processes(database: TestServers, tmp_path: Path) -> Iterator[Processes]:
    """Nothing runs yet; whatever was started ends with the test. Commits of the test give hints as the web does."""
    hints.install()
    processes = Processes(tmp_path / "celery.log")
    yield processes
    outbox.on_commit(None)
    processes.stop()


def asked(order_id: UUID, count: int = 1) -> Callable[[], Awaitable[bool]]:
    async def look() -> bool:
        return len(await offers_of(order_id)) >= count

    return look


async def accept(driver: Actor, order_id: UUID) -> None:
    async with db.transaction() as session:
        await matching.accept_offer(session, driver, order_id)


async def test_an_order_is_offered_by_a_hint_alone(town: Town, processes: Processes) -> None:
    await town.driver("Ravi")
    processes.worker()
    await until(asked(await town.order(await town.customer())), within_s=40)
    ravi = await town.driver("Second", away_m=600)
    order_id = await town.order(await town.customer())
    await until(asked(order_id))
    await accept(ravi, order_id)
    assert (await order_row(order_id)).driver_id == ravi.id


async def test_a_killed_worker_is_made_up_for_by_the_next(town: Town, processes: Processes) -> None:
    """The offer is out when everything dies; a new worker and a new clock end it and ask the next driver."""
    await town.rule(offer_s=5, batch_size=1)
    await town.driver("First", away_m=300)
    worker = processes.worker()
    order_id = await town.order(await town.customer())
    await until(asked(order_id), within_s=40)
    processes.kill(worker)

    second = await town.driver("Second", away_m=900)
    processes.beat()
    processes.worker()
    await until(asked(order_id, 2), within_s=40)
    first_offer, second_offer = await offers_of(order_id)
    assert first_offer.status is OfferStatus.EXPIRED
    assert second_offer.driver_id == second.id
    await accept(second, order_id)


async def test_an_emptied_redis_loses_no_order(town: Town, processes: Processes, database: TestServers) -> None:
    """Every message and every position is gone while the order waits; beat and the next fix bring it on."""
    ravi = await town.driver("Ravi")
    order_id = await town.order(await town.customer())
    with redis.Redis.from_url(f"{database.redis_url}/1") as broker:
        broker.flushdb()
    await towns.bus().flushdb()
    processes.beat()
    processes.worker()
    await stand(ravi, 500)
    await until(asked(order_id), within_s=40)


async def test_redis_gone_and_back_delays_and_does_not_lose(
    town: Town, processes: Processes, database: TestServers
) -> None:
    """Redis dies under running processes: booking goes on, and so does the search once Redis is back, though empty."""
    processes.beat()
    processes.worker()
    ravi = await town.driver("Ravi")
    await until(asked(await town.order(await town.customer())), within_s=40)
    outage = Outage(database)
    outage.begin()
    order_id = await town.order(await town.customer("Nikhil"))
    assert await offers_of(order_id) == []
    outage.end()
    await stand(await town.driver("Second"), 500)
    await stand(ravi, 500)
    await until(asked(order_id), within_s=40)


async def test_a_worker_killed_in_the_rush_leaves_no_order_behind(town: Town, processes: Processes) -> None:
    """Three orders, three drivers, a kill between: in the end everybody holds one."""
    await town.rule(offer_s=60, batch_size=1)
    drivers = {driver.id: driver for driver in [await town.driver(f"Driver{number}") for number in range(3)]}
    processes.beat()
    worker = processes.worker()
    orders = [await town.order(await town.customer()) for _ in range(3)]
    await until(asked(orders[0]), within_s=40)
    processes.kill(worker)
    processes.worker()
    for order_id in orders:
        await until(asked(order_id), within_s=60)
        [offer] = await offers_of(order_id)
        await accept(drivers.pop(offer.driver_id), order_id)
    assert drivers == {}
