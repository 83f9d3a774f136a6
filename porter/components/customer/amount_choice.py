"""How much: amounts that people choose, or one's own."""

from typing import Any

import reflex as rx

from porter.components import ui
from porter.components.ui.values import Handler, Text
from porter.components.words import keep, t


def amount_choice(
    *,
    name: str,
    typed: rx.Var[str],
    suggestions: rx.Var[list[dict[str, str]]],
    limits: Text,
    error: rx.Var[str],
    on_type: Handler,
    on_done: Handler,
) -> rx.Component:
    """Draw chips with `rupees` and `text` over a field; a chip types its amount, Enter in the field calls `on_done`."""

    def chip(amount: Any) -> rx.Component:
        return rx.el.button(
            rx.el.span(amount["text"], class_name="num"),
            type="button",
            aria_pressed=typed == amount["rupees"],
            on_click=on_type(amount["rupees"]),
            class_name="chip",
        )

    return rx.el.div(
        rx.el.div(rx.foreach(suggestions, keep(chip)), class_name="chips", role="group", aria_label=t("Usual amounts")),
        ui.text_field(
            t("Amount in ₹"),
            name=name,
            value=typed,
            on_change=on_type,
            on_enter=[on_type, on_done],
            help=limits,
            error=error,
            input_mode="decimal",
            auto_complete="off",
            max_length=12,
            wait_ms=0,
        ),
        class_name="grid gap-4",
    )
