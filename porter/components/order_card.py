"""One order in a list, and one vehicle class to choose."""

from typing import Any

import reflex as rx

from porter.components.ui.badge import status_badge
from porter.components.ui.choice import radio_card
from porter.components.ui.link import route_link
from porter.components.ui.progress import relative_time
from porter.components.ui.tile import vehicle_drawing
from porter.components.ui.values import Handler, Text, optional, part


def order_card(order: Any, *, href: Text) -> rx.Component:
    """Draw an order as a card that leads to it.

    The order is a mapping or view with `number`, `status`, `status_label`, `vehicle_class`, `pickup_title`, `drop_title`,
    `total_text` and `created_at` (ISO 8601).
    """
    return route_link(
        rx.el.div(
            vehicle_drawing(part(order, "vehicle_class"), width_px=56),
            rx.el.div(
                rx.el.span(part(order, "number"), class_name="order-number num"),
                relative_time(part(order, "created_at")),
                class_name="order-id",
            ),
            status_badge(part(order, "status"), part(order, "status_label")),
            class_name="order-head",
        ),
        rx.el.div(
            rx.el.span(part(order, "pickup_title"), class_name="order-place", data_kind="pickup"),
            rx.el.span(part(order, "drop_title"), class_name="order-place", data_kind="drop"),
            rx.el.span(part(order, "total_text"), class_name="order-total num"),
            class_name="order-body",
        ),
        href=href,
        class_name="card order-card",
    )


def vehicle_choice(option: Any, *, selected: Text, on_select: Handler, name: str = "vehicle_class") -> rx.Component:
    """Draw one vehicle class of a quote as a radio card.

    The option is a mapping or view with `id`, `vehicle_class`, `name`, `capacity_text`, `eta_text`, `total_text` and
    `reason` (may be empty). `on_select` gets the id.
    """
    return radio_card(
        vehicle_drawing(part(option, "vehicle_class"), width_px=64),
        rx.el.span(
            rx.el.span(
                part(option, "name"),
                optional(part(option, "reason"), lambda text: rx.el.span(text, class_name="tag")),
                class_name="choice-name",
            ),
            rx.el.span(part(option, "capacity_text"), class_name="choice-detail"),
            class_name="choice-words",
        ),
        rx.el.span(
            rx.el.span(part(option, "total_text"), class_name="choice-fare"),
            rx.el.span(part(option, "eta_text"), class_name="choice-detail"),
            class_name="choice-side num",
        ),
        name=name,
        value=part(option, "id"),
        selected=selected,
        on_select=on_select,
        class_name="choice",
    )
