"""How it is paid: radio cards, and the wallet that bears a part."""

from typing import Any

import reflex as rx

from porter.components import ui
from porter.components.ui.values import Flag, Handler, Text
from porter.components.words import keep, t


def payment_choice(
    rows: rx.Var[list[dict[str, str]]],
    *,
    chosen: Text,
    on_choose: Handler,
    split_text: rx.Var[str] | None = None,
    use_wallet: Flag = False,
    on_share: Handler | None = None,
    label: Text | None = None,
) -> rx.Component:
    """Draw the ways of paying: rows have `key`, `name`, `hint`, `icon`, and `off` when they cannot be chosen now.

    `split_text` says how the chosen way and the wallet would share the amount; "" where there is nothing to share, None
    where the wallet never bears a part.
    """
    return rx.el.div(
        ui.radio_group(
            rx.foreach(rows, keep(lambda row: _way(row, chosen, on_choose))),
            label=t("Pay by") if label is None else label,
        ),
        _share(split_text, use_wallet, on_share) if split_text is not None else None,
        class_name="grid gap-2",
    )


def _share(split_text: rx.Var[str], use_wallet: Flag, on_share: Handler | None) -> rx.Component:
    return rx.cond(
        split_text != "",
        ui.card(ui.switch(t("Use my wallet too"), checked=use_wallet, on_change=on_share, help=split_text)),
    )


def _way(row: Any, chosen: Text, on_choose: Handler) -> rx.Component:
    mark = rx.match(
        row["icon"],
        ("smartphone", ui.icon("smartphone")),
        ("credit_card", ui.icon("credit_card")),
        ("wallet", ui.icon("wallet")),
        ui.icon("banknote"),
    )
    return ui.radio_card(
        rx.el.span(mark, class_name="row-icon"),
        rx.el.span(
            rx.el.span(row["name"], class_name="choice-name"),
            rx.el.span(row["hint"], class_name="choice-detail num"),
            class_name="choice-words",
        ),
        name="payment_method",
        value=row["key"],
        selected=chosen,
        on_select=on_choose(row["key"]),
        disabled=row["off"] != "",
        class_name="choice",
    )
