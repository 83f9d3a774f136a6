"""A steady pace for pages that have nothing to listen to. Prefer the live hub."""

import reflex as rx

from porter.components.files import beside
from porter.components.ui import events

_file = beside(__name__, "tick.jsx")


class Tick(rx.NoSSRComponent):
    """Draws nothing; calls while the page is visible."""

    library = _file.importable_path
    tag = "Tick"

    every_ms: rx.Var[int]
    on_tick: rx.EventHandler[events.nothing]


tick = Tick.create
