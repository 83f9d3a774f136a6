"""Vehicle classes side by side, with those that cannot carry these goods and why."""

from typing import Any

import reflex as rx

from porter.components import ui
from porter.components.ui.values import Handler, Text, part
from porter.components.words import keep, t


def vehicle_rows(rows: rx.Var[Any], *, chosen: Text, on_choose: Handler) -> rx.Component:
    """Draw the classes as radio cards.

    A row has `id`, `drawing`, `name`, `capacity_text`, `eta_text`, `total_text`, `reason`, `fits` and `why_not`.
    """
    return ui.radio_group(
        rx.foreach(rows, keep(lambda row: _row(row, chosen, on_choose))),
        label=t("Vehicle"),
        hide_label=True,
        class_name="w-full",
    )


def _row(row: Any, chosen: Text, on_choose: Handler) -> rx.Component:
    fits = part(row, "fits").to(bool)
    return ui.radio_card(
        ui.vehicle_drawing(part(row, "drawing"), width_px=60),
        rx.el.span(
            rx.el.span(part(row, "name").to(str), class_name="choice-name"),
            rx.el.span(part(row, "capacity_text").to(str), class_name="choice-detail"),
            rx.cond(
                fits,
                rx.el.span(part(row, "reason").to(str), class_name="choice-detail"),
                rx.el.span(part(row, "why_not").to(str), class_name="text-13 font-medium text-warn"),
            ),
            class_name="choice-words",
        ),
        rx.el.span(
            rx.el.span(part(row, "total_text").to(str), class_name="choice-fare"),
            rx.el.span(rx.cond(fits, part(row, "eta_text").to(str), ""), class_name="choice-detail"),
            class_name="choice-side num",
        ),
        name="vehicle_class",
        value=part(row, "id").to(str),
        selected=chosen,
        on_select=on_choose(part(row, "id").to(str)),
        disabled=~fits,
        class_name="choice",
    )
