"""Security headers for every answer. What a route sets itself is left alone."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from porter.core.config import Settings

Sources = Mapping[str, tuple[str, ...]]
"""Directive -> what it lets in."""

GOOGLE_TILES = "https://tile.googleapis.com"
"""Sessions, tiles and the names of their owners are fetched from here; no script of Google's runs."""

RAZORPAY: Sources = {
    "script-src": ("https://checkout.razorpay.com", "https://cdn.razorpay.com"),
    "frame-src": ("https://api.razorpay.com",),
    "connect-src": ("https://lumberjack.razorpay.com", "https://lumberjack-metrics.razorpay.com"),
    "img-src": ("https://cdn.razorpay.com",),
}
"""The list of Razorpay's own shop extension; its payment window is a frame, everything else happens inside."""

STRIPE: Sources = {
    "script-src": ("https://js.stripe.com", "https://*.js.stripe.com"),
    "frame-src": ("https://js.stripe.com", "https://*.js.stripe.com", "https://hooks.stripe.com"),
    "connect-src": ("https://api.stripe.com",),
}
"""The list of Stripe's security guide, without what only its address fields need."""

PAY_PAGES = ("/pay/", "/driver/pay/")
"""Where vendors' scripts may run."""

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


def page_policy(settings: Settings, script_hashes: tuple[str, ...], vendors: Sources | None = None) -> str:
    """The content policy of a page: its own inline scripts by hash, no eval, the configured map's hosts and ours.

    `vendors` lets payment vendors in: see `pay_vendors`.
    """
    maps = _map_sources(settings)
    directives = {
        "default-src": ["'self'"],
        "script-src": ["'self'", *(f"'{digest}'" for digest in script_hashes)],
        # Inline styles: the map, and elements whose size is data. They cannot run code.
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:", *maps],
        "font-src": ["'self'", "data:", *maps],
        "connect-src": ["'self'", _socket_origin(settings), *maps, *_google_sources(settings)],
        "worker-src": ["'self'", "blob:"],
        "manifest-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
    for name, sources in (vendors or {}).items():
        directives[name] = [*directives.get(name, []), *sources]
    return "; ".join(f"{name} {' '.join(dict.fromkeys(sources))}" for name, sources in directives.items())


def pay_vendors(settings: Settings) -> dict[str, tuple[str, ...]]:
    """What the payment pages let in: the vendors whose keys are set, and nothing without keys."""
    configured = [
        *([RAZORPAY] if settings.razorpay_key_id else []),
        *([STRIPE] if settings.stripe_secret_key else []),
    ]
    names = dict.fromkeys(name for vendor in configured for name in vendor)
    return {name: tuple(source for vendor in configured for source in vendor.get(name, ())) for name in names}


def pay_headers(settings: Settings) -> dict[str, str]:
    """What payment pages need beside the policy: the bank's window may talk to the page that opened it."""
    if not pay_vendors(settings):
        return {}
    frames = " ".join(f'"{source}"' for source in pay_vendors(settings)["frame-src"] if "*" not in source)
    return {
        "cross-origin-opener-policy": "same-origin-allow-popups",
        "permissions-policy": FIXED["permissions-policy"].replace("payment=()", f"payment=(self {frames})"),
    }


def _map_sources(settings: Settings) -> list[str]:
    style = urlsplit(settings.map_style_url)
    return [f"{style.scheme}://{style.netloc}"] if style.netloc else ["'self'"]


def _google_sources(settings: Settings) -> list[str]:
    wanted = settings.google_maps_browser_key and settings.maps_provider != "offline"
    return [GOOGLE_TILES] if wanted else []


def _socket_origin(settings: Settings) -> str:
    # Older Safari does not count ws: as 'self'.
    return settings.origin.replace("http", "ws", 1)
