"""The live hub over a real Valkey and the app's real socket table; only the last step, the wire, is a list."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from redis import Redis
from reflex.utils.token_manager import SocketRecord

from porter.core import live
from porter.core.config import settings
from porter.core.redis import bus
from porter.porter import app
from porter.state.hub import LiveHub
from porter.state.session import CustomerSession
from tests.waiting import until

pytestmark = pytest.mark.usefixtures("valkey")

STATE = CustomerSession.get_full_name()
PATIENCE_S = 60.0


class Wire:
    """What was sent to which socket."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, Any]] = []
        self._news = asyncio.Event()

    async def emit(self, _event: str, update: Any, *, to: str) -> None:
        """Stands for the namespace's emit."""
        self.sent.append((to, update))
        self._news.set()

    async def until(self, enough: Callable[[list[tuple[str, Any]]], bool]) -> None:
        """Wait until what was sent is enough."""
        async with asyncio.timeout(PATIENCE_S):
            while not enough(self.sent):
                self._news.clear()
                await self._news.wait()


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Wire:
    """The app's outgoing wire."""
    made = Wire()
    monkeypatch.setattr(app.event_namespace, "emit", made.emit)
    return made


@pytest.fixture
def open_tab(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Make this worker know a socket for a token."""
    manager = app.event_namespace._token_manager  # type: ignore[union-attr]
    monkeypatch.setattr(manager, "token_to_socket", {})

    def connect(token: str) -> str:
        manager.token_to_socket[token] = SocketRecord(instance_id=manager.instance_id, sid=f"sid-{token}")
        return token

    return connect


@pytest.fixture
async def hub() -> AsyncIterator[LiveHub]:
    """A running hub that batches quickly."""
    made = LiveHub(batch_every_s=0.05)
    made.attach(app)
    task = asyncio.create_task(made.run())
    await _subscribers("hub:keepalive", 1)
    yield made
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def show_name(data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """A render function: one for all tabs."""
    return {STATE: {"name": data["name"]}}


async def test_a_position_reaches_every_tab_that_watches(
    hub: LiveHub, wire: Wire, open_tab: Callable[[str], str]
) -> None:
    """Two tabs watch, one does not."""
    for token in ("a", "b", "c"):
        open_tab(token)
    await hub.watch("drv:1", "a", show_name)
    await hub.watch("drv:1", "b", show_name)
    await hub.watch("drv:2", "c", show_name)
    await _subscribers("drv:1", 1)
    await live.publish_position("drv:1", {"name": "Ravi"})
    await wire.until(lambda sent: len(sent) == 2)
    assert [to for to, _ in wire.sent] == ["sid-a", "sid-b"]
    assert wire.sent[0][1].delta == {STATE: {"name_rx_state_": "Ravi"}}


async def test_a_slow_change_makes_the_browser_fire_an_event(
    hub: LiveHub, wire: Wire, open_tab: Callable[[str], str]
) -> None:
    """The factory sees the whole message and may decline."""
    await hub.watch_events(
        "order:1", open_tab("a"), lambda message: CustomerSession.check if message["kind"] == "x" else None
    )
    await _subscribers("order:1", 1)
    await live.publish("order:1", "y", {})
    await live.publish("order:1", "x", {})
    await wire.until(lambda sent: len(sent) == 1)
    assert wire.sent[0][1].events[0].name == f"{STATE}.check"


async def test_a_busy_channel_is_gathered(hub: LiveHub, wire: Wire, open_tab: Callable[[str], str]) -> None:
    """Thirty messages make few deltas, and nothing is missing."""
    await hub.watch_batched("ops", open_tab("a"), lambda many: {STATE: {"name": [one["n"] for one in many]}})
    await _subscribers("ops", 1)
    for number in range(30):
        await live.publish_position("ops", {"n": number})

    def numbers() -> list[int]:
        return [n for _, update in wire.sent for n in update.delta[STATE]["name_rx_state_"]]

    await wire.until(lambda _: len(numbers()) == 30)
    assert numbers() == list(range(30))
    assert len(wire.sent) < 30


async def test_a_page_in_a_busy_city_reads_anew_at_once_and_once_more(
    hub: LiveHub, wire: Wire, open_tab: Callable[[str], str]
) -> None:
    """The first of many changes is shown at once; the last one is never what the page has missed."""
    hub.pace_s = 0.3
    await hub.watch_paced("ops:payments", open_tab("a"), CustomerSession.check)
    await _subscribers("ops:payments", 1)
    began = time.monotonic()
    for number in range(20):
        await live.publish("ops:payments", "payment:updated", {"n": number})
    await wire.until(lambda sent: len(sent) >= 2)
    assert time.monotonic() - began >= 0.3
    assert len(wire.sent) < 20
    assert {update.events[0].name for _, update in wire.sent} == {f"{STATE}.check"}
    before = len(wire.sent)
    await live.publish("ops:payments", "payment:updated", {"n": 20})
    await wire.until(lambda sent: len(sent) > before)


async def test_of_a_busy_channel_only_one_kind_makes_a_page_read_anew(
    hub: LiveHub, wire: Wire, open_tab: Callable[[str], str]
) -> None:
    """The fleet reads anew when somebody comes online, not at every position."""
    await hub.watch_paced("ops", open_tab("a"), CustomerSession.check, kind="driver:status")
    await hub.watch_events("ops", open_tab("b"), lambda message: CustomerSession.check)
    await _subscribers("ops", 1)
    await live.publish_position("ops", {"driver_id": "1"})
    await wire.until(lambda sent: len(sent) == 1)
    assert [to for to, _ in wire.sent] == ["sid-b"]
    await live.publish("ops", "driver:status", {"driver_id": "1", "is_online": True})
    await wire.until(lambda sent: "sid-a" in [to for to, _ in sent])


async def test_a_tab_that_is_gone_is_forgotten(hub: LiveHub, wire: Wire, open_tab: Callable[[str], str]) -> None:
    """The first message for a closed socket drops it, and the channel with it."""
    await hub.watch("drv:1", "never-connected", show_name)
    await hub.watch("drv:2", open_tab("b"), show_name)
    await _subscribers("drv:1", 1)
    await _subscribers("drv:2", 1)
    await live.publish_position("drv:1", {"name": "x"})
    await live.publish_position("drv:2", {"name": "y"})
    await wire.until(lambda sent: len(sent) == 1)
    await _subscribers("drv:1", 0)


async def test_leaving_a_page_ends_its_watches(hub: LiveHub, wire: Wire, open_tab: Callable[[str], str]) -> None:
    """The next page's first step is `leave`."""
    await hub.watch("drv:1", open_tab("a"), show_name)
    await hub.watch("drv:1", open_tab("b"), show_name)
    await _subscribers("drv:1", 1)
    hub.leave("a")
    await live.publish_position("drv:1", {"name": "Ravi"})
    await wire.until(lambda sent: len(sent) == 1)
    assert wire.sent[0][0] == "sid-b"


async def test_a_restarted_redis_is_found_again(hub: LiveHub, wire: Wire, open_tab: Callable[[str], str]) -> None:
    """Cut every subscriber, as a restart does; the hub subscribes anew to what is watched."""
    await hub.watch("drv:1", open_tab("a"), show_name)
    await _subscribers("drv:1", 1)
    await bus().execute_command("CLIENT", "KILL", "TYPE", "pubsub")
    await _subscribers("drv:1", 1)
    await live.publish_position("drv:1", {"name": "again"})
    await wire.until(lambda sent: len(sent) == 1)


async def test_a_broken_message_stops_nothing(hub: LiveHub, wire: Wire, open_tab: Callable[[str], str]) -> None:
    """Something that is not ours on the channel, or a render that fails, must not end the hub."""
    await hub.watch("drv:1", open_tab("a"), show_name)
    await _subscribers("drv:1", 1)
    await bus().publish("drv:1", "not json")
    await bus().publish("drv:1", json.dumps({"data": {}}))
    await live.publish_position("drv:1", {"name": "fine"})
    await wire.until(lambda sent: len(sent) == 1)


async def _subscribers(channel: str, wanted: int) -> None:
    def counted() -> bool:
        with Redis.from_url(settings().redis_url_bus, decode_responses=True) as client:
            return dict(client.pubsub_numsub(channel))[channel] == wanted

    await asyncio.to_thread(until, counted, within_s=PATIENCE_S, what=f"{wanted} subscribers of {channel}")


async def test_a_tab_that_leaves_while_another_comes_closes_nothing(
    hub: LiveHub, wire: Wire, open_tab: Callable[[str], str]
) -> None:
    """Two tabs of one person change pages at once: the one that stays is told, however they meet."""
    for turn in range(40):
        channel, goes, stays = f"account:{turn}", open_tab(f"goes-{turn}"), open_tab(f"stays-{turn}")
        await hub.watch(channel, goes, show_name)
        await asyncio.gather(
            hub.unwatch(channel, goes),
            hub.watch(channel, stays, show_name),
            hub.unwatch(channel, goes),
        )
        await live.publish(channel, "named", {"name": "Asha"})
        await wire.until(lambda sent, stays=stays: any(to == f"sid-{stays}" for to, _ in sent))  # type: ignore[misc]


async def test_a_channel_that_nobody_watches_is_left(hub: LiveHub, open_tab: Callable[[str], str]) -> None:
    tab = open_tab("a")
    await hub.watch("account:left", tab, show_name)
    await hub.unwatch("account:left", tab)
    await _subscribers("account:left", 0)
