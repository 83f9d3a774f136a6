"""What the driver was told: jobs, cancellations, money, operations."""

from typing import Any

import reflex as rx

from porter.components.ui import button, empty_state, relative_time, skeleton_rows, when
from porter.components.words import keep, t
from porter.core.language import msg
from porter.pages.driver.frame import ALWAYS, driver_screen
from porter.pages.shells import driver_page
from porter.state.driver.inbox import DriverInboxState


@driver_page(route="/driver/notifications", title=msg("Messages"), on_load=[DriverInboxState.load, *ALWAYS])
def driver_notifications() -> rx.Component:
    """Newest first."""
    return driver_screen(
        rx.cond(
            DriverInboxState.loaded,
            rx.cond(DriverInboxState.messages.length() > 0, _messages(), _nothing()),
            skeleton_rows(5, t("Loading your messages")),
        ),
        active="inbox",
        title=t("Messages"),
    )


def _messages() -> rx.Component:
    return rx.el.div(
        rx.el.ol(rx.foreach(DriverInboxState.messages, keep(_message)), class_name="card rows"),
        when(
            DriverInboxState.next_cursor != "",
            button(t("Show older messages"), variant="secondary", full=True, on_click=DriverInboxState.more),
        ),
        class_name="grid gap-4",
    )


def _message(message: rx.Var[dict[str, Any]]) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.el.span(message["title"].to(str), class_name="row-title"),
            rx.el.span(message["body"].to(str), class_name="text-14 text-muted"),
            class_name="row-words",
        ),
        rx.cond(message["is_read"].to(bool), rx.fragment(), rx.el.span(t("New"), class_name="tag")),
        rx.el.span(relative_time(message["created_at"].to(str)), class_name="text-12 text-muted whitespace-nowrap"),
        class_name="row",
    )


def _nothing() -> rx.Component:
    return empty_state(
        t("No messages yet"), t("News about your jobs, your money and your documents stands here."), icon="bell"
    )
