"""Invoices and credit notes of all orders."""

from typing import Any

import reflex as rx

from porter.components import ui
from porter.components.words import keep, t
from porter.core.language import msg
from porter.pages.frame import customer_phone
from porter.pages.shells import customer_page
from porter.state.customer.inbox import UnreadState
from porter.state.customer.receipts import ReceiptsState


@customer_page(route="/account/receipts", title=msg("Receipts"), on_load=(ReceiptsState.load, UnreadState.load))
def receipts() -> rx.Component:
    """A list of papers."""
    return customer_phone(
        rx.cond(
            ReceiptsState.loaded,
            rx.cond(ReceiptsState.rows.length() > 0, _list(), _nothing()),
            ui.skeleton_rows(5, t("Loading your receipts")),
        ),
        active="account",
        title=t("Receipts"),
        back_href="/account",
    )


def _list() -> rx.Component:
    return rx.el.div(
        ui.row_list(rx.foreach(ReceiptsState.rows, keep(_row)), label=t("Receipts")),
        rx.cond(
            ReceiptsState.more != "",
            ui.button(
                t("Show older receipts"),
                on_click=ReceiptsState.show_more,
                loading=ReceiptsState.loading,
                variant="secondary",
                full=True,
            ),
        ),
        class_name="grid gap-3",
    )


def _row(paper: Any) -> rx.Component:
    mark = rx.cond(paper["kind"] == "credit_note", ui.icon("undo_2"), ui.icon("receipt"))
    return ui.plain_link(
        rx.el.span(mark, class_name="row-icon"),
        rx.el.span(
            rx.el.span(paper["title"], class_name="row-title"),
            rx.el.span(paper["detail"], class_name="row-detail num"),
            class_name="row-words",
        ),
        rx.el.span(
            rx.el.span(paper["amount_text"], class_name="block font-medium"),
            rx.el.span("PDF", class_name="block text-13 text-muted"),
            class_name="row-trailing num text-right",
        ),
        href=paper["href"],
        target="_blank",
        rel="noopener",
        class_name="row",
    )


def _nothing() -> rx.Component:
    return ui.empty_state(
        t("No receipts yet"),
        t("When an order is delivered, its invoice is kept here for you, with a PDF to download."),
        icon="receipt",
        action=ui.link_button(t("Book a vehicle"), href="/home"),
    )
