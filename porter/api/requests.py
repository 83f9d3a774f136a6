"""Around every API request: an id, one log line, two metrics. Pages and sockets of Reflex pass through untouched."""

import re
import time
import uuid

import structlog
from prometheus_client import Counter, Histogram
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = structlog.get_logger("porter.api")

REQUESTS = Counter("porter_api_requests_total", "API requests", ["method", "route", "status"])
SECONDS = Histogram(
    "porter_api_request_seconds",
    "How long API requests took",
    ["method", "route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 10),
)

_GIVEN_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def is_api(scope: Scope) -> bool:
    """Whether this is an HTTP request to the API; Reflex lies behind the same app."""
    return bool(scope["type"] == "http" and scope["path"].startswith("/api/"))


class RequestContext:
    """ASGI wrapper: gives the request its id, and counts and logs its end."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on."""
        if not is_api(scope):
            await self.app(scope, receive, send)
            return
        scope["porter.request_id"] = request_id = _request_id(scope)
        status, started = 500, time.perf_counter()

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["x-request-id"] = request_id
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self.app(scope, receive, noting)
            finally:
                _note(scope, status, time.perf_counter() - started)


def _request_id(scope: Scope) -> str:
    given = Headers(scope=scope).get("x-request-id", "")
    return given if _GIVEN_ID.fullmatch(given) else uuid.uuid4().hex


def _note(scope: Scope, status: int, took_s: float) -> None:
    # Only known words become labels: a stranger must not be able to grow our metrics.
    method = scope["method"] if scope["method"] in _METHODS else "OTHER"
    route = getattr(scope.get("route"), "path", "unknown")
    REQUESTS.labels(method, route, status).inc()
    SECONDS.labels(method, route).observe(took_s)
    log.info("request", method=method, route=route, status=status, took_ms=round(took_s * 1000, 1))
