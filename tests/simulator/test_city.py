"""The simulation against the real API: orders are matched, driven and delivered, also a person's own."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from porter import seed
from porter.api.app import create_api
from porter.models.enums import Role
from porter.simulator import NoDemoCity, Options, Tempo, run, streets, temper, wishes
from porter.tasks.drain import StillBusy, drain
from tests.people import ASHA, MEERA, ORIGIN, Person, api_app, signed_in

pytestmark = pytest.mark.usefixtures("database")

AT_ONCE = (0.01, 0.02)
HURRIED = Tempo(
    fastest_kmh=200_000,
    speed=100_000,
    parks_share=1.0,
    fix_every_s=0.02,
    report_on_job_s=0.5,
    report_roaming_s=0.5,
    report_parked_s=5.0,
    first_look_s=AT_ONCE,
    second_look_s=AT_ONCE,
    person_reads_code_s=0.05,
    look_at_order_s=(0.4, 0.5),
    ask_for_offers_s=0.4,
    rest_s=0.1,
    drivers_first_s=0.5,
    opening_gap_s=0.1,
)
WITHIN_S = 300
DRIVERS = 4
"""The demo city's first four drive four different classes."""


@pytest.fixture
async def demo_city(monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo city in which everybody stays around its middle, so that drivers are near, and nobody says no.

    Its four drivers cannot carry everything, and a search that finds nobody takes minutes: people send letters.
    """
    monkeypatch.setattr(streets, "REACH_M", 250.0)
    monkeypatch.setattr(wishes, "GOODS", wishes.GOODS[:1])
    monkeypatch.setattr(temper, "TAKES_SHARE", 1.0)
    monkeypatch.setattr("porter.simulator.customer.CANCELS_SHARE", 0.0)
    monkeypatch.setattr("porter.simulator.play.GO_HOME_WITHIN_S", WITHIN_S)
    await seed.demo(drivers=DRIVERS, customers=2)


class Network(httpx.ASGITransport):
    """As over a network, a request that has been sent is answered, whatever becomes of whoever asked."""

    def __init__(self) -> None:
        super().__init__(api_app(), raise_app_exceptions=False)
        self._under_way: set[asyncio.Task[httpx.Response]] = set()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Ask the API."""
        asked = asyncio.create_task(super().handle_async_request(request))
        self._under_way.add(asked)
        asked.add_done_callback(self._under_way.discard)
        return await asyncio.shield(asked)

    async def settle(self) -> None:
        """Return when nothing is under way."""
        await asyncio.gather(*self._under_way, return_exceptions=True)


@asynccontextmanager
async def simulated(folder: Path, tempo: Tempo = HURRIED, **more: Any) -> AsyncIterator[asyncio.Task[None]]:
    """A running simulation, and the workers behind the API."""
    options = Options(url=ORIGIN, data_dir=folder, drivers=DRIVERS, seed=4, tempo=tempo, **more)
    network, evening = Network(), asyncio.Event()
    playing = asyncio.create_task(run(options, transport=network))
    working = asyncio.create_task(_work(evening))
    try:
        yield playing
    finally:
        playing.cancel()
        with suppress(asyncio.CancelledError):
            await playing
        await network.settle()
        evening.set()
        await working


async def _work(evening: asyncio.Event) -> None:
    while not evening.is_set():
        with suppress(StillBusy):
            await drain()
        with suppress(TimeoutError):
            await asyncio.wait_for(evening.wait(), 0.2)


async def until(playing: asyncio.Task[None], met: Callable[[], Awaitable[Any]]) -> Any:
    """What `met` finds as soon as it finds something; fails when the simulation has ended before."""
    async with asyncio.timeout(WITHIN_S):
        while not (found := await met()):
            await asyncio.wait([playing], timeout=0.2)
            if playing.done():
                playing.result()
    return found


async def orders_seen(operator: httpx.AsyncClient, status: str) -> list[dict[str, Any]]:
    """The orders of a status, as operations sees them."""
    answer = await operator.get("/api/v1/admin/orders", params={"status": status})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["orders"]
    return found


async def fleet_seen(operator: httpx.AsyncClient, status: str) -> list[dict[str, Any]]:
    """The drivers of a status."""
    found: list[dict[str, Any]] = (await operator.get("/api/v1/admin/fleet", params={"status": status})).json()[
        "drivers"
    ]
    return found


async def books(customer: httpx.AsyncClient, at: dict[str, Any]) -> str:
    """A person books the class of a driver, where that driver is."""
    stops = [{"lat": at["lat"], "lng": at["lng"]}, {"lat": at["lat"] + 0.01, "lng": at["lng"]}]
    body = {"stops": stops, "vehicle_type": at["class_code"]}
    estimate = (await customer.post("/api/v1/orders/estimate", json=body)).json()["estimate"]
    quote = next(quote for quote in estimate["quotes"] if quote["vehicle"]["code"] == at["class_code"])
    booked = await customer.post("/api/v1/orders", json={"quote_id": quote["id"]})
    assert booked.status_code == 201, booked.text
    return str(booked.json()["order"]["id"])


async def order_of(customer: httpx.AsyncClient, order_id: str) -> dict[str, Any]:
    """The order as its customer sees it."""
    found: dict[str, Any] = (await customer.get(f"/api/v1/orders/{order_id}")).json()["order"]
    return found


async def test_simulated_orders_are_delivered_and_drivers_go_home(demo_city: None, tmp_path: Path) -> None:
    async with signed_in(_operator()) as operator:
        async with simulated(tmp_path, orders_per_hour=7200) as playing:
            delivered = await until(playing, lambda: orders_seen(operator, "delivered"))
            await until(playing, lambda: fleet_seen(operator, "idle"))
        assert delivered[0]["driver_name"]
        assert delivered[0]["customer_phone"].startswith("+9190002")
        on_trip = await fleet_seen(operator, "on_trip")
        assert await fleet_seen(operator, "idle") == []
        assert len(on_trip) + len(await fleet_seen(operator, "offline")) == DRIVERS + 1


async def test_a_persons_order_is_driven_to_the_end(demo_city: None, tmp_path: Path) -> None:
    async with (
        signed_in(_operator()) as operator,
        signed_in(ASHA) as asha,
        simulated(tmp_path, orders_per_hour=0) as playing,
    ):
        await until(playing, lambda: _all_online(operator))
        order_id = await books(asha, (await fleet_seen(operator, "idle"))[0])
        await until(playing, lambda: _is_delivered(asha, order_id))
        order = await order_of(asha, order_id)
    assert order["driver"]["name"]
    assert [stop["status"] for stop in order["stops"]] == ["done", "done"]
    assert order["receipt_number"]


async def test_a_new_simulation_goes_on_where_one_ended(demo_city: None, tmp_path: Path) -> None:
    deaf = replace(HURRIED, person_reads_code_s=1000)
    async with signed_in(_operator()) as operator, signed_in(ASHA) as asha:
        async with simulated(tmp_path, orders_per_hour=0, tempo=deaf) as playing:
            await until(playing, lambda: _all_online(operator))
            order_id = await books(asha, (await fleet_seen(operator, "idle"))[0])
            await until(playing, lambda: _waits_at_pickup(asha, order_id))
        left = await order_of(asha, order_id)
        assert left["status"] == "assigned"
        async with simulated(tmp_path, orders_per_hour=0) as playing:
            await until(playing, lambda: _is_delivered(asha, order_id))
        assert (await order_of(asha, order_id))["driver"]["id"] == left["driver"]["id"]


async def test_where_there_is_no_development_inbox_nobody_is_simulated(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("porter.api.v1.dev.router.routes", [])
    empty = httpx.ASGITransport(create_api())
    with pytest.raises(NoDemoCity):
        await run(Options(url=ORIGIN, data_dir=tmp_path), transport=empty)


async def _all_online(operator: httpx.AsyncClient) -> bool:
    return len(await fleet_seen(operator, "idle")) == DRIVERS


async def _waits_at_pickup(customer: httpx.AsyncClient, order_id: str) -> bool:
    order = await order_of(customer, order_id)
    return bool(order["stops"][0]["status"] == "arrived")


async def _is_delivered(customer: httpx.AsyncClient, order_id: str) -> bool:
    order = await order_of(customer, order_id)
    assert order["status"] not in {"cancelled", "no_driver"}
    return bool(order["status"] == "delivered")


def _operator() -> Person:
    return Person("Lata", MEERA.audience, email="lata@porter.example", role=Role.ADMIN)
