"""A button that opens a small menu."""

import reflex as rx

from porter.components.files import beside
from porter.components.ui.icon import icon as draw_icon
from porter.components.ui.values import Child, compact

_MENU = beside(__name__, "menu.jsx")


class _Menu(rx.Component):
    library = _MENU.importable_path
    tag = "Menu"


def menu(words: Child, *children: Child, icon: str, end: bool = False) -> rx.Component:
    """Draw a menu; a press elsewhere, Esc, or a press on something with `data_closes` closes it. `end` aligns it right."""
    return _Menu.create(
        rx.el.details(
            rx.el.summary(
                rx.el.span(draw_icon(icon), words, draw_icon("chevron_down", size=16), class_name="btn-in"),
                class_name="btn",
                data_variant="secondary",
                data_size="sm",
            ),
            rx.el.div(*compact(children), class_name="menu menu-end" if end else "menu"),
            class_name="menu-box",
        )
    )
