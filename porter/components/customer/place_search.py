"""Choosing places without a mouse, and where the focus goes when a step gives way to the next."""

from typing import Any

import reflex as rx

from porter.components.files import beside
from porter.components.ui import events
from porter.components.ui.values import Text

_file = beside(__name__, "place_search.jsx")


class SearchKeys(rx.Component):
    """The arrows move through the field and the rows below it, Escape calls `on_escape`."""

    library = _file.importable_path
    tag = "SearchKeys"

    on_escape: rx.EventHandler[events.nothing]


class StepTitle(rx.Component):
    """The heading of a step: it takes the focus when what had it is gone."""

    library = _file.importable_path
    tag = "StepTitle"

    text: rx.Var[str]


def search_keys(*children: rx.Component, on_escape: Any, class_name: str) -> rx.Component:
    """Draw the children so that they can be walked through with the arrows."""
    return SearchKeys.create(*children, on_escape=on_escape, class_name=class_name)


def step_title(text: Text, class_name: str) -> rx.Component:
    """Draw a heading that people who cannot see it hear when the step changes."""
    return StepTitle.create(text=text, class_name=class_name)
