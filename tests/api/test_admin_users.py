"""Suspending and reinstating over REST: who may, why, at once, twice, both at the same time."""

import asyncio
import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient, Response
from sqlmodel import select

from porter.core import db
from porter.core.pages import encode_cursor
from porter.models import Account, OutboxEvent
from porter.models.enums import AccountStatus, Role
from tests.people import ASHA, MEERA, NIKHIL, RAVI, Person, api_app, client, person, signed_in, staff, tokens

pytestmark = pytest.mark.usefixtures("database")

SAM = staff("Sam", Role.SUPPORT)
DEV = staff("Dev", Role.DISPATCHER)


async def say(api: AsyncClient, verb: str, account_id: Any, reason: Any = "Parcels are missing") -> Response:
    """Suspend or reinstate."""
    body = json.dumps({"reason": reason})  # escapes what is no text, as a hostile caller does
    headers = {"content-type": "application/json"}
    return await api.post(f"/api/v1/admin/users/{account_id}/{verb}", content=body, headers=headers)


async def id_of(who: Person) -> UUID:
    """Somebody who has signed in."""
    return (await tokens(who)).account.id


async def account(account_id: UUID) -> Account:
    """The row as it is now."""
    async with db.reading() as session:
        return await session.get_one(Account, account_id)


async def told(name: str) -> int:
    """How often a fact was told."""
    async with db.reading() as session:
        return len((await session.exec(select(OutboxEvent).where(OutboxEvent.name == name))).all())


@pytest.mark.parametrize("who", [ASHA, RAVI])
async def test_a_person_is_out_at_once_and_comes_back_by_signing_in(who: Person) -> None:
    async with signed_in(who) as person, signed_in(SAM) as sam:
        profile = "/api/v1/notifications"
        assert (await person.get(profile)).status_code == 200
        account_id = await id_of(who)
        out = await say(sam, "suspend", account_id)
        assert (out.status_code, out.json()["user"]["id"]) == (200, str(account_id))
        assert out.json()["user"]["status"] == "suspended"
        assert (await person.get(profile)).status_code == 401
        back = await say(sam, "reinstate", account_id, "They were found")
        assert (back.status_code, back.json()["user"]["status"]) == (200, "active")
        assert (await person.get(profile)).status_code == 401
    async with signed_in(who) as anew:
        assert (await anew.get(profile)).status_code == 200


async def test_said_twice_it_changes_nothing() -> None:
    asha = await id_of(ASHA)
    async with signed_in(MEERA) as meera:
        assert (await say(meera, "reinstate", asha, "Never was out")).status_code == 200
        for reason in ("The first reason", "Another reason"):
            answer = await say(meera, "suspend", asha, reason)
            assert (answer.status_code, answer.json()["user"]["status"]) == (200, "suspended")
    assert (await account(asha)).status_reason == "The first reason"
    assert (await told("account.suspended"), await told("account.reinstated")) == (1, 0)


async def test_colleagues_at_the_same_time_suspend_once() -> None:
    asha = await id_of(ASHA)
    async with signed_in(MEERA) as meera, signed_in(SAM) as sam:
        answers = await asyncio.gather(*(say(api, "suspend", asha) for api in (meera, sam) * 4))
    assert [answer.status_code for answer in answers] == [200] * 8
    assert await told("account.suspended") == 1


@pytest.mark.parametrize("verb", ["suspend", "reinstate"])
async def test_the_wrong_person_changes_nobody(verb: str) -> None:
    asha, meera_id = await id_of(ASHA), await id_of(MEERA)
    for who, target, status in [
        (NIKHIL, asha, 404), (RAVI, asha, 404), (DEV, asha, 403), (SAM, meera_id, 403), (MEERA, meera_id, 403),
        (SAM, uuid4(), 404), (DEV, uuid4(), 403),
    ]:  # fmt: skip
        async with signed_in(who) as api:
            refused = await say(api, verb, target)
        assert refused.status_code == status
        assert refused.headers["content-type"] == "application/problem+json"
    assert (await account(asha)).status is AccountStatus.ACTIVE
    assert (await account(meera_id)).status is AccountStatus.ACTIVE


@pytest.mark.parametrize("verb", ["suspend", "reinstate"])
async def test_another_administrator_may_suspend_a_colleague(verb: str) -> None:
    dev = await id_of(DEV)
    async with signed_in(MEERA) as meera:
        assert (await say(meera, verb, dev)).status_code == 200
    assert (await account(dev)).status is (AccountStatus.SUSPENDED if verb == "suspend" else AccountStatus.ACTIVE)


