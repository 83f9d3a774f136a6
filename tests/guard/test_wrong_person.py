"""Every handler over a real socket, by somebody who is signed in but is not the person: nothing told, nothing changed."""

import asyncio
import inspect
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg2
import pytest

import porter.porter  # noqa: F401 - registers every state of the product
from porter.core import db
from porter.models import Address
from porter.models.enums import NotificationKind
from porter.services import notifications
from porter.state import internals
from porter.state.guard import required_role
from tests import booking
from tests.people import ASHA, NIKHIL, RAVI, Person, actor, tokens
from tests.servers import TestServers
from tests.web.test_server import HYDRATE, Tab, Web, batched_names, opened, web

__all__ = ["web"]

pytestmark = pytest.mark.slow

SECRET = "Lane 7 behind the jasmine garden"
OWN = (
    "orders",
    "stop",
    "address",
    "notification",
    "account",
    "timeline_entry",
    "offer",
    "assignment",
    "trip",
    "rating",
)
PATIENCE_S = 60
HYDRATED = "'is_hydrated_rx_state_': True"


@dataclass
class Loot:
    """What belongs to Asha and to the driver of her order, and nobody else."""

    order_id: UUID
    stop_id: UUID
    address_id: UUID

    def paths(self) -> list[str]:
        """Pages that would show it."""
        return [f"/orders/{self.order_id}", f"/orders/{self.order_id}/receipt", "/account/addresses", "/driver"]

    def guesses(self) -> list[str]:
        """Ids that a thief would try."""
        return [str(self.order_id), str(self.stop_id), str(self.address_id)]


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
    return Loot(order.id, order.stops[0].id, address.id)


@pytest.mark.parametrize(("who", "audience"), [(NIKHIL, "customer"), (RAVI, "driver")], ids=["Nikhil", "Ravi"])
async def test_another_person_of_the_same_app_gets_nothing(
    web: Web, loot: Loot, database: TestServers, who: Person, audience: str
) -> None:
    """Each handler with each id in each argument, on each page of hers."""
    names = _handlers(audience)
    assert len(names) > 20
    key = (await tokens(who)).access
    before = _rows(database, loot)
    for path in loot.paths():
        for guess in loot.guesses():
            for chunk in batched_names(names):
                await _fire(web, f"porter_{audience}={key}", path, guess, chunk)
    assert _rows(database, loot) == before
    log = web.log.read_text()
    assert key not in log
    assert SECRET not in log


async def _fire(web: Web, cookie: str, path: str, guess: str, names: tuple[str, ...]) -> None:
    """All of them, then a question whose answer comes last; what was told must not hold the secret."""
    async with opened(web, cookie=cookie) as tab:
        await tab.until_told(HYDRATED)
        for name in names:
            parameters = list(inspect.signature(internals.handler_function(name)).parameters)[1:]
            await tab.socket.emit("event", _event(name, path, dict.fromkeys(parameters, guess)), namespace="/_event")
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


def _handlers(audience: str) -> list[str]:
    """Every event of the product that this audience may call at all."""
    found = []
    for name in internals.handler_names():
        owner = internals.handler_owner(name)
        if owner and owner.__module__.startswith("porter.") and required_role(owner) == audience:
            found.append(name)
    return found


def _rows(database: TestServers, loot: Loot) -> dict[str, list[str]]:
    """Everything of hers, word by word."""
    with psycopg2.connect(database.database_url) as connection, connection.cursor() as cursor:
        found = {}
        for table in OWN:
            cursor.execute(f"SELECT row_to_json(t)::text FROM {table} t ORDER BY 1")  # noqa: S608 - our own names
            found[table] = [text for (text,) in cursor.fetchall() if str(loot.order_id) in text or SECRET in text]
    return found
