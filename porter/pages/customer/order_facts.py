"""What is the same at every moment of an order: stops, fare, story, cancelling."""

import reflex as rx

from porter.components import ui
from porter.components.fare_breakdown import fare_summary
from porter.components.stop_list import stop_list
from porter.components.timeline import timeline
from porter.components.words import t
from porter.pages.customer.order_pay import money
from porter.state.customer.cancel import CancelState
from porter.state.customer.live_driver import LiveDriverState
from porter.state.customer.order import OrderState


def facts() -> rx.Component:
    """Stops, fare, what happened."""
    order = OrderState.order
    return rx.el.div(
        rx.cond(
            ~order["is_moving"].to(bool) | (OrderState.stops.length() > OrderState.ahead.length()),
            ui.card(
                stop_list(OrderState.stops, show_status=True, expected=LiveDriverState.expected_text, in_full=True),
                title=t("Stops"),
            ),
        ),
        ui.card(
            rx.cond(order["nothing_due"].to(bool), rx.el.p(t("Nothing to pay"), class_name="font-medium"), _fare())
        ),
        money(),
        ui.card(
            ui.description_list(
                (t("Order"), order["number"].to(str)),
                (t("Vehicle"), order["vehicle_name"].to(str)),
                (t("Goods"), rx.cond(order["goods_text"].to(str) != "", order["goods_text"].to(str), t("Not said"))),
                (t("Distance"), order["distance_text"].to(str)),
                (t("Booked"), order["created_text"].to(str)),
            ),
        ),
        rx.el.details(
            rx.el.summary(
                rx.el.span(t("What happened"), class_name="flex-1 font-medium"),
                ui.icon("chevron_down", class_name="fold-arrow"),
                class_name="fare-summary",
            ),
            timeline(OrderState.story),
            class_name="fold",
        ),
        rx.cond(
            order["is_moving"].to(bool) & order["can_cancel"].to(bool),
            ui.button(t("Cancel this order"), on_click=CancelState.ask, variant="danger-ghost", full=True),
        ),
        class_name="grid gap-3",
    )


def _fare() -> rx.Component:
    order = OrderState.order
    return fare_summary(
        order["lines"].to(list[dict[str, str]]),
        total=order["total_text"].to(str),
        label=order["payment_text"].to(str),
        note=order["waiting_rule_text"].to(str),
    )
