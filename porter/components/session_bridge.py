"""Carries a sign-in, a renewal or a sign-out from the page to REST, where the HttpOnly cookies are set."""

import reflex as rx

from porter.components.files import beside

_file = beside(__name__, "session_bridge.jsx")


def _message(text: rx.Var[str]) -> tuple[rx.Var[str]]:
    return (text,)


class SessionBridge(rx.NoSSRComponent):
    """Draws nothing. A `ticket` is exchanged for cookies, then the browser goes to `next`."""

    library = _file.importable_path
    tag = "SessionBridge"

    audience: rx.Var[str]
    sign_in_path: rx.Var[str]
    home_path: rx.Var[str]
    ticket: rx.Var[str]
    next: rx.Var[str]
    renewing: rx.Var[bool]
    leaving: rx.Var[bool]
    on_failed: rx.EventHandler[_message]


session_bridge = SessionBridge.create
