"""Offers and assignments over REST: asked, taken, too late, given by hand, explained."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient

from porter.core import clock, db, live
from porter.core.ids import new_id
from porter.core.redis import bus
from porter.models import Driver, Order, Vehicle
from porter.models.enums import Fuel, Verification
from porter.services import drivers
from porter.services.accounts import Actor
from porter.tasks.drain import drain
from tests import booking
from tests.api.sockets import live_as
from tests.people import ASHA, MEERA, RAVI, Person, client, person, signed_in
from tests.servers import TestServers

SUNIL = person("Sunil", "+919000000102", RAVI.audience)
JOBS = "/api/v1/pilots/jobs"


@dataclass
class Cast:
    """Everybody's client, and an order that two drivers are asked for."""

    asha: AsyncClient
    ravi: AsyncClient
    sunil: AsyncClient
    meera: AsyncClient
    order_id: UUID
    ravi_id: UUID
    sunil_id: UUID


@pytest.fixture
async def cast(database: TestServers) -> AsyncIterator[Cast]:
    """Asha has booked; Ravi and Sunil are near."""
    await booking.demo_city()
    async with AsyncExitStack() as stack:
        asha, ravi, sunil, meera = [
            await stack.enter_async_context(signed_in(who)) for who in (ASHA, RAVI, SUNIL, MEERA)
        ]
        ravi_id, sunil_id = await _drives(ravi, "KA05MH4321"), await _drives(sunil, "KA05MH4322")
        customer = Actor(await _id(asha), ASHA.audience, ASHA.role, "Asha", new_id())
        order = await booking.booked(customer)
        await drain()
        yield Cast(asha, ravi, sunil, meera, order.id, ravi_id, sunil_id)


async def _id(api: AsyncClient) -> UUID:
    return UUID((await api.get("/api/v1/users/profile")).json()["user"]["id"])


async def _drives(api: AsyncClient, plate: str) -> UUID:
    """Approved, online, in a mini truck, close to the pickup."""
    driver_id = await _id(api)
    async with db.transaction() as session:
        session.add(Driver(id=driver_id, city_code="BLR", verification=Verification.APPROVED, is_online=True))
        await session.flush()
        mini_truck: dict[str, Any] = {"class_code": "mini_truck", "fuel": Fuel.DIESEL, "max_kg": 750, "is_active": True}
        session.add(Vehicle(driver_id=driver_id, plate=plate, **mini_truck))
    at = booking.KORAMANGALA
    fix = drivers.Fix(at.lat, at.lng, None, None, 5, clock.now(), clock.now())
    await bus().hset(drivers.fix_key(driver_id), mapping=drivers.fix_fields(fix))
    await bus().geoadd(drivers.geo_key("BLR"), (at.lng, at.lat, str(driver_id)))
    return driver_id


async def test_a_driver_sees_and_takes_a_job_and_the_other_reads_taken(cast: Cast) -> None:
    [offer] = (await cast.ravi.get(f"{JOBS}/available")).json()["jobs"]
    assert offer["order_id"] == str(cast.order_id)
    taken = await cast.ravi.put(f"{JOBS}/{cast.order_id}/accept")
    assert (taken.status_code, taken.json()["job"]["step"]) == (200, "go_to_pickup")
    again = await cast.ravi.put(f"{JOBS}/{offer['id']}/accept")
    assert again.json() == taken.json()

    late = await cast.sunil.put(f"{JOBS}/{cast.order_id}/accept")
    assert (late.status_code, late.json()["code"]) == (409, "offer_taken")
    assert (await cast.sunil.get(f"{JOBS}/available")).json()["jobs"] == []


def exact(text: str) -> Any:
    """JSON with its decimals as they are written."""
    return json.loads(text, parse_float=lambda written: f"decimal {written}")


def money_of(view: dict[str, Any], *names: str) -> dict[str, Any]:
    """Amounts of a view in both units."""
    return {name: view[name] for each in names for name in (f"{each}_minor", each)}


def both(name: str, minor: int) -> dict[str, Any]:
    """An amount as it has to be written: whole minor units, and major units with two decimals."""
    return {f"{name}_minor": minor, name: f"decimal {minor // 100}.{minor % 100:02d}"}


