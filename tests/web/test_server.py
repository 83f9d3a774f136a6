"""The real server in a process of its own, attacked over raw sockets. No page, no build: only what a stranger needs."""

import asyncio
import inspect
import os
import re
import subprocess
import sys
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
import socketio

import porter.porter  # noqa: F401 - registers every state of the product
from porter.core.embedded.ports import free_port
from porter.integrations import sms
from porter.services import accounts
from porter.state import internals
from porter.state.guard import required_role
from porter.state.session import CustomerSession
from tests.servers import ROOT, TestServers
from tests.waiting import until

PATIENCE_S = 120
HYDRATE = "reflex___state____state.hydrate_and_load"
SECRET_COOKIE = "porter_customer=this-must-never-be-logged"
CHUNK = 40


@dataclass
class Web:
    """The running server."""

    port: int
    log: Path

    @property
    def origin(self) -> str:
        """Where its pages come from."""
        return f"http://127.0.0.1:{self.port}"

    def counted(self, name: str, **labels: str) -> float:
        """A counter of the server, summed over what matches."""
        text = httpx.get(f"{self.origin}/metrics").text
        wanted = [f'{key}="{value}"' for key, value in labels.items()]
        lines = [line for line in text.splitlines() if line.startswith(name) and all(part in line for part in wanted)]
        return sum(float(line.rsplit(" ", 1)[1]) for line in lines)

    async def until_counted(self, wanted: float, name: str, **labels: str) -> None:
        """Wait until a counter has reached a value."""
        await asyncio.to_thread(until, lambda: self.counted(name, **labels) >= wanted, what=f"{name} {labels}")


@dataclass
class Tab:
    """A raw socket that speaks as pages do."""

    socket: socketio.AsyncClient
    told: list[dict[str, Any]] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def fire(self, name: str, /, **payload: Any) -> None:
        """Send an event."""
        await self.socket.emit("event", event(name, **payload), namespace="/_event")

    async def until_told(self, text: str) -> None:
        """Wait until something that was told contains a text."""
        async with asyncio.timeout(PATIENCE_S):
            while text not in str(self.told):
                self.news.clear()
                await self.news.wait()


def event(name: str, /, **payload: Any) -> dict[str, Any]:
    """An event as a page sends it."""
    return {"name": name, "payload": payload, "router_data": {"pathname": "/", "asPath": "/", "query": {}}}


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory, _migrated: TestServers) -> Iterator[Web]:
    """`python -m porter.serve` on a port of its own."""
    made = Web(free_port(), tmp_path_factory.mktemp("web") / "log")
    environment = os.environ | {"PORTER_PORT": str(made.port), "GRANIAN_WORKERS": "1"}
    with made.log.open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "porter.serve"], cwd=ROOT, env=environment, stderr=log, stdout=log
        )
    transport = httpx.HTTPTransport(retries=0)
    with httpx.Client(transport=transport, base_url=made.origin) as client:
        _await_answer(client, process, made)
    yield made
    process.terminate()
    assert process.wait(timeout=PATIENCE_S) is not None
    assert "did not stop within" not in made.log.read_text()


def _await_answer(client: httpx.Client, process: subprocess.Popen[bytes], web: Web) -> None:
    for _ in range(PATIENCE_S * 10):
        assert process.poll() is None, web.log.read_text()
        try:
            if client.get("/ping").is_success:
                return
        except httpx.TransportError:
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(timeout=0.1)
    pytest.fail(f"the server did not start:\n{web.log.read_text()}")


@asynccontextmanager
async def opened(web: Web, *, origin: str | None = "", cookie: str = "") -> AsyncIterator[Tab]:
    """A connected tab; an empty origin is the server's own."""
    headers = {"Origin": web.origin if origin == "" else origin} if origin is not None else {}
    socket = socketio.AsyncClient(reconnection=False)
    tab = Tab(socket)

    async def hear(update: dict[str, Any]) -> None:
        tab.told.append(update)
        tab.news.set()

    socket.on("event", hear, namespace="/_event")
    await socket.connect(
        f"{web.origin}/?token={uuid.uuid4()}",
        headers=headers | ({"Cookie": cookie} if cookie else {}),
        socketio_path="/_event",
        namespaces=["/_event"],
        transports=["websocket"],
        auth={"event": event(HYDRATE)},
        wait_timeout=PATIENCE_S,
    )
    try:
        yield tab
    finally:
        await socket.disconnect()


def protected() -> list[str]:
    """Every event of the product's own modules that is not public; `setvar` is nobody's, so nobody is asked who calls it."""
    names = []
    for name in internals.handler_names():
        owner = internals.handler_owner(name)
        if (
            owner
            and not internals.is_setter(name)
            and owner.__module__.startswith("porter.")
            and required_role(owner) != "public"
        ):
            names.append(name)
    return names


