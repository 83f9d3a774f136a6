"""Security headers for every answer. What a route sets itself is left alone."""

from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from porter.core.config import Settings

GOOGLE_MAPS = (
    "https://maps.googleapis.com",
    "https://maps.gstatic.com",
    "https://*.googleapis.com",
    "https://*.ggpht.com",
)

FIXED = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "geolocation=(self), camera=(self), screen-wake-lock=(self), microphone=(), payment=()",
}

NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"
"""For answers that are data: a browser that opens them as a page may load nothing."""


class SecurityHeaders:
    """ASGI wrapper that adds the headers an answer lacks."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.headers = {**FIXED, "content-security-policy": NOTHING}
        if settings.is_production:
            self.headers["strict-transport-security"] = "max-age=31536000; includeSubDomains"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on and complete the answer's headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def completed(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    present.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, completed)


def page_policy(settings: Settings, script_hashes: tuple[str, ...]) -> str:
    """The content policy of a page: its own inline scripts by hash, no eval, the configured map's hosts and ours."""
    maps = _map_sources(settings)
    scripts = ["'self'", *(f"'{digest}'" for digest in script_hashes), *maps[1:]]
    directives = {
        "default-src": ["'self'"],
        "script-src": scripts,
        # Inline styles: the map, and elements whose size is data. They cannot run code.
        "style-src": ["'self'", "'unsafe-inline'", *maps[1:]],
        "img-src": ["'self'", "data:", "blob:", *maps],
        "font-src": ["'self'", "data:", *maps],
        "connect-src": ["'self'", _socket_origin(settings), *maps],
        "worker-src": ["'self'", "blob:"],
        "manifest-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(dict.fromkeys(sources))}" for name, sources in directives.items())


def _map_sources(settings: Settings) -> list[str]:
    style = urlsplit(settings.map_style_url)
    hosts = [f"{style.scheme}://{style.netloc}"] if style.netloc else ["'self'"]
    return [*hosts, *GOOGLE_MAPS] if settings.google_maps_browser_key else hosts


def _socket_origin(settings: Settings) -> str:
    # Older Safari does not count ws: as 'self'.
    return settings.origin.replace("http", "ws", 1)
