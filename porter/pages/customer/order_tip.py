"""A tip: offered once the order is delivered, asked about in a dialog."""

import reflex as rx

from porter.components import ui
from porter.components.customer.amount_choice import amount_choice
from porter.components.customer.payment_choice import payment_choice
from porter.components.leave import leave
from porter.components.words import t
from porter.state.customer.order import OrderState
from porter.state.customer.paying import PayState
from porter.state.customer.tip import TipState


def tip() -> rx.Component:
    """What was given, and how to give (more)."""
    name = OrderState.order["driver"].to(dict[str, str])["name"]
    given = PayState.tipped_text != ""
    return ui.card(
        rx.el.p(
            rx.cond(
                given,
                t("You gave {amount}. Thank you.", amount=PayState.tipped_text),
                t("All of it goes to the driver."),
            ),
            class_name="text-16 text-muted num",
        ),
        ui.button(
            rx.cond(given, t("Give more"), t("Give a tip")),
            on_click=TipState.open,
            variant="secondary",
            icon="heart_handshake",
            full=True,
            class_name="mt-3",
        ),
        title=t("A tip for {name}", name=name),
    )


def tip_question() -> rx.Component:
    """How much, and how."""
    return ui.dialog(
        rx.el.div(
            amount_choice(
                name="tip",
                typed=TipState.typed,
                suggestions=TipState.suggestions,
                limits=TipState.limits,
                error=t(TipState.error),
                on_type=TipState.type,
                on_done=TipState.give,
            ),
            payment_choice(
                TipState.rows,
                chosen=TipState.chosen,
                on_choose=TipState.choose,
            ),
            ui.button(TipState.button, on_click=TipState.give, loading=TipState.busy, size="lg", full=True),
            leave(to=TipState.checkout_url),
            class_name="grid gap-4",
        ),
        open=TipState.is_open,
        on_close=TipState.close,
        title=t("How much?"),
        key="tip",
    )
