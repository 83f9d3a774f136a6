"""The driver's way out of the app, which never leaves work on the phone without a word."""

import reflex as rx

from porter.components.files import beside
from porter.components.ui import events, icon

_file = beside(__name__, "sign_out.jsx")


class SignOut(rx.NoSSRComponent):
    """A button. With trip steps that were not sent it first says what becomes of them, then asks; `on_leave` means it."""

    library = _file.importable_path
    tag = "SignOut"

    on_leave: rx.EventHandler[events.nothing]


def sign_out_button(on_leave: rx.EventHandler) -> rx.Component:
    """The button with its icon."""
    return SignOut.create(icon("log_out"), on_leave=on_leave)
