"""Profile, saved places and inbox: one's own, and nobody else's."""

import asyncio
from uuid import uuid4

import pytest
from httpx import AsyncClient

from porter.core import db
from porter.models.enums import NotificationKind
from porter.services import accounts, notifications
from tests.people import ASHA, MEERA, NIKHIL, RAVI, actor, client, signed_in

pytestmark = pytest.mark.usefixtures("database")

HOME = {"label": "Home", "full_address": "12, 5th Cross, Indiranagar", "lat": 12.9719, "lng": 77.6412}


async def _add(api: AsyncClient, **changes: object) -> dict[str, object]:
    answer = await api.post("/api/v1/users/addresses", json={**HOME, **changes})
    assert answer.status_code == 201, answer.text
    added: dict[str, object] = answer.json()["address"]
    return added


async def test_a_profile_changes_what_is_sent_and_nothing_else() -> None:
    async with signed_in(ASHA) as asha:
        before = (await asha.get("/api/v1/users/profile")).json()["user"]
        assert (before["name"], before["phone"], before["phone_text"]) == ("Asha", "9000000001", "+91 90000 00001")
        assert len(before["referral_code"]) == 8
        changed = await asha.put("/api/v1/users/profile", json={"email": "Asha@Example.com", "birth_year": 1994})
        after = (await asha.get("/api/v1/users/profile")).json()["user"]
    assert changed.json()["user"] == after
    assert (after["name"], after["email"], after["birth_year"]) == ("Asha", "asha@example.com", 1994)


async def test_a_new_name_is_known_to_the_session_at_once() -> None:
    asha = await actor(ASHA)
    async with signed_in(ASHA) as api:
        token = api.headers["authorization"].split()[1]
        assert (await accounts.identify(token, "customer")).name == "Asha"  # type: ignore[union-attr]
        await api.put("/api/v1/users/profile", json={"name": "Asha Rao"})
        assert (await accounts.identify(token, "customer")).name == "Asha Rao"  # type: ignore[union-attr]
    assert asha.name == "Asha"


@pytest.mark.parametrize(
    "changes",
    [{"name": ""}, {"email": "not an address"}, {"birth_year": 2900}, {"language": "xx"}, {"role": "admin"},
     {"phone": "9000000009"}, {"status": "active"}, {"is_vip": True}, {"name": "x" * 101}],
)  # fmt: skip
async def test_a_profile_refuses_what_makes_no_sense_or_is_not_ones_to_change(changes: dict[str, object]) -> None:
    async with signed_in(ASHA) as asha:
        assert (await asha.put("/api/v1/users/profile", json=changes)).status_code == 422


async def test_everybody_has_a_profile_but_only_customers_have_saved_places() -> None:
    for who in (RAVI, MEERA):
        async with signed_in(who) as api:
            assert (await api.get("/api/v1/users/profile")).json()["user"]["role"] == who.role
            assert (await api.get("/api/v1/users/addresses")).status_code == 404


async def test_places_are_kept_changed_and_forgotten() -> None:
    async with signed_in(ASHA) as asha:
        home = await _add(asha, contact_phone="098450 12345")
        work = await _add(asha, label="Work")
        assert (home["is_default"], work["is_default"], home["contact_phone"]) == (True, False, "+919845012345")
        changed = await asha.put(
            f"/api/v1/users/addresses/{work['id']}", json={**HOME, "label": "Office", "is_default": True}
        )
        assert changed.status_code == 200
        again = await asha.put(
            f"/api/v1/users/addresses/{work['id']}", json={**HOME, "label": "Office", "is_default": True}
        )
        assert again.json()["address"]["is_default"] is True
        kept = (await asha.get("/api/v1/users/addresses")).json()["addresses"]
        assert [(place["label"], place["is_default"]) for place in kept] == [("Office", True), ("Home", False)]
        assert (await asha.delete(f"/api/v1/users/addresses/{home['id']}")).status_code == 200
        assert (await asha.delete(f"/api/v1/users/addresses/{home['id']}")).status_code == 404
        kept = (await asha.get("/api/v1/users/addresses")).json()["addresses"]
    assert [place["label"] for place in kept] == ["Office"]


