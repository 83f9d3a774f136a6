"""The simulation from its beginning to its end: who takes part, who starts, and that everybody stops in order."""

import asyncio
import random
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import httpx
import structlog

from porter.simulator import names
from porter.simulator.api import TIMEOUT_S, Api, Refusal
from porter.simulator.blocks import block
from porter.simulator.city import City
from porter.simulator.customer import Customer
from porter.simulator.desk import Desk
from porter.simulator.driver import Driver
from porter.simulator.keyring import Keyring
from porter.simulator.market import Market
from porter.simulator.options import Options
from porter.simulator.person import Person, as_operator, by_phone
from porter.simulator.streets import Streets

log = structlog.get_logger("simulator")

MOST_CONNECTIONS = 20
GO_HOME_WITHIN_S = 5.0


class NoDemoCity(Exception):
    """This Porter has no development inbox: nobody can sign in by code."""


async def run(options: Options, *, transport: httpx.AsyncBaseTransport | None = None) -> None:
    """Simulate until cancelled. Raises NoDemoCity, NoBlockFree. With a transport there is no live socket: everybody asks instead."""
    with block(options.data_dir) as number:
        async with _client(options, transport) as http:
            api = Api(http)
            await _check(api)
            cast = _Cast(options, api, number, live=transport is None)
            try:
                await cast.play()
            finally:
                await cast.go_home()


def run_until_told(options: Options) -> None:
    """Simulate until Ctrl-C or a polite kill. Raises NoDemoCity, NoBlockFree."""
    with suppress(asyncio.CancelledError):
        asyncio.run(_until_told(options))


async def _until_told(options: Options) -> None:
    playing = asyncio.ensure_future(run(options))
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, playing.cancel)
    await playing


class _Cast:
    def __init__(self, options: Options, api: Api, number: int, *, live: bool) -> None:
        keyring = Keyring(options.data_dir / f"keys-{number}.json")
        chance = random.Random(options.seed)
        operator = Person(api, keyring, "operator", as_operator)
        self._api = api
        self._options = options
        self._city = City(Streets(chance), options.tempo, chance, operator, Desk(operator))
        first = number * names.BLOCK + 1
        url = options.url if live else None
        self._drivers = [
            Driver(who, Person(api, keyring, who.phone, by_phone(who)), self._city, url)
            for who in map(names.driver, range(first, first + options.drivers))
        ]
        self._customers = [
            Customer(who, Person(api, keyring, who.phone, by_phone(who)), self._city)
            for who in map(names.customer, range(first, first + options.customers))
        ]

    async def play(self) -> None:
        """Everybody at once."""
        classes = (await self._api.call("GET", "/vehicle-classes"))["vehicle_classes"]
        self._city.class_kmh.update((row["code"], float(row["speed_kmh"])) for row in classes)
        places = await self._city.desk.last_places()
        log.info("begin", drivers=len(self._drivers), hourly_orders=self._options.hourly_orders)
        async with asyncio.TaskGroup() as tasks:
            for driver in self._drivers:
                tasks.create_task(driver.run(places))
            tasks.create_task(self._order())

    async def go_home(self) -> None:
        """Drivers go offline; a server that is away is not waited for."""
        with suppress(TimeoutError):
            async with asyncio.timeout(GO_HOME_WITHIN_S):
                await asyncio.gather(*(driver.go_home() for driver in self._drivers))
        log.info("end")

    async def _order(self) -> None:
        options = self._options
        await asyncio.sleep(options.tempo.drivers_first_s)
        await Market(self._customers, self._city, options.hourly_orders, options.most_live_orders).run()


async def _check(api: Api) -> None:
    try:
        await api.call("GET", "/dev/inbox", params={"phone": names.driver(1).phone})
    except Refusal as refusal:
        raise NoDemoCity("This Porter has no development inbox, so simulated people cannot sign in.") from refusal


@asynccontextmanager
async def _client(options: Options, transport: httpx.AsyncBaseTransport | None) -> AsyncIterator[httpx.AsyncClient]:
    limits = httpx.Limits(max_connections=MOST_CONNECTIONS, max_keepalive_connections=MOST_CONNECTIONS)
    timeout = httpx.Timeout(TIMEOUT_S, pool=None)  # a queue for our own connections is no sign of a server that is away
    agent = {"user-agent": "Porter simulator"}
    async with httpx.AsyncClient(
        base_url=options.url, transport=transport, limits=limits, timeout=timeout, headers=agent, trust_env=False
    ) as client:
        yield client
