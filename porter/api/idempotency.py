"""`Idempotency-Key` in front of every POST: the same key and body get the same bytes, without doing it twice."""

import asyncio
import hashlib
import re
from contextlib import suppress
from uuid import UUID

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from porter.api.client import client_address
from porter.api.errors import problem
from porter.api.identity import who
from porter.api.requests import is_api
from porter.core.errors import PorterError, Refused
from porter.services import idempotency

HEADER = "idempotency-key"
REPLAYED = "idempotent-replayed"
_KEY = re.compile(r"[\x21-\x7e]{1,255}")
_PASSING = frozenset({"x-request-id", "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "date", "server"})
"""Headers that belong to one transmission, not to the answer."""
_TRY_AGAIN = frozenset({401, 408, 413, 425, 429})
"""Answers that say nothing about the request itself: the same key may be tried again."""
_PATIENCE_S = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2)
"""How long a request waits for its twin's answer before it is told to come again."""


class KeyWrong(Refused):
    """Not a key that we can keep."""

    code = "idempotency_key_wrong"
    default_message = "An Idempotency-Key has 1 to 255 visible ASCII characters."


class Idempotency:
    """ASGI wrapper that keeps answers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on and keep the answer, or give the kept one."""
        key = Headers(scope=scope).get(HEADER) if is_api(scope) and scope["method"] == "POST" else None
        if key is None:
            await self.app(scope, receive, send)
            return
        try:
            body = await _read(receive)
            claim = await self._claim(scope, key, body)
        except PorterError as error:
            await problem(error, scope["porter.request_id"])(scope, receive, send)
            return
        if claim.status is not None:
            await _replay(claim)(scope, receive, send)
        else:
            await self._answer(claim.answer_id, scope, _again(body, receive), send)

    async def _claim(self, scope: Scope, key: str, body: bytes) -> idempotency.Claim:
        if not _KEY.fullmatch(key):
            raise KeyWrong()
        actor = await who(scope)
        owner = str(actor.id) if actor else f"address:{client_address(scope)}"
        return await _patiently(owner, key, _fingerprint(scope, body))

    async def _answer(self, answer_id: UUID, scope: Scope, receive: Receive, send: Send) -> None:
        said = _Recorder(send)
        finished = False
        try:
            await self.app(scope, receive, said)
            finished = said.status < 500 and said.status not in _TRY_AGAIN
        finally:
            # Also when the handler failed or the caller went away: the key must not stay locked.
            if finished:
                await idempotency.keep(answer_id, said.status, said.headers, said.body)
            else:
                await idempotency.release(answer_id)
        await said.flush()


async def _patiently(owner: str, key: str, fingerprint: str) -> idempotency.Claim:
    """Fifty at once get the same bytes: whoever comes second waits for the first, with no connection in hand."""
    for pause_s in _PATIENCE_S:
        with suppress(idempotency.InFlight):
            return await idempotency.claim(owner, key, fingerprint)
        await asyncio.sleep(pause_s)
    return await idempotency.claim(owner, key, fingerprint)


class _Recorder:
    """Holds an answer back until it is kept: what was not kept was not said."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.messages: list[Message] = []
        self.status = 500

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        self.messages.append(message)

    @property
    def headers(self) -> list[tuple[str, str]]:
        raw = self.messages[0].get("headers", ())
        pairs = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in raw]
        return [(name, value) for name, value in pairs if name not in _PASSING]

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.messages)

    async def flush(self) -> None:
        for message in self.messages:
            await self.send(message)


def _replay(claim: idempotency.Claim) -> Response:
    answer = Response(claim.body, claim.status or 200)
    answer.raw_headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in claim.headers]
    answer.headers[REPLAYED] = "true"
    return answer


def _fingerprint(scope: Scope, body: bytes) -> str:
    content_type = Headers(scope=scope).get("content-type", "")
    head = f"{scope['path']}?{scope['query_string'].decode('latin-1')}\n{content_type}\n"
    return hashlib.sha256(head.encode() + body).hexdigest()


async def _read(receive: Receive) -> bytes:
    parts: list[bytes] = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b"".join(parts)
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
