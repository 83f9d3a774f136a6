"""Which pages may talk to us. Browsers send cookies along whoever asks, so the Origin has to be ours.

The page socket (`/_event`) demands an Origin: only browsers speak it, and browsers always send one. Other websockets
carry a bearer token and may come from programs without one. A request that changes something and carries our cookie
must not come from a foreign page either (`SameSite=Lax` already says so; this says it again).
"""

import structlog
from prometheus_client import Counter
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

log = structlog.get_logger(__name__)

REFUSED = Counter("porter_web_foreign_origin_total", "Requests refused because of their Origin", ["kind"])

PAGE_SOCKET = "/_event"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
COOKIE_PREFIX = "porter_"


class OriginCheck:
    """ASGI wrapper that refuses foreign pages."""

    def __init__(self, app: ASGIApp, allowed: list[str]) -> None:
        self.app = app
        self.allowed = frozenset(allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or answer 403."""
        if scope["type"] == "websocket" and not self._may_open(scope):
            REFUSED.labels("websocket").inc()
            log.info("foreign_origin_refused", kind="websocket")
            await send({"type": "websocket.close", "code": 1008})
        elif scope["type"] == "http" and not self._may_ask(scope):
            REFUSED.labels("http").inc()
            log.info("foreign_origin_refused", kind="http")
            await PlainTextResponse("This request came from another site.", 403)(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _may_open(self, scope: Scope) -> bool:
        origin = Headers(scope=scope).get("origin")
        if origin is None:
            return not scope["path"].startswith(PAGE_SOCKET)
        return origin in self.allowed

    def _may_ask(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        if scope["path"].startswith(PAGE_SOCKET):
            return origin in self.allowed
        if origin is None or origin in self.allowed or scope["method"] in SAFE_METHODS:
            return True
        return COOKIE_PREFIX not in headers.get("cookie", "")
