"""A row that asks the phone where it is."""

from typing import Any

import reflex as rx

from porter.components.files import beside
from porter.components.ui import events
from porter.components.words import t

_file = beside(__name__, "locate.jsx")


class LocateRow(rx.NoSSRComponent):
    """`on_found` gets {lat, lng}, `on_failed` what to tell the person."""

    library = _file.importable_path
    tag = "LocateRow"

    label: rx.Var[str]
    detail: rx.Var[str]
    at_once: rx.Var[bool]
    on_found: rx.EventHandler[events.record]
    on_failed: rx.EventHandler[events.text]


def locate_row(*, on_found: Any, on_failed: Any, at_once: bool = False) -> rx.Component:
    """Draw the row; with `at_once` it looks by itself where the person has allowed that before."""
    return LocateRow.create(
        label=t("Use my location"),
        detail=t("Then check the pin on the map"),
        at_once=at_once,
        on_found=on_found,
        on_failed=on_failed,
    )