async def test_a_page_of_ours_is_told_its_state(web: Web) -> None:
    """The ordinary case, so that the refusals below mean something."""
    async with opened(web) as tab:
        await tab.until_told("is_hydrated")


@pytest.mark.parametrize("origin", ["https://evil.example", "null", None])
async def test_a_foreign_page_cannot_open_the_socket(web: Web, origin: str | None) -> None:
    """Refused in the handshake, and counted."""
    before = web.counted("porter_web_foreign_origin_total", kind="websocket")
    with pytest.raises(socketio.exceptions.ConnectionError):
        async with opened(web, origin=origin):
            pass
    assert web.counted("porter_web_foreign_origin_total", kind="websocket") == before + 1


async def test_nobody_reaches_a_protected_handler_over_a_raw_socket(web: Web) -> None:
    """Every handler of every state, as a stranger; each refusal is counted."""
    names = protected()
    assert names
    before = web.counted("porter_web_events_refused_total", reason="anonymous")
    for chunk in batched_names(names):
        async with opened(web, cookie=SECRET_COOKIE) as tab:
            for name in chunk:
                parameters = list(inspect.signature(internals.handler_function(name)).parameters)[1:]
                await tab.fire(name, **dict.fromkeys(parameters, "x"))
            before += len(chunk)
            await web.until_counted(before, "porter_web_events_refused_total", reason="anonymous")


async def test_no_socket_sets_a_variable_by_name(web: Web) -> None:
    """Reflex's `setvar` on a public state, which anybody may call: no error of ours, no traceback, and it is counted."""
    refused = web.counted("porter_web_events_refused_total", reason="unknown")
    failed = web.counted("porter_web_handler_failures_total")
    async with opened(web) as tab:
        await tab.fire(f"{CustomerSession.get_full_name()}.setvar", var_name="x", value=1)
        await web.until_counted(refused + 1, "porter_web_events_refused_total", reason="unknown")
        await tab.until_told("is_hydrated")
    assert web.counted("porter_web_handler_failures_total") == failed
    assert "Traceback" not in web.log.read_text()


def test_reflex_takes_no_uploads(web: Web) -> None:
    """Files come by REST, where size and content are checked; Reflex's own door checks neither."""
    headers = {"Origin": web.origin, "Reflex-Client-Token": str(uuid.uuid4()), "Reflex-Event-Handler": "any.handler"}
    answer = httpx.post(f"{web.origin}/_upload", files={"files": ("a.exe", b"MZ")}, headers=headers)
    assert answer.status_code in (404, 405)


async def test_unknown_names_and_floods_are_dropped_quietly(web: Web) -> None:
    """No traceback, no cookie in the log, and the next visitor is served."""
    dropped = web.counted("porter_web_events_dropped_total", reason="unknown")
    async with opened(web, cookie=SECRET_COOKIE) as tab:
        for strange in ("no.such.event", "", "reflex___state____state.secret"):
            await tab.fire(strange)
        await web.until_counted(dropped + 3, "porter_web_events_dropped_total", reason="unknown")
        for _ in range(200):
            await tab.fire(internals.event_name(CustomerSession.check))
        await web.until_counted(1, "porter_web_events_dropped_total", reason="rate")
    async with opened(web) as other:
        await other.until_told("is_hydrated")
    log = web.log.read_text()
    assert "this-must-never-be-logged" not in log
    assert "Traceback" not in log


async def test_a_signed_in_person_is_greeted_and_a_suspended_one_is_not(web: Web, database: TestServers) -> None:
    """The cookie of the handshake is read anew for every event."""
    phone = "+919812345678"
    sent = await accounts.send_otp(phone, "customer", client_address="192.0.2.1")
    code = re.search(r"\b\d{6}\b", (await sms.inbox(phone))[0].text)
    assert code is not None
    verified = await accounts.verify_otp(sent.otp_id, phone, code.group())
    tokens = await accounts.redeem_ticket(verified.ticket, "raw socket")
    async with opened(web, cookie=f"porter_customer={tokens.access}") as tab:
        await tab.fire(internals.event_name(CustomerSession.check))
        await tab.until_told("'signed_in_rx_state_': True")
        await accounts.logout(tokens.access)
        await tab.fire(internals.event_name(CustomerSession.check))
        await tab.until_told("'needs_refresh_rx_state_': True")


def batched_names(names: list[str]) -> Iterator[tuple[str, ...]]:
    """As many at once as one socket may send."""
    return (tuple(names[at : at + CHUNK]) for at in range(0, len(names), CHUNK))
