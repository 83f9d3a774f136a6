"""The fare, line by line, down to the total."""

from typing import Any

import reflex as rx

from porter.components.ui.icon import icon
from porter.components.ui.values import Text, each, optional, part
from porter.components.words import t


def fare_breakdown(
    lines: Any, *, total: Text, total_label: Text | None = None, note: Text | None = None
) -> rx.Component:
    """Draw the lines of a fare: mappings or views with `label` and `amount_text`; the total is display-ready text."""
    return rx.el.div(
        rx.el.dl(
            *each(lines, _line),
            rx.el.div(
                rx.el.dt(t("Total") if total_label is None else total_label), rx.el.dd(total, class_name="num"), class_name="fare-line fare-total"
            ),
            class_name="fare",
        ),
        optional(note, lambda text: rx.el.p(text, class_name="field-help")),
    )  # fmt: skip


def _line(line: Any) -> rx.Component:
    return rx.el.div(
        rx.el.dt(part(line, "label")),
        rx.el.dd(part(line, "amount_text"), class_name="num"),
        class_name="fare-line",
    )


def fare_summary(lines: Any, *, total: Text, label: Text | None = None, note: Text | None = None) -> rx.Component:
    """Draw the total alone; a press opens it into its lines."""
    return rx.el.details(
        rx.el.summary(
            rx.el.span(t("Fare") if label is None else label),
            rx.el.span(total, class_name="fare-summary-total num"),
            icon("chevron_down", class_name="fold-arrow"),
            class_name="fare-summary",
        ),
        fare_breakdown(lines, total=total, note=note),
        class_name="fold",
    )
