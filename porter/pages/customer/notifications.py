"""The inbox."""

from typing import Any

import reflex as rx

from porter.components import ui
from porter.components.words import keep, t
from porter.core.language import msg
from porter.pages.frame import customer_phone
from porter.pages.shells import customer_page
from porter.state.customer.inbox import InboxState, UnreadState


@customer_page(route="/notifications", title=msg("Inbox"), on_load=InboxState.load)
def notifications() -> rx.Component:
    """What one was told, newest first."""
    return customer_phone(
        rx.cond(
            InboxState.loaded,
            rx.cond(InboxState.messages.length() > 0, _list(), _nothing()),
            ui.skeleton_rows(5, t("Loading your messages")),
        ),
        active="",
        title=t("Inbox"),
        back_href="/home",
        bell=False,
        actions=rx.cond(
            UnreadState.count > 0,
            ui.button(t("Mark all as read"), on_click=InboxState.read_all, variant="ghost", size="sm"),
        ),
    )


def _list() -> rx.Component:
    return rx.el.div(
        ui.row_list(rx.foreach(InboxState.messages, keep(_row)), label=t("Messages")),
        rx.cond(
            InboxState.more != "",
            ui.button(
                t("Show older messages"),
                on_click=InboxState.show_more,
                loading=InboxState.loading,
                variant="secondary",
                full=True,
            ),
        ),
        class_name="grid gap-3",
    )


def _row(message: Any) -> rx.Component:
    read = message["is_read"].to(bool)
    mark = rx.el.span(
        rx.cond(read, "", rx.el.span(t("Unread:"), " ", class_name="sr-only")),
        class_name=rx.cond(read, "h-2 w-2 shrink-0", "h-2 w-2 shrink-0 rounded-full bg-info"),
    )
    return ui.list_row(
        message["title"].to(str),
        detail=rx.el.span(message["body"].to(str), class_name="whitespace-normal"),
        leading=mark,
        trailing=rx.el.span(ui.relative_time(message["at"].to(str)), class_name="text-13 text-muted"),
        on_click=InboxState.open(message["id"].to(str)),
        chevron=False,
    )


def _nothing() -> rx.Component:
    return ui.empty_state(
        t("Nothing yet"),
        t("When a driver takes your order, arrives or delivers, you read it here."),
        icon="bell",
        action=ui.link_button(t("Book a vehicle"), href="/home"),
    )