async def test_money_of_an_offer_is_the_same_over_rest_and_live_and_after_taking_it(cast: Cast) -> None:
    async with db.reading() as session:
        order = await session.get_one(Order, cast.order_id)
    payout, cash = order.driver_payout_minor, order.total_minor
    [offer] = exact((await cast.ravi.get(f"{JOBS}/available")).text)["jobs"]
    assert money_of(offer, "payout", "cash") == both("payout", payout) | both("cash", cash)
    assert (offer["currency"], offer["total_s"]) == ("INR", 20)
    async with live_as(RAVI) as ravi:
        assert (await ravi.subscribe("driver"))["type"] == "subscribed"
        raised = await cast.asha.post(f"/api/v1/orders/{cast.order_id}/raise-offer", json={"add": "40.00"})
        seen = exact(raised.text)["order"]
        assert (seen["raise_minor"], seen["raised"]) == (4000, "decimal 40.00")
        assert money_of(seen, "raise_step", "cancel_fee") == both("raise_step", 1000) | both("cancel_fee", 0)
        await drain()
        assert (await ravi.hear())["event"] == "job:new"
        heard = exact(ravi.last_text)["data"]["offer"]
    assert money_of(heard, "payout", "cash") == both("payout", payout + 4000) | both("cash", cash + 4000)
    [offer] = exact((await cast.ravi.get(f"{JOBS}/available")).text)["jobs"]
    assert heard | {"server_now": ""} == offer | {"server_now": ""}

    job = exact((await cast.ravi.put(f"{JOBS}/{cast.order_id}/accept")).text)["job"]
    shown = both("payout", payout + 4000) | both("cash_to_collect", cash + 4000)
    assert money_of(job, "payout", "cash_to_collect") == shown


async def test_a_driver_who_was_away_is_told_the_same_money(cast: Cast) -> None:
    channel = f"driver:{cast.ravi_id}"
    [first] = await live.since(channel, "0-0")
    await cast.asha.post(f"/api/v1/orders/{cast.order_id}/raise-offer", json={"add": "40.00"})
    await drain()
    async with live_as(RAVI) as ravi:
        assert (await ravi.subscribe("driver", first["id"]))["complete"] is True
        assert (await ravi.hear())["event"] == "job:new"
        heard = exact(ravi.last_text)["data"]["offer"]
    before = first["data"]["offer"]
    assert before["payout"] == Decimal(before["payout_minor"]) / 100
    assert money_of(heard, "payout") == both("payout", before["payout_minor"] + 4000)


async def test_after_its_end_an_offer_is_gone(cast: Cast) -> None:
    with clock.travel(timedelta(seconds=20)):
        late = await cast.ravi.put(f"{JOBS}/{cast.order_id}/accept")
    assert (late.status_code, late.json()["code"]) == (410, "offer_expired")


async def test_declining_needs_no_words_and_takes_some(cast: Cast) -> None:
    assert (await cast.ravi.put(f"{JOBS}/{cast.order_id}/decline")).status_code == 200
    said = await cast.sunil.put(f"{JOBS}/{cast.order_id}/decline", json={"reason": "Too far"})
    assert said.json() == {"success": True}
    odd = await cast.sunil.put(f"{JOBS}/{cast.order_id}/decline", json={"because": "Too far"})
    assert odd.status_code == 422


async def test_giving_back_frees_the_order(cast: Cast) -> None:
    await cast.ravi.put(f"{JOBS}/{cast.order_id}/accept")
    assert (await cast.sunil.put(f"{JOBS}/{cast.order_id}/give-back", json={"reason": "Not mine"})).status_code == 404
    given = await cast.ravi.put(f"{JOBS}/{cast.order_id}/give-back", json={"reason": "Flat tyre"})
    assert given.status_code == 200
    await drain()
    assert (await cast.ravi.get(f"{JOBS}/available")).json()["jobs"] == []
    assert len((await cast.sunil.get(f"{JOBS}/available")).json()["jobs"]) == 1


async def test_operations_assign_reassign_and_read_the_trace(cast: Cast) -> None:
    orders = f"/api/v1/admin/orders/{cast.order_id}"
    given = await cast.meera.post(f"{orders}/assign", json={"driver_id": str(cast.ravi_id), "reason": "Asked for Ravi"})
    assert given.status_code == 200, given.text
    assert given.json()["order"]["order"]["driver"]["name"] == "Ravi"
    moved = await cast.meera.post(f"{orders}/reassign", json={"driver_id": str(cast.sunil_id)})
    assert moved.json()["order"]["order"]["driver"]["name"] == "Sunil"

    trace = (await cast.meera.get(f"{orders}/trace")).json()["trace"]
    assert {each["driver_name"] for each in trace["rounds"][0]["candidates"]} == {"Ravi", "Sunil"}
    assert trace["asked"] == 2


@pytest.mark.parametrize("who", [ASHA, RAVI])
async def test_nobody_else_does_what_operations_do(cast: Cast, who: Person) -> None:
    api = cast.asha if who is ASHA else cast.ravi
    orders = f"/api/v1/admin/orders/{cast.order_id}"
    body = {"driver_id": str(cast.ravi_id)}
    answers = [
        await api.post(f"{orders}/assign", json=body),
        await api.post(f"{orders}/reassign", json=body),
        await api.get(f"{orders}/trace"),
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 404]


async def test_a_customer_takes_no_job_and_a_stranger_sees_nothing(cast: Cast) -> None:
    assert (await cast.asha.put(f"{JOBS}/{cast.order_id}/accept")).status_code == 404
    async with client() as nobody:
        assert (await nobody.get(f"{JOBS}/available")).status_code == 401
    assert (await cast.ravi.put(f"{JOBS}/{uuid4()}/accept")).status_code == 404
