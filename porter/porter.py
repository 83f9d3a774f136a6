"""The web process: pages, API, guard, live hub. Assembly only."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import reflex as rx
from reflex.utils.prerequisites import get_web_dir
from starlette.types import ASGIApp

import porter.pages  # noqa: F401 - importing registers the pages
from porter.api.app import create_api
from porter.components.history_steps import FIRST_EAR
from porter.components.ui.theme import STYLESHEETS
from porter.core import db, redis
from porter.core.config import settings
from porter.pages.broken import broken_page_boundary
from porter.pages.shells import META, PAGES, Page
from porter.state import refusals
from porter.state.guard import RoleGuard
from porter.state.hub import hub
from porter.state.limits import EventLimiter
from porter.tasks import hints
from porter.web.build import read_build
from porter.web.frontend import Frontend
from porter.web.headers import SecurityHeaders
from porter.web.origins import OriginCheck

AHEAD = 4
"""Connections to PostgreSQL that a web process opens before the first request."""

HEAD = [
    rx.el.meta(name="theme-color", content="#F7F7F5", custom_attrs={"media": "(prefers-color-scheme: light)"}),
    rx.el.meta(name="theme-color", content="#0B0F17", custom_attrs={"media": "(prefers-color-scheme: dark)"}),
    rx.el.link(rel="icon", href="/icons/favicon.svg", type="image/svg+xml"),
    rx.el.link(rel="apple-touch-icon", href="/icons/apple-touch-icon.png"),
    FIRST_EAR,
]


def _outside(inner: ASGIApp) -> ASGIApp:
    """Files and pages before the app, then headers, then the origin check outermost."""
    build = read_build(get_web_dir() / "build" / "client")
    frontend = Frontend(inner, build, settings(), is_route=lambda path: app.router(path) is not None)
    return OriginCheck(SecurityHeaders(frontend, settings()), settings().allowed_origins)


def _translations(page: Page) -> list[rx.Component]:
    """Tells search engines where the same page stands in the other languages."""
    return [
        rx.el.link(rel="alternate", href=address, custom_attrs={"hrefLang": language})
        for language, address in page.translations
    ]


@asynccontextmanager
async def _live() -> AsyncIterator[None]:
    """The hub while the worker serves; its connections are closed only after it has stopped using them."""
    gc.freeze()  # nothing of what the app is made of is garbage; the pages were drawn after the fork
    await db.connect_ahead(AHEAD)
    hints.install()
    listening = asyncio.create_task(hub.run(), name="live-hub")
    yield
    listening.cancel()
    await asyncio.wait([listening])
    await redis.close()
    await db.dispose()


app = rx.App(
    api_transformer=[create_api(), _outside],
    html_lang="en",
    head_components=HEAD,
    stylesheets=STYLESHEETS,
    toaster=None,
    app_wraps={(55, "ErrorBoundary"): broken_page_boundary},
    backend_exception_handler=refusals.answer,
    frontend_exception_handler=refusals.report_from_browser,
)
for page in PAGES:
    app.add_page(
        page.draw,
        route=page.route,
        title=page.title,
        description=page.description,
        image="/icons/icon-512.png",
        on_load=list(page.on_load),
        meta=[*META, rx.el.link(rel="manifest", href=page.manifest), *_translations(page)],
    )
app.add_middleware(RoleGuard())
EventLimiter().install(app)
hub.attach(app)
app.register_lifespan_task(_live)