@pytest.mark.parametrize("reason", ["", "   ", None, 7, "x" * 301, "a\0b", "\ud800", ["why"]])
async def test_garbage_is_refused(reason: Any) -> None:
    asha = await id_of(ASHA)
    async with signed_in(MEERA) as meera:
        assert (await say(meera, "suspend", asha, reason)).status_code == 422
        assert (await say(meera, "suspend", "not-an-id")).status_code == 422
        assert (await meera.post(f"/api/v1/admin/users/{asha}/suspend")).status_code == 422
        unknown = {"reason": "fine", "until": "tomorrow"}
        assert (await meera.post(f"/api/v1/admin/users/{asha}/suspend", json=unknown)).status_code == 422
    assert (await account(asha)).status is AccountStatus.ACTIVE


def test_the_description_shows_examples() -> None:
    schemas = api_app().openapi()["components"]["schemas"]
    for name in ("SuspendInput", "ReinstateInput"):
        assert schemas[name]["properties"]["reason"]["examples"]


USERS = "/api/v1/admin/users"
ARUN, BINA, BALA = (person(name, f"+9190000003{at:02d}") for at, name in enumerate(("Arun", "Bina", "Bala"), start=1))


async def listed(api: AsyncClient, **asked: Any) -> list[str]:
    """The names that all pages show, one after the other."""
    names: list[str] = []
    cursor = ""
    while True:
        answer = await api.get(USERS, params={**asked, "cursor": cursor})
        assert answer.status_code == 200, answer.text
        names += [user["name"] for user in answer.json()["users"]]
        if not (cursor := answer.json()["next_cursor"]):
            return names


async def test_customers_are_listed_page_by_page_in_the_order_asked_for() -> None:
    for who in (BINA, ARUN, BALA, RAVI):
        await id_of(who)
    async with signed_in(SAM) as sam:
        first = (await sam.get(USERS, params={"limit": 2})).json()
        assert [user["name"] for user in first["users"]] == ["Bala", "Arun"]
        await id_of(NIKHIL)  # somebody new moves no page
        second = (await sam.get(USERS, params={"limit": 2, "cursor": first["next_cursor"]})).json()
        assert ([user["name"] for user in second["users"]], second["next_cursor"]) == (["Bina"], "")
        orders = {
            "-created_at": ["Nikhil", "Bala", "Arun", "Bina"],
            "created_at": ["Bina", "Arun", "Bala", "Nikhil"],
            "name": ["Arun", "Bala", "Bina", "Nikhil"],
            "-name": ["Nikhil", "Bina", "Bala", "Arun"],
        }
        for sort, names in orders.items():
            for limit in (1, 3, 50):
                assert await listed(sam, sort=sort, limit=limit) == names


async def test_people_of_one_name_are_shown_once_each() -> None:
    twins = [await id_of(person("Devi", f"+91900000040{at}")) for at in range(3)]
    async with signed_in(SAM) as sam:
        for sort in ("name", "-name"):
            assert await listed(sam, sort=sort, limit=1) == ["Devi"] * 3
        found = (await sam.get(USERS, params={"sort": "name"})).json()["users"]
    assert [UUID(user["id"]) for user in found] == sorted(twins)


async def test_customers_are_found_by_name_phone_and_state() -> None:
    for who in (ARUN, BINA, BALA):
        await id_of(who)
    async with signed_in(SAM) as sam:
        assert await listed(sam, q="b", sort="name") == ["Bala", "Bina"]
        assert await listed(sam, q="00003 01") == ["Arun"]
        assert await listed(sam, q="%") == []
        await say(sam, "suspend", await id_of(BINA))
        assert await listed(sam, status="suspended") == ["Bina"]
        assert await listed(sam, status="active", sort="name") == ["Arun", "Bala"]
        assert await listed(sam, status=["active", "suspended"], q="bi") == ["Bina"]
        [bina] = (await sam.get(USERS, params={"q": "Bina"})).json()["users"]
    assert (bina["phone_text"], bina["status_reason"], bina["orders"]) == ("+91 90000 00302", "Parcels are missing", 0)


async def test_the_list_of_customers_is_for_operations_and_takes_no_nonsense() -> None:
    async with client() as nobody, signed_in(ASHA) as asha, signed_in(RAVI) as ravi, signed_in(DEV) as dev:
        for outsider, status in ((nobody, 401), (asha, 404), (ravi, 404)):
            answer = await outsider.get(USERS)
            assert (answer.status_code, "users" in answer.json()) == (status, False)
        assert await listed(dev) == ["Asha"]
        for odd in ({"sort": "phone"}, {"status": "odd"}, {"limit": "0"}, {"q": "x" * 61}):
            assert (await dev.get(USERS, params=odd)).status_code == 422
        of_another_sort = encode_cursor("Asha", str(uuid4()))
        for cursor in ("x", of_another_sort, encode_cursor(1, "x")):
            answer = await dev.get(USERS, params={"cursor": cursor})
            assert (answer.status_code, answer.json()["code"]) == (400, "bad_cursor")
