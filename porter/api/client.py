"""Where a request comes from."""

from starlette.datastructures import Headers
from starlette.types import Scope

from porter.core.config import settings

UNKNOWN = "unknown"


def client_address(scope: Scope) -> str:
    """The caller's address: of the socket, or as the given number of our own proxies saw it. Never what it claims."""
    peer = scope.get("client")
    address = str(peer[0]) if peer else UNKNOWN
    hops = settings().trusted_proxy_hops
    if hops < 1:
        return address
    seen = [part.strip() for part in Headers(scope=scope).get("x-forwarded-for", "").split(",") if part.strip()]
    return seen[-hops][:64] if len(seen) >= hops else address


def is_same_origin(scope: Scope) -> bool:
    """Whether a page of ours asks: browsers say so in headers that pages cannot forge."""
    headers = Headers(scope=scope)
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if origin is not None and origin not in settings().allowed_origins:
        return False
    if site is not None:
        return site == "same-origin"
    return origin is not None
