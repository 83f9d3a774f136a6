"""Who makes a request: a bearer token, or the cookie of one of our own pages."""

from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers
from starlette.types import Scope

from porter.api.client import is_same_origin
from porter.models.enums import Audience
from porter.services import accounts
from porter.services.accounts import Actor

_ASKED = "porter.actors"


async def who(scope: Scope) -> Actor | None:
    """The person behind a request, of whichever app: by bearer token, else the first cookie that fits."""
    for audience in Audience:
        if actor := await who_as(scope, audience):
            return actor
    return None


async def who_as(scope: Scope, audience: Audience) -> Actor | None:
    """The person of one app behind a request. Asked once per request, however many parts want to know."""
    asked: dict[Audience, Actor | None] = scope.setdefault(_ASKED, {})
    if audience not in asked:
        token = _token(scope, audience)
        asked[audience] = await accounts.identify(token, audience) if token else None
    return asked[audience]


def bearer(scope: Scope) -> str:
    """The bearer token of a request, or nothing."""
    scheme, _, token = Headers(scope=scope).get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def cookie(scope: Scope, name: str) -> str:
    """One cookie of a request, or nothing."""
    try:
        found = SimpleCookie(Headers(scope=scope).get("cookie", "")).get(name)
    except CookieError:
        return ""
    return found.value if found else ""


def _token(scope: Scope, audience: Audience) -> str:
    if "authorization" in Headers(scope=scope):
        return bearer(scope)
    # Cookies travel by themselves, so they count only when our own page is asking.
    return cookie(scope, f"porter_{audience}") if is_same_origin(scope) else ""
