"""Tabs that move with the arrow keys."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from porter.components.files import beside
from porter.components.ui.values import Handler, Text, classes, compact, equals

_ROVING = beside(__name__, "roving.jsx")


class Roving(rx.Component):
    """One tab stop for a row of buttons; arrow keys, Home and End move inside it."""

    library = _ROVING.importable_path
    tag = "Roving"

    role: rx.Var[str]
    item: rx.Var[str]
    activate: rx.Var[bool]


def tabs(
    items: Sequence[tuple[str, Text] | tuple[str, Text, Any]],
    *,
    value: Text,
    on_change: Handler,
    label: Text,
    **props: Any,
) -> rx.Component:
    """Draw a row of tabs: (key, words) or (key, words, count). `on_change` gets the key of the chosen tab."""
    return Roving.create(
        *[_tab(item, value, on_change) for item in items],
        role="tablist",
        item='[role="tab"]',
        activate=True,
        class_name=classes("tabs", props.pop("class_name", None)),
        custom_attrs={"aria-label": label},
        **props,
    )


def tab_panel(*children: rx.Component, key: str, value: Text, **props: Any) -> rx.Component:
    """Draw what belongs to one tab; hidden unless its key is the chosen one."""
    chosen = equals(value, key)
    return rx.el.div(
        *compact(children),
        role="tabpanel",
        id=f"panel-{key}",
        aria_labelledby=f"tab-{key}",
        hidden=~chosen if isinstance(chosen, rx.Var) else not chosen,
        **props,
    )


def _tab(item: Any, value: Text, on_change: Handler) -> rx.Component:
    key, words, *count = item
    chosen = equals(value, key)
    return rx.el.button(
        rx.el.span(words),
        *[rx.el.span(number, class_name="tab-count num") for number in count],
        type="button",
        role="tab",
        id=f"tab-{key}",
        aria_controls=f"panel-{key}",
        aria_selected=chosen,
        on_click=on_change(key),
        class_name="tab",
    )