async def test_other_peoples_places_are_not_found() -> None:
    async with signed_in(ASHA) as asha, signed_in(NIKHIL) as nikhil:
        home = await _add(asha)
        for target in (home["id"], uuid4()):
            changed = await nikhil.put(f"/api/v1/users/addresses/{target}", json=HOME)
            removed = await nikhil.delete(f"/api/v1/users/addresses/{target}")
            assert (changed.status_code, removed.status_code) == (404, 404)
            assert changed.json()["code"] == removed.json()["code"] == "address_not_found"
        assert (await nikhil.get("/api/v1/users/addresses")).json()["addresses"] == []
        assert len((await asha.get("/api/v1/users/addresses")).json()["addresses"]) == 1


async def test_a_name_is_used_once_also_at_once() -> None:
    async with signed_in(ASHA) as asha:
        answers = await asyncio.gather(
            *(asha.post("/api/v1/users/addresses", json={**HOME, "label": label}) for label in ("Home", "home", "HOME"))
        )
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]


async def test_one_default_also_at_once() -> None:
    async with signed_in(ASHA) as asha:
        await asyncio.gather(*(_add(asha, label=f"Place {n}", is_default=True) for n in range(6)))
        kept = (await asha.get("/api/v1/users/addresses")).json()["addresses"]
    assert sum(place["is_default"] for place in kept) == 1
    assert len(kept) == 6


@pytest.mark.parametrize(
    "wrong",
    [{"lat": 91}, {"lng": -181}, {"lat": "NaN"}, {"label": ""}, {"label": "x" * 51}, {"contact_phone": "080 2222"},
     {"full_address": ""}, {"owner": "me"}],
)  # fmt: skip
async def test_places_that_are_none_are_refused(wrong: dict[str, object]) -> None:
    async with signed_in(ASHA) as asha:
        assert (await asha.post("/api/v1/users/addresses", json={**HOME, **wrong})).status_code == 422


async def test_an_inbox_pages_newest_first_and_marks_as_read() -> None:
    asha, nikhil = await actor(ASHA), await actor(NIKHIL)
    async with db.transaction() as session:
        for n in range(5):
            for who in (asha, nikhil):
                await notifications.notify(
                    session, who.id, NotificationKind.DELAY, f"{who.name} {n}", "Late", dedupe=f"delay:{n}"
                )
    async with signed_in(ASHA) as api:
        first = (await api.get("/api/v1/notifications?limit=2")).json()
        second = (await api.get("/api/v1/notifications", params={"limit": 2, "cursor": first["next_cursor"]})).json()
        third = (await api.get("/api/v1/notifications", params={"limit": 2, "cursor": second["next_cursor"]})).json()
        shown = [item["title"] for page in (first, second, third) for item in page["notifications"]]
        assert shown == ["Asha 4", "Asha 3", "Asha 2", "Asha 1", "Asha 0"]
        assert (third["next_cursor"], first["unread_count"]) == ("", 5)
        await api.post("/api/v1/notifications/read", json={"ids": [first["notifications"][0]["id"]]})
        assert (await api.get("/api/v1/notifications")).json()["unread_count"] == 4
        await api.post("/api/v1/notifications/read", json={})
        assert (await api.get("/api/v1/notifications")).json()["unread_count"] == 0
    async with db.reading() as session:
        assert await notifications.unread_count(session, nikhil) == 5


@pytest.mark.parametrize("cursor", ["garbage", "W10", "WzEsIngiXQ", "%00", "x" * 400, "WzksIjEiXQ", "é"])
async def test_a_garbage_cursor_is_refused(cursor: str) -> None:
    async with signed_in(ASHA) as asha:
        answer = await asha.get("/api/v1/notifications", params={"cursor": cursor})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_cursor")


async def test_the_development_inbox_is_newest_first_and_reads_any_shape() -> None:
    async with client() as api:
        for phone in ("9000000001", "9000000002"):
            await api.post("/api/v1/auth/send-otp", json={"phone": phone})
        every = (await api.get("/api/v1/dev/inbox")).json()["messages"]
        one = (await api.get("/api/v1/dev/inbox", params={"phone": "090000-00001"})).json()["messages"]
    assert [message["phone"] for message in every] == ["+919000000002", "+919000000001"]
    assert [message["phone"] for message in one] == ["+919000000001"]
