"""The live socket: who may come in, which rooms, what was missed, and when it hangs up."""

from uuid import UUID

import pytest

from porter.api.live import socket as live_socket
from porter.api.live.fan import BOX_SIZE
from porter.core import db, live
from porter.models.enums import NotificationKind
from porter.services import accounts, notifications
from tests.api.sockets import live_as, socket
from tests.people import ASHA, MEERA, NIKHIL, RAVI, Person, actor, tokens

pytestmark = pytest.mark.usefixtures("database")


async def test_a_notification_arrives_in_my_room_and_in_nobody_elses() -> None:
    async with live_as(ASHA) as asha, live_as(NIKHIL) as nikhil:
        assert (await asha.subscribe("account"))["type"] == "subscribed"
        assert (await nikhil.subscribe("account"))["type"] == "subscribed"
        who = await _account_of(ASHA)
        async with db.transaction() as session:
            await notifications.notify(session, who, NotificationKind.WELCOME, "Hello", "Nice", dedupe="welcome")
        event = await asha.hear()
        assert (event["room"], event["event"], event["data"]["title"]) == ("account", "notification:new", "Hello")
        await nikhil.say(type="ping")
        assert (await nikhil.hear())["type"] == "pong"


async def test_what_was_missed_follows_once_and_in_order() -> None:
    async with live_as(ASHA) as asha:
        await asha.subscribe("account")
        channel = f"account:{await _account_of(ASHA)}"
        await live.publish(channel, "note", {"n": 0})
        last = (await asha.hear())["id"]
    for n in (1, 2, 3):
        await live.publish(channel, "note", {"n": n})
    async with live_as(ASHA) as asha:
        back = await asha.subscribe("account", last)
        assert back == {"type": "subscribed", "room": "account", "complete": True}
        await live.publish(channel, "note", {"n": 4})
        assert [(await asha.hear())["data"]["n"] for _ in range(4)] == [1, 2, 3, 4]


@pytest.mark.parametrize("last", ["1-1", "garbage", "99999999999999999999-0", "", "-", "+", "(1-1"])
async def test_an_event_id_that_is_not_remembered_says_that_something_is_missing(last: str) -> None:
    async with live_as(ASHA) as asha:
        assert await asha.subscribe("account", last) == {"type": "subscribed", "room": "account", "complete": False}


@pytest.mark.parametrize(
    "room", ["driver", "ops", f"order:{UUID(int=7)}", "order:", "order:1", "account:1", "", "ops:orders"]
)
async def test_rooms_that_are_not_mine_are_not_found(room: str) -> None:
    async with live_as(ASHA) as asha:
        answer = await asha.subscribe(room)
    assert (answer["type"], answer["code"]) == ("refused", "not_found")


async def test_operations_see_the_fleet_and_drivers_their_jobs() -> None:
    async with live_as(MEERA) as meera, live_as(RAVI) as ravi:
        assert (await meera.subscribe("ops"))["type"] == "subscribed"
        assert (await ravi.subscribe("driver"))["type"] == "subscribed"
        assert (await ravi.subscribe("ops"))["type"] == "refused"
        await live.publish_position("ops", {"driver_id": "d", "lat": 1.0})
        await live.publish(f"driver:{await _account_of(RAVI)}", "job:new", {"offer": {}})
        assert (await meera.hear())["event"] == "driver:location"
        assert (await ravi.hear())["event"] == "job:new"


async def test_a_suspended_client_is_cut_at_once() -> None:
    meera = await actor(MEERA)
    async with live_as(ASHA) as asha:
        async with db.transaction() as session:
            await accounts.suspend(session, meera, await _account_of(ASHA), "fraud")
        assert await asha.hear_close() == live_socket.SIGNED_OUT


async def test_signing_out_elsewhere_leaves_this_session_open() -> None:
    other = await tokens(ASHA)
    async with live_as(ASHA) as asha:
        await accounts.logout(other.access)
        await asha.say(type="ping")
        assert (await asha.hear())["type"] == "pong"


async def test_a_foreign_page_does_not_get_in() -> None:
    async with socket(origin="https://evil.example") as stranger:
        assert await stranger.hear_close() == live_socket.FOREIGN_PAGE


@pytest.mark.parametrize(
    ("first", "code"),
    [
        ('{"type": "auth", "token": "forged"}', live_socket.SIGNED_OUT),
        ('{"type": "auth"}', live_socket.NO_TOKEN),
        ('{"type": "subscribe", "room": "ops"}', live_socket.NO_TOKEN),
        ("[]", live_socket.NO_TOKEN),
        ("not json", live_socket.UNREADABLE),
        ("[" * 5000, live_socket.UNREADABLE),
        ('"' + "x" * 9000 + '"', live_socket.TOO_BIG),
    ],
)
async def test_the_first_message_has_to_be_a_token(first: str, code: int) -> None:
    async with socket() as stranger:
        await stranger.say_text(first)
        assert await stranger.hear_close() == code


async def test_who_says_nothing_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_socket, "AUTH_WITHIN_S", 0.05)
    async with socket() as stranger:
        assert await stranger.hear_close() == live_socket.NO_TOKEN


async def test_who_talks_too_much_is_cut() -> None:
    async with live_as(ASHA) as asha:
        for _ in range(live_socket.MAX_HEARD + 1):
            await asha.say(type="ping")
        assert await asha.hear_close() == live_socket.TOO_FAST


async def test_who_listens_too_slowly_is_cut_but_positions_may_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_socket, "SEND_WITHIN_S", 30)  # what is tried here is the full box, on any machine
    async with live_as(MEERA) as meera:
        await meera.subscribe("ops")
        meera.stalled.clear()
        for n in range(BOX_SIZE + 50):
            await live.publish("ops", "note", {"n": n})
        meera.stalled.set()
        assert await meera.hear_close() == live_socket.TOO_SLOW


async def _account_of(who: Person) -> UUID:
    return (await actor(who)).id
