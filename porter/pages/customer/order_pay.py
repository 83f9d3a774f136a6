"""The money of an order: paying while it waits, and what was paid and goes back afterwards."""

from typing import Any

import reflex as rx

from porter.components import ui
from porter.components.customer.payment_choice import payment_choice
from porter.components.leave import leave
from porter.components.words import keep, t
from porter.state.customer.cancel import CancelState
from porter.state.customer.order import OrderState
from porter.state.customer.pay_by import PayByState
from porter.state.customer.paying import PayState


def paying() -> rx.Component:
    """What is to be paid, how, and the ways out."""
    order = OrderState.order
    return rx.el.div(
        rx.el.div(
            rx.el.h1(order["headline"].to(str), class_name="text-22 font-semibold"),
            rx.el.p(
                t(
                    "We look for a driver as soon as it is paid. The money is kept for the order and taken when it is delivered."
                ),
                class_name="text-16 text-muted",
                role="status",
            ),
        ),
        ui.banner(
            t(PayState.failed_text),
            t("Nothing was taken. Try again, or choose another way of paying."),
            tone="warn",
            shown=PayState.failed_text != "",
        ),
        ui.banner(t(PayState.error), tone="bad", shown=PayState.error != ""),
        payment_choice(
            PayByState.rows,
            chosen=PayByState.chosen,
            on_choose=PayByState.choose,
            split_text=PayByState.split_text,
            use_wallet=PayByState.use_wallet,
            on_share=PayByState.share,
        ),
        ui.button(
            _words(),
            on_click=PayState.pay,
            loading=PayState.busy != "",
            disabled=PayByState.chosen == "",
            size="lg",
            full=True,
        ),
        ui.button(t("Cancel"), on_click=CancelState.ask, variant="danger-ghost", full=True),
        leave(to=PayByState.checkout_url),
        class_name="grid gap-3",
    )


def _words() -> Any:
    total = OrderState.order["total_text"].to(str)
    again = PayState.failed_text != ""
    return rx.match(
        PayByState.chosen,
        ("cash", t("Pay the driver in cash")),
        rx.cond(again, t("Try again · {amount}", amount=total), t("Pay {amount}", amount=total)),
    )


def money() -> rx.Component:
    """What was paid and how it stands, what goes back, the papers."""
    return rx.cond(
        (PayState.paid.length() > 0) | (PayState.returning.length() > 0) | (PayState.papers.length() > 0),
        ui.card(
            rx.el.div(
                rx.cond(
                    PayState.paid.length() > 0,
                    rx.el.div(rx.foreach(PayState.paid, keep(_paid)), class_name="grid gap-3"),
                ),
                rx.foreach(PayState.returning, keep(_returning)),
                rx.cond(
                    PayState.papers.length() > 0,
                    rx.el.div(rx.foreach(PayState.papers, keep(_paper)), class_name="-mx-4 border-t border-hairline"),
                ),
                class_name="grid gap-3",
            ),
            title=t("Payment"),
        ),
    )


def _paid(row: Any) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.p(row["name"], class_name="text-16 font-medium"),
            rx.el.p(row["detail"], class_name="text-14 text-muted"),
            class_name="min-w-0 flex-1",
        ),
        rx.el.p(row["amount_text"], class_name="text-16 font-medium num"),
        class_name="flex items-start gap-3",
    )


def _returning(words: rx.Var[str]) -> rx.Component:
    return rx.el.p(
        rx.el.span(ui.icon("undo_2"), class_name="shrink-0 text-muted"),
        rx.el.span(words),
        class_name="flex items-start gap-2 text-14 num",
    )


def _paper(paper: Any) -> rx.Component:
    return ui.plain_link(
        rx.el.span(ui.icon("file_text"), class_name="row-icon"),
        rx.el.span(
            rx.el.span(paper["title"], class_name="row-title"),
            rx.el.span(paper["detail"], class_name="row-detail num"),
            class_name="row-words",
        ),
        rx.el.span("PDF", class_name="text-13 text-muted"),
        href=paper["href"],
        target="_blank",
        rel="noopener",
        class_name="row",
    )
