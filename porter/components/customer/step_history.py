"""The steps of a page in the browser's history."""

from typing import Any

import reflex as rx

from porter.components.files import beside
from porter.components.ui import events

_file = beside(__name__, "step_history.jsx")


class StepHistory(rx.Component):
    """Draws nothing; every step deeper into a page is an entry, and the browser's Back calls `on_back` once per step."""

    library = _file.importable_path
    tag = "StepHistory"

    depth: rx.Var[int]
    on_back: rx.EventHandler[events.nothing]


def step_history(*, depth: rx.Var[int], on_back: Any) -> rx.Component:
    """Follow the depth of the step that is shown. Put it there only once the state is known, or a reload loses it."""
    return StepHistory.create(depth=depth, on_back=on_back)
