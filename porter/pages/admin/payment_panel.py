"""The panel of one payment: what it is, what happened, what happens next, its refunds and its books."""

from typing import Any

import reflex as rx

from porter.components.timeline import timeline
from porter.components.ui import (
    banner,
    button,
    description_list,
    link_button,
    relative_time,
    route_link,
    status_badge,
    tab_panel,
    tabs,
    text_link,
    when,
)
from porter.pages.admin.desk import may
from porter.pages.admin.money_parts import dash, person, postings, reference, section
from porter.pages.admin.panel_parts import panel_of
from porter.state.admin.payment import PaymentPanelState
from porter.state.admin.payments import PaymentsState
from porter.state.admin.refund_asking import ASKERS, RefundAskState

_VIEW = PaymentPanelState.view
_PAYMENT = _VIEW["payment"].to(dict[str, Any])
_LOADED = _VIEW.contains("payment")


def payment_panel() -> rx.Component:
    """The panel, and its address in the browser's bar."""
    return panel_of(
        PaymentPanelState,
        "payment",
        loaded=_LOADED,
        title=_PAYMENT["amount_text"].to(str),
        subtitle=_subtitle(),
        body=_body(),
        footer=_actions(),
        rows=PaymentsState,
    )


def _subtitle() -> rx.Component:
    return rx.el.span(
        status_badge(_PAYMENT["status"].to(str), _PAYMENT["status_text"].to(str)),
        rx.el.span(_PAYMENT["purpose_text"]),
        rx.el.span("begun ", relative_time(_PAYMENT["created_at"].to(str))),
        class_name="flex flex-wrap items-center gap-2",
    )


def _body() -> rx.Component:
    return rx.el.div(
        _next(),
        tabs(
            (("payment", "Payment"), ("timeline", "Timeline"), ("books", "Books")),
            value=PaymentPanelState.tab,
            on_change=PaymentPanelState.choose_tab,
            label="Payment details",
        ),
        tab_panel(
            _facts(),
            section("Refunds", _refunds()),
            key="payment",
            value=PaymentPanelState.tab,
            class_name="grid grid-cols-[minmax(0,1fr)] gap-4",
        ),
        tab_panel(timeline(PaymentPanelState.timeline), key="timeline", value=PaymentPanelState.tab),
        tab_panel(postings(PaymentPanelState.postings), key="books", value=PaymentPanelState.tab),
        class_name="grid grid-cols-[minmax(0,1fr)] gap-4",
    )


def _next() -> rx.Component:
    text = _VIEW["next_text"].to(str)
    return rx.cond(
        _VIEW["attention_text"].to(str) != "",
        banner("Somebody has to look at it", text, tone="bad"),
        banner("What happens next", text, tone="neutral"),
    )


def _facts() -> rx.Component:
    number = text_link(
        _PAYMENT["order_number"].to(str), href="/ops/orders?order=" + _PAYMENT["order_id"].to(str), class_name="num"
    )
    return description_list(
        ("Order", rx.cond(_PAYMENT["order_id"], number, dash(rx.Var.create("")))),
        ("Paid by", person(_VIEW["payer_name"], _VIEW["payer_phone_text"])),
        ("Method", rx.el.span(_PAYMENT["method_text"], " through ", _VIEW["provider_text"])),
        ("Collected", dash(_PAYMENT["captured_text"])),
        ("Refunded", dash(_PAYMENT["refunded_text"])),
        ("Failure", dash(_PAYMENT["failure_text"])),
        ("Gateway's order", reference(_VIEW["provider_order"])),
        ("Gateway's payment", reference(_VIEW["provider_payment"])),
        ("Our id", reference(_PAYMENT["id"])),
    )


def _refunds() -> rx.Component:
    nothing = rx.el.p("Nothing was given back.", class_name="text-13 text-muted")
    return rx.cond(
        PaymentPanelState.refunds.length() == 0,
        nothing,
        rx.el.ul(rx.foreach(PaymentPanelState.refunds, _refund), class_name="card rows"),
    )


def _refund(refund: rx.Var[dict[str, Any]]) -> rx.Component:
    who = rx.el.span(
        refund["reason_text"], " · asked for by ", refund["requested_by"], " ",
        relative_time(refund["created_at"].to(str)), class_name="row-detail",
    )  # fmt: skip
    decided = rx.el.span("Decided by ", refund["approved_by"], class_name="row-detail")
    return rx.el.li(
        route_link(
            rx.el.span(
                rx.el.span(refund["amount_text"], " ", refund["to_text"], class_name="row-title num"),
                who,
                when(refund["approved_by"].to(str) != "", decided),
                class_name="row-words",
            ),
            status_badge("refund_" + refund["status"].to(str), refund["status_text"].to(str)),
            href="/ops/refunds?refund=" + refund["id"].to(str),
            class_name="row",
        )
    )


def _actions() -> rx.Component:
    why_not = rx.el.p(_VIEW["why_not"], class_name="text-13 text-muted flex-1")
    give = button(
        "Refund",
        on_click=RefundAskState.ask,
        size="sm",
        disabled=~_VIEW["can_refund"].to(bool),
        title=_VIEW["why_not"].to(str),
    )
    return rx.fragment(
        why_not,
        link_button(
            "See customer", href="/ops/customers?q=" + _VIEW["payer_phone_text"].to(str), variant="ghost", size="sm"
        ),
        when(may(ASKERS), give),
    )
