"""Grey shapes that stand where content will be."""

from typing import Any

import reflex as rx

from porter.components.ui.values import Text, classes, inline
from porter.components.words import t


def skeleton(width: str = "100%", height: str = "16px", **props: Any) -> rx.Component:
    """Draw one grey bar."""
    look = classes("skeleton", props.pop("class_name", None))
    return rx.el.span(class_name=look, aria_hidden="true", **inline(width=width, height=height), **props)


def skeleton_rows(count: int = 4, label: Text | None = None) -> rx.Component:
    """Draw a list that is on its way; the label is spoken."""
    row = rx.el.div(
        skeleton("40px", "40px", class_name="skeleton-round"),
        rx.el.div(skeleton("60%"), skeleton("35%", "12px"), class_name="skeleton-words"),
        class_name="row skeleton-row",
    )
    return rx.el.div(
        *[row] * count,
        rx.el.span(t("Loading") if label is None else label, class_name="sr-only"),
        class_name="card rows",
        role="status",
    )
