"""A vendor on a local port: routes, refusals in the vendor's form, idempotency keys, faults on demand, signed webhooks."""

import json
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from re import Pattern
from typing import Any, ClassVar
from urllib.parse import urlsplit

import httpx

from porter.integrations.payments.outcomes import Outcome

HANG_S = 30.0
CONTROL = "/_twin/"
MAX_BYTES = 1_000_000

Json = dict[str, Any]


class Fault(StrEnum):
    """How the next request that changes something goes wrong."""

    FAIL_BEFORE = "fail_before"
    """500, and nothing was done."""
    FAIL_AFTER = "fail_after"
    """It was done, and the answer is 500."""
    HANG = "hang"
    """It was done, and no answer comes for half a minute."""
    DROP = "drop"
    """The connection ends without an answer."""
    GARBAGE = "garbage"
    """A page of HTML instead of an answer."""


class Refusal(Exception):
    """The vendor says no: status, and the body in its own form."""

    def __init__(self, status: int, body: Json) -> None:
        super().__init__(status)
        self.status, self.body = status, body


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    raw: bytes


@dataclass(frozen=True, slots=True)
class SentWebhook:
    """A webhook: exactly these bytes with these headers."""

    name: str
    raw: bytes
    headers: dict[str, str]


@dataclass
class Kept:
    """What was answered to an idempotency key."""

    question: str
    status: int
    body: Json


Route = tuple[str, Pattern[str], Callable[..., Json]]


@dataclass
class Twin:
    """State and rules of one vendor. Everything happens under one lock, as if the vendor had one cashier."""

    name: ClassVar[str] = "twin"
    keeps_failures: ClassVar[bool] = False
    """Whether a 500 is repeated for its key, as Stripe does."""

    webhook_url: str = ""
    address: str = ""
    is_down: bool = False
    faults: deque[Fault] = field(default_factory=deque)
    asked: list[Asked] = field(default_factory=list)
    kept: dict[str, Kept] = field(default_factory=dict)
    webhooks: deque[SentWebhook] = field(default_factory=deque)
    stopping: threading.Event = field(default_factory=threading.Event)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def routes(self) -> list[Route]:
        """Method, path, handler; the path's groups and the request are its arguments."""
        raise NotImplementedError

    def authorise(self, asked: Asked) -> None:
        """Raises Refusal for a wrong key."""
        raise NotImplementedError

    def idempotency_key(self, asked: Asked) -> str | None:
        """The key of a request, where the vendor looks for one."""
        raise NotImplementedError

    def refuse_key(self) -> Refusal:
        """What is said to a key that was used for something else."""
        raise NotImplementedError

    def refuse_path(self) -> Refusal:
        """What is said to an unknown address or id."""
        raise NotImplementedError

    def failure(self) -> Json:
        """The body of a 500."""
        raise NotImplementedError

    def pay(self, order_id: str, outcome: Outcome = Outcome.PAY, method: str = "card") -> str:
        """What a person does at the vendor's checkout; the id of the try."""
        raise NotImplementedError

    def take_webhooks(self) -> list[SentWebhook]:
        """The webhooks since the last call, oldest first."""
        with self.lock:
            taken = list(self.webhooks)
            self.webhooks.clear()
            return taken

    @contextmanager
    def running(self, port: int = 0) -> Iterator["Twin"]:
        """Serve on 127.0.0.1 for the length of the block."""
        server = ThreadingHTTPServer(("127.0.0.1", port), _Handler)
        server.daemon_threads = True
        server.twin = self  # type: ignore[attr-defined]
        self.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.stopping.set()
            server.shutdown()
            server.server_close()
            thread.join()

    def answer(self, asked: Asked) -> tuple[int, Json]:
        """Answer one request, exactly once per idempotency key."""
        with self.lock:
            self.asked.append(asked)
            try:
                if asked.path.startswith(CONTROL):
                    return 200, self._control(asked)
                self.authorise(asked)
                return self._once(asked)
            except Refusal as refusal:
                return refusal.status, refusal.body

    def take_fault(self, asked: Asked) -> Fault | None:
        """The fault that meets this request."""
        with self.lock:
            changes = asked.method != "GET" and not asked.path.startswith(CONTROL)
            return self.faults.popleft() if changes and self.faults else None

    def _once(self, asked: Asked) -> tuple[int, Json]:
        key = self.idempotency_key(asked) if asked.method == "POST" else None
        question = f"{asked.path}\n{asked.raw.decode()}"
        if key and (kept := self.kept.get(key)):
            if kept.question != question:
                raise self.refuse_key()
            return kept.status, kept.body
        status, body = 200, self._do(asked)
        if key:
            self.kept[key] = Kept(question, status, json.loads(json.dumps(body)))
        return status, body

    def keep_failure(self, asked: Asked) -> None:
        """Remember that the answer to this key was a failure."""
        with self.lock:
            key = self.idempotency_key(asked)
            if key and self.keeps_failures:
                self.kept[key] = Kept(f"{asked.path}\n{asked.raw.decode()}", 500, self.failure())

    def _do(self, asked: Asked) -> Json:
        for method, path, handler in self.routes():
            if method == asked.method and (found := path.fullmatch(asked.path)):
                return handler(asked, *found.groups())
        raise self.refuse_path()

    def _control(self, asked: Asked) -> Json:
        body = json.loads(asked.raw or b"{}")
        match asked.path.removeprefix(CONTROL):
            case "pay":
                method = body.get("method", "card")
                return {"payment": self.pay(body["order"], Outcome(body.get("outcome", "pay")), method)}
            case "fault":
                self.faults.append(Fault(body["fault"]))
                return {"faults": list(self.faults)}
            case "webhooks":
                return {
                    "webhooks": [{"body": hook.raw.decode(), "headers": hook.headers} for hook in self.take_webhooks()]
                }
            case _:
                raise self.refuse_path()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_DELETE(self) -> None:
        self._serve()

    def log_message(self, *args: Any) -> None:
        """Quiet: the tests read `asked`."""

    def _serve(self) -> None:
        twin: Twin = self.server.twin  # type: ignore[attr-defined]
        size = min(int(self.headers.get("content-length") or 0), MAX_BYTES)
        url = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(self.command, url.path, url.query, headers, self.rfile.read(size))
        fault = twin.take_fault(asked)
        if twin.is_down or fault is Fault.DROP:
            self.close_connection = True
            return
        self._say(twin, asked, fault)
        if twin.webhook_url:
            _deliver(twin)

    def _say(self, twin: Twin, asked: Asked, fault: Fault | None) -> None:
        status, body = (500, twin.failure()) if fault is Fault.FAIL_BEFORE else twin.answer(asked)
        if fault in (Fault.FAIL_BEFORE, Fault.FAIL_AFTER):
            twin.keep_failure(asked)
            status, body = 500, twin.failure()
        if fault is Fault.HANG:
            twin.stopping.wait(HANG_S)
        raw = b"<html>Bad gateway</html>" if fault is Fault.GARBAGE else json.dumps(body).encode()
        self._send(status, raw)

    def _send(self, status: int, raw: bytes) -> None:
        try:
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True


def _deliver(twin: Twin) -> None:
    for hook in twin.take_webhooks():
        try:
            httpx.post(twin.webhook_url, content=hook.raw, headers=hook.headers, timeout=5)
        except httpx.TransportError:
            twin.webhooks.append(hook)
            return
