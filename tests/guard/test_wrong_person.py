"""Every handler over a real socket, by somebody who is signed in but is not the person: nothing told, nothing changed.

The arguments are of the types that the handlers declare, so that none is refused for its shape: each runs as the thief.
"""

import asyncio
import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg2
import pytest
from psycopg2 import sql
from sqlmodel import SQLModel

import porter.porter  # noqa: F401 - registers every state of the product
from porter.core import db
from porter.models import Address
from porter.models.enums import NotificationKind
from porter.services import notifications
from tests import booking
from tests.guard.payloads import handlers_of, payload_of
from tests.people import ASHA, NIKHIL, RAVI, Person, actor, tokens
from tests.servers import TestServers
from tests.web.test_server import HYDRATE, Tab, Web, batched_names, opened, web

__all__ = ["web"]

pytestmark = pytest.mark.slow

SECRET = "Lane 7 behind the jasmine garden"
PATIENCE_S = 60
HYDRATED = "'is_hydrated_rx_state_': True"


@dataclass
class Loot:
    """What belongs to Asha and to the driver of her order, and nobody else."""

    order_id: UUID
    stop_id: UUID
    address_id: UUID
    asha_id: UUID
    driver_id: UUID

    def paths(self) -> list[str]:
        """Pages that would show it."""
        return [f"/orders/{self.order_id}", f"/orders/{self.order_id}/receipt", "/account/addresses", "/driver"]

    def guesses(self) -> list[str]:
        """Ids that a thief would try."""
        return [str(self.order_id), str(self.stop_id), str(self.address_id)]

    def marks(self) -> list[str]:
        """What every row of theirs has in it."""
        return [SECRET, str(self.order_id), str(self.asha_id), str(self.driver_id)]


@pytest.fixture
async def loot(database: TestServers) -> Loot:
    """Asha has an address, a message and an order that Ravi holds."""
    await booking.demo_city()
    asha, ravi = await actor(ASHA), await booking.driver("Sunil", "+919000000155")
    home = booking.KORAMANGALA.model_copy(update={"landmark": SECRET})
    order = await booking.booked(asha, booking.trip(home, booking.INDIRANAGAR))
    await booking.taken(order.id, ravi)
    address = Address(account_id=asha.id, label="Home", full_address=SECRET, lat=12.93, lng=77.61)
    async with db.transaction() as session:
        session.add(address)
        await notifications.notify(
            session, asha.id, NotificationKind.ORDER_PLACED, "Yours", SECRET, dedupe="loot", order_id=order.id
        )
    return Loot(order.id, order.stops[0].id, address.id, asha.id, ravi.id)


@pytest.mark.parametrize(("who", "audience"), [(NIKHIL, "customer"), (RAVI, "driver")], ids=["Nikhil", "Ravi"])
async def test_another_person_of_the_same_app_gets_nothing(
    web: Web, loot: Loot, database: TestServers, who: Person, audience: str
) -> None:
    """Each handler with each id in each argument, on each page of hers: all of them run, none is an error of ours."""
    names = handlers_of(audience)
    assert len(names) > 20
    key = (await tokens(who)).access
    before, counted, since = _rows(database, loot), _counters(web), len(web.log.read_text())
    assert len(before["orders"]) == len(before["address"]) == 1
    for path in loot.paths():
        for guess in loot.guesses():
            for chunk in batched_names(names):
                await _fire(web, f"porter_{audience}={key}", path, guess, chunk)
    assert _refused(web, since) & set(names) == set()
    assert _counters(web) == counted
    assert _rows(database, loot) == before
    log = web.log.read_text()
    assert key not in log
    assert SECRET not in log


async def _fire(web: Web, cookie: str, path: str, guess: str, names: tuple[str, ...]) -> None:
    """All of them, then a question whose answer comes last; what was told must not hold the secret."""
    async with opened(web, cookie=cookie) as tab:
        await tab.until_told(HYDRATED)
        for name in names:
            await tab.socket.emit("event", _event(name, path, payload_of(name, guess)), namespace="/_event")
        await _settled(tab, path, 2)
        told = str(tab.told)
    assert SECRET not in told
    assert ASHA.phone not in told


async def _settled(tab: Tab, path: str, times: int) -> None:
    """The page's own events are taken in their order: when this one is answered, so are those before."""
    await tab.socket.emit("event", _event(HYDRATE, path, {}), namespace="/_event")
    async with asyncio.timeout(PATIENCE_S):
        while str(tab.told).count(HYDRATED) < times:
            tab.news.clear()
            await tab.news.wait()


def _event(name: str, path: str, payload: dict[str, Any]) -> dict[str, Any]:
    where = {"pathname": path, "asPath": path, "query": {}}
    return {"name": name, "payload": payload, "router_data": where}


def _refused(web: Web, since: int) -> set[str]:
    """The events that the guard let nobody run."""
    return set(re.findall(r"web_event_refused.*event_name=(\S+)", web.log.read_text()[since:]))


def _counters(web: Web) -> dict[str, float]:
    """What must not move: events that never came to the guard, arguments that did not fit, handlers that broke."""
    return {
        "dropped": web.counted("porter_web_events_dropped_total"),
        "unfit": web.counted("porter_web_events_refused_total", reason="arguments"),
        "failed": web.counted("porter_web_handler_failures_total"),
    }


def _rows(database: TestServers, loot: Loot) -> dict[str, list[str]]:
    """Everything of theirs in every table, word by word."""
    with psycopg2.connect(database.database_url) as connection, connection.cursor() as cursor:
        found = {}
        for table in sorted(SQLModel.metadata.tables):
            cursor.execute(sql.SQL("SELECT row_to_json(t)::text FROM {} t ORDER BY 1").format(sql.Identifier(table)))
            found[table] = [text for (text,) in cursor.fetchall() if any(mark in text for mark in loot.marks())]
    return found
