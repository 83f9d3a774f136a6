"""How large a request may be, counted as it streams in: a Content-Length is only a claim."""

import re
from typing import Final

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from porter.api.errors import CODES, document
from porter.api.requests import is_api

MAX_BYTES: Final = 1_000_000
MAX_UPLOAD_BYTES: Final = 10_000_000
UPLOADS = (re.compile(r"/api/v1/pilots/jobs/[^/]+/photos"),)
"""Routes that take files."""


class BodyTooLarge(HTTPException):
    """Raised into whoever reads on. An HTTPException, because FastAPI passes only those on from reading a body."""

    def __init__(self) -> None:
        super().__init__(413)


class BodyLimit:
    """ASGI wrapper that stops reading when the limit is passed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or answer 413."""
        if not is_api(scope):
            await self.app(scope, receive, send)
            return
        limit = limit_of(scope["path"])
        if _claimed(scope) > limit:
            await _refuse(scope, receive, send)
            return
        try:
            await self.app(scope, _counted(receive, limit), send)
        except BodyTooLarge:
            await _refuse(scope, receive, send)


def limit_of(path: str) -> int:
    """The number of bytes that a route takes."""
    return MAX_UPLOAD_BYTES if any(upload.fullmatch(path) for upload in UPLOADS) else MAX_BYTES


def _claimed(scope: Scope) -> int:
    claim = Headers(scope=scope).get("content-length", "")
    return int(claim) if claim.isascii() and claim.isdigit() else 0


def _counted(receive: Receive, limit: int) -> Receive:
    seen = 0

    async def counting() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise BodyTooLarge()
        return message

    return counting


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    limit = limit_of(scope["path"])
    detail = f"This is too large: at most {limit // 1_000_000} MB are possible."
    answer = document(413, CODES[413], detail, scope["porter.request_id"], headers={"connection": "close"})
    await answer(scope, receive, send)
