"""While the driver has the order: when, who, how far it has come, the code."""

import reflex as rx

from porter.components import ui
from porter.components.stop_list import stop_list
from porter.components.words import t
from porter.state.customer.live_driver import LiveDriverState
from porter.state.customer.order import OrderState


def moving() -> rx.Component:
    """ETA first, then driver and plate, then progress by stop, then the code."""
    return rx.el.div(
        _arrival(),
        _driver(),
        _progress(),
        rx.cond(OrderState.code.contains("digits"), _code()),
        class_name="grid grid-cols-[minmax(0,1fr)] gap-3",
    )


def _arrival() -> rx.Component:
    arrived = OrderState.code["here"].to(str) == "yes"
    big = rx.cond(
        arrived,
        t("Your driver is here"),
        rx.cond(LiveDriverState.eta_text != "", LiveDriverState.eta_text, OrderState.order["headline"].to(str)),
    )
    rest = rx.cond(
        arrived | (LiveDriverState.eta_text == ""),
        OrderState.order["vehicle_name"].to(str),
        t(LiveDriverState.heading_for, distance=LiveDriverState.left_text, place=LiveDriverState.look["place"]),
    )
    return rx.el.div(
        rx.el.div(
            rx.el.h1(big, class_name="text-28 font-semibold num"),
            rx.el.p(rest, class_name="text-16 text-muted num"),
            rx.cond(
                OrderState.order["waiting_text"].to(str) != "",
                rx.el.p(OrderState.order["waiting_text"].to(str), class_name="mt-1 text-14 text-muted num"),
            ),
            role="status",
        ),
        ui.badge(LiveDriverState.seen_text, rx.cond(LiveDriverState.stale, "warn", "live"), class_name="shrink-0"),
        class_name="flex items-start justify-between gap-3",
    )


def _driver() -> rx.Component:
    driver = OrderState.order["driver"].to(dict[str, str])
    return rx.el.div(
        ui.avatar(driver["name"], size_px=48),
        rx.el.div(
            rx.el.p(driver["name"], class_name="text-16 font-semibold"),
            rx.el.p(driver["rating_text"], " · ", driver["trips_text"], class_name="text-14 text-muted num"),
            class_name="min-w-0 flex-1",
        ),
        rx.el.div(
            ui.plate(driver["plate"]),
            rx.el.p(driver["vehicle_text"], class_name="mt-1 text-13 text-muted"),
            class_name="text-right",
        ),
        class_name="flex items-center gap-3 rounded-card border border-hairline p-3",
    )


def _progress() -> rx.Component:
    """Low rows, and of a long trip the part around the next stop: the code below is read without scrolling."""
    stops = stop_list(OrderState.ahead, show_status=True, expected=LiveDriverState.expected_text, compact_rows=True)
    return rx.el.section(stops, aria_label=t("Progress by stop"), class_name="px-3")


def _code() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.p(OrderState.code["title"].to(str), class_name="text-16 font-medium"),
            rx.el.p(t("Tell it to the driver only at the handover."), class_name="text-14 text-muted"),
        ),
        rx.el.p(
            OrderState.code["digits"].to(str),
            class_name="text-36 font-semibold tracking-[.12em] num",
            aria_label=t("Code"),
        ),
        class_name="flex items-center justify-between gap-3 rounded-card bg-raised p-4",
    )
