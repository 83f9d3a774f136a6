"""Esc for what is no dialog: a card over a map."""

import reflex as rx

from porter.components.files import beside
from porter.components.ui import events

_file = beside(__name__, "escape.jsx")


class Escape(rx.NoSSRComponent):
    """Draws nothing; calls when Esc is pressed, as long as it is there."""

    library = _file.importable_path
    tag = "Escape"

    on_escape: rx.EventHandler[events.nothing]


escape = Escape.create
