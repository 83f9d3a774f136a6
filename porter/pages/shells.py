"""One decorator per audience: it binds address, title, session check and frame, so that a page module only draws.

@customer_page(route="/orders", title="Orders", on_load=OrdersState.load)
def orders() -> rx.Component: ...
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from porter.components.page_boot import page_boot
from porter.components.session_bridge import session_bridge
from porter.components.ui.values import Text
from porter.components.words import Reader, drawn_for, localized, page_language, speaker, t
from porter.core.language import LANGUAGES, msg, say
from porter.pages.frame import notice_region
from porter.state.admin.bell import BellState
from porter.state.session import HOME_PATHS, SESSIONS, SIGN_IN_PATHS, Audience

Draw = Callable[[], rx.Component]
OnLoad = Any
"""An event handler, or a sequence of them."""

SITE = "Porter"
DESCRIPTION = msg("Porter moves goods inside the city: book a vehicle, see it come, follow it to the door.")
META: list[dict[str, str]] = [
    {
        "name": "viewport",
        "content": "width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content",
    },
    {"name": "apple-mobile-web-app-capable", "content": "yes"},
]


@dataclass(frozen=True)
class Page:
    """What porter.py hands to `app.add_page`."""

    route: str
    title: Text
    draw: Draw
    on_load: tuple[Any, ...]
    description: str = DESCRIPTION
    manifest: str = "/manifest.webmanifest"
    translations: tuple[tuple[str, str], ...] = ()
    """The same page in every language: (language, address)."""


PAGES: list[Page] = []
"""Every page, in the order in which `porter.pages` imports them."""


def customer_page(route: str, title: str, on_load: OnLoad = None) -> Callable[[Draw], Draw]:
    """A page for signed-in customers."""
    return _page(route, title, on_load, audience="customer", reader="person")


def driver_page(route: str, title: str, on_load: OnLoad = None) -> Callable[[Draw], Draw]:
    """A page of the driver app: dark, sunlight contrast, its own manifest."""
    return _page(route, title, on_load, audience="driver", theme="driver", reader="person")


def ops_page(route: str, title: str, on_load: OnLoad = None) -> Callable[[Draw], Draw]:
    """A page of operations. Which roles may use it is said by its state (`__required_role__`)."""
    return _page(route, title, on_load, audience="staff")


def public_page(
    route: str,
    title: str,
    on_load: OnLoad = None,
    description: str = DESCRIPTION,
    theme: str = "",
    reader: Reader = "en",
) -> Callable[[Draw], Draw]:
    """A page that anybody may open, in one language; or, for `person`, in the one that this browser speaks."""
    return _page(route, title, on_load, audience=None, theme=theme, reader=reader, description=description)


def spoken_page(
    route: str, title: str, on_load: OnLoad = None, description: str = DESCRIPTION, theme: str = ""
) -> Callable[[Draw], Draw]:
    """A public page with an address per language: `/sign-in`, `/hi/sign-in`, `/kn/sign-in`."""

    def register(draw: Draw) -> Draw:
        translations = tuple((language, localized(route, language)) for language in LANGUAGES)
        for language, address in translations:
            words = {"title": say(language, title), "description": say(language, description)}
            _page(
                address, on_load=on_load, audience=None, theme=theme, reader=language, path=route,
                translations=translations, **words,
            )(draw)  # fmt: skip
        return draw

    return register


def _page(
    route: str,
    title: str,
    on_load: OnLoad,
    *,
    audience: Audience | None,
    theme: str = "",
    reader: Reader = "en",
    path: str = "",
    **page: Any,
) -> Callable[[Draw], Draw]:
    def register(draw: Draw) -> Draw:
        def framed() -> rx.Component:
            with drawn_for(reader, path):
                return _frame(draw(), audience, theme, _voice(audience, reader, path))

        framed.__name__ = draw.__name__
        framed.__module__ = draw.__module__
        name = title if title == SITE else _named(title, reader, path)
        page.setdefault("manifest", "/driver.webmanifest" if theme == "driver" else "/manifest.webmanifest")
        PAGES.append(Page(route, name, framed, _steps(on_load, audience), **page))
        return draw

    return register


def _named(title: str, reader: Reader, path: str) -> Text:
    """What the tab of the browser says; behind a sign-in it says it in the person's language, as the page does."""
    with drawn_for(reader, path):
        return t(title) + f" · {SITE}" if reader == "person" else f"{title} · {SITE}"


def _steps(on_load: OnLoad, audience: Audience | None) -> tuple[Any, ...]:
    own = tuple(on_load) if isinstance(on_load, Sequence) else (on_load,) if on_load is not None else ()
    ringing = (BellState.load,) if audience == "staff" else ()
    return (SESSIONS[audience].check, *own, *ringing) if audience else own


def _frame(content: rx.Component, audience: Audience | None, theme: str, voice: rx.Component) -> rx.Component:
    parts = [voice, page_boot(), content, notice_region()]
    if audience:
        parts.append(_bridge(audience))
    return rx.el.div(*parts, data_theme=theme or "light-or-dark", lang=page_language())


def _voice(audience: Audience | None, reader: Reader, path: str) -> rx.Component:
    """Makes the browser say the words, or remember in which language they stood here."""
    if reader == "person":
        return speaker(audience=audience, language=SESSIONS[audience].language) if audience else speaker()
    return speaker(language=reader, fixed=True) if path else rx.fragment()


def _bridge(audience: Audience) -> rx.Component:
    session = SESSIONS[audience]
    return session_bridge(
        audience=audience,
        sign_in_path=SIGN_IN_PATHS[audience],
        home_path=HOME_PATHS[audience],
        renewing=session.needs_refresh,
        leaving=session.leaving,
    )
