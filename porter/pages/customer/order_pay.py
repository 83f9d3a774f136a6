"""While an order waits for its money."""

import reflex as rx

from porter.components import ui
from porter.components.leave import leave
from porter.state.customer.cancel import CancelState
from porter.state.customer.order import OrderState
from porter.state.customer.paying import PayState


def paying() -> rx.Component:
    """What is to be paid, how, and the ways out."""
    order = OrderState.order
    return rx.el.div(
        rx.el.div(
            rx.el.h1(order["headline"].to(str), class_name="text-22 font-semibold"),
            rx.el.p(
                "We look for a driver as soon as it is paid. The money is kept for the order and taken when it is delivered.",
                class_name="text-16 text-muted",
                role="status",
            ),
        ),
        rx.cond(PayState.error != "", ui.banner(PayState.error, tone="bad")),
        ui.button(
            "Pay ",
            order["total_text"].to(str),
            on_click=PayState.pay,
            loading=PayState.busy == "pay",
            size="lg",
            full=True,
        ),
        ui.button(
            "Pay the driver in cash instead",
            on_click=PayState.pay_in_cash,
            loading=PayState.busy == "cash",
            variant="secondary",
            full=True,
        ),
        ui.button("Cancel", on_click=CancelState.ask, variant="danger-ghost", full=True),
        leave(to=PayState.checkout_url),
        class_name="grid gap-3",
    )
