"""How often somebody may ask: per person when signed in, per address otherwise."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from porter.api.client import client_address
from porter.api.errors import problem
from porter.api.identity import who
from porter.api.requests import is_api
from porter.core.errors import PorterError, RateLimited
from porter.core.limits import Limit, Standing, hit, is_own_machine, per_minute

PER_PERSON = per_minute("api-person", 1200)
PER_ADDRESS = per_minute("api-address", 600)
PER_PROVIDER = per_minute("webhook-address", 60_000)
WEBHOOKS = "/api/v1/webhooks/"
"""Payment providers repeat a day's events in minutes after an outage; nobody signs in here."""


class RateLimit:
    """ASGI wrapper that counts API requests and says where the caller stands."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or answer 429."""
        if not is_api(scope):
            await self.app(scope, receive, send)
            return
        try:
            subject = await _subject(scope)
        except PorterError as trouble:
            await problem(trouble, scope["porter.request_id"])(scope, receive, send)
            return
        if subject is None:
            await self.app(scope, receive, send)
            return
        standing = await hit(*subject)
        if standing.allowed:
            await self.app(scope, receive, _telling(send, standing))
        else:
            error = RateLimited("Too many requests. Please slow down.", retry_after_s=standing.reset_in_s)
            await problem(error, scope["porter.request_id"])(scope, receive, _telling(send, standing))


async def _subject(scope: Scope) -> tuple[Limit, str] | None:
    if scope["path"].startswith(WEBHOOKS):
        return PER_PROVIDER, client_address(scope)
    if actor := await who(scope):
        return PER_PERSON, str(actor.id)
    address = client_address(scope)
    return None if is_own_machine(address) else (PER_ADDRESS, address)


def _telling(send: Send, standing: Standing) -> Send:
    async def telling(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["ratelimit-limit"] = str(standing.limit)
            headers["ratelimit-remaining"] = str(standing.remaining)
            headers["ratelimit-reset"] = str(standing.reset_in_s)
        await send(message)

    return telling
