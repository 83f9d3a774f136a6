"""Payments: the table, and beside it the panel of one payment with an address of its own."""

from typing import Any

import reflex as rx

from porter.components.data_table import Column, clipped
from porter.components.tick import tick
from porter.components.ui import (
    button,
    empty_state,
    relative_time,
    select,
    status_badge,
)
from porter.pages.admin.desk import admin_desk
from porter.pages.admin.money_parts import dash
from porter.pages.admin.payment_panel import payment_panel
from porter.pages.admin.refund_dialogs import refund_dialog
from porter.pages.admin.table_parts import rows_of, save_dialog, search_of, status_chips, tools_of, when_of
from porter.pages.shells import ops_page
from porter.state.admin.payment import PaymentPanelState
from porter.state.admin.payments import PaymentsState
from porter.state.admin.table_setup import PaymentsSetup

REFRESH_MS = 10_000

STATUS_CHIPS = (
    ("attention", "Needs somebody"),
    ("created", "Pending"),
    ("authorized", "Authorised"),
    ("capturing", "Being collected"),
    ("captured", "Paid"),
    ("partially_refunded", "Partly refunded"),
    ("refunded", "Refunded"),
    ("failed", "Failed"),
    ("voided", "Released"),
)
METHODS = (("", "All methods"), ("upi", "UPI"), ("card", "Card"), ("wallet", "Wallet"))
GATEWAYS = (
    ("", "All gateways"),
    ("razorpay", "Razorpay"),
    ("stripe", "Stripe"),
    ("sandbox", "Sandbox"),
    ("wallet", "Wallet"),
)
KINDS = (
    ("", "All kinds"),
    ("order", "Orders"),
    ("top_up", "Money added"),
    ("tip", "Tips"),
    ("cash_settlement", "Cash handed in"),
)


@ops_page(
    route="/ops/payments", title="Payments", on_load=(PaymentsState.load, PaymentsSetup.load, PaymentPanelState.load)
)
def payments() -> rx.Component:
    """Every payment, found by what one knows of it."""
    return admin_desk(
        _filters(),
        _table(),
        tick(every_ms=REFRESH_MS, on_tick=PaymentsState.refresh),
        active="payments",
        title="Payments",
        error=PaymentsState.error,
        on_retry=PaymentsState.refresh,
        overlays=rx.fragment(payment_panel(), refund_dialog(), save_dialog(PaymentsSetup)),
    )


def _filters() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            search_of(PaymentsState, "payment", "Number, phone or reference", "Search payments"),
            when_of(PaymentsState, "Begun"),
            tools_of(PaymentsSetup, _COLUMNS, "payments", PaymentsState.export),
            class_name="flex flex-wrap items-center gap-3",
        ),
        rx.el.div(
            _choice("method", "Method", METHODS),
            _choice("provider", "Gateway", GATEWAYS),
            _choice("purpose", "Kind", KINDS),
            class_name="flex flex-wrap items-center gap-3",
        ),
        status_chips(PaymentsState, STATUS_CHIPS),
        class_name="grid gap-3",
    )


def _choice(kind: str, label: str, options: tuple[tuple[str, str], ...]) -> rx.Component:
    return select(
        None,
        options,
        name=kind,
        value=PaymentsState.chosen[kind],
        on_change=lambda value: PaymentsState.narrow(kind, value),
        aria_label=label,
        class_name="w-[152px]",
    )


def _table() -> rx.Component:
    return rows_of(
        PaymentsState,
        _COLUMNS,
        one="payment",
        many="payments",
        panel=PaymentPanelState,
        setup=PaymentsSetup,
        empty=empty_state(
            "No payment fits",
            "No payment was begun in this time with these filters.",
            icon="search_x",
            action=button("Show all of 7 days", on_click=PaymentsState.narrow("clear", ""), variant="secondary"),
        ),
    )


def _status(row: rx.Var[dict[str, Any]]) -> rx.Component:
    trouble = rx.el.span("Look at it", class_name="text-13 font-medium text-bad", title=row["attention_text"].to(str))
    return rx.el.span(
        status_badge(row["status"].to(str), row["status_text"].to(str)),
        rx.cond(row["needs_attention"], trouble, rx.fragment()),
        class_name="inline-flex items-center gap-2",
    )


_COLUMNS = (
    Column("created_at", "Begun", cell=lambda row: relative_time(row["created_at"].to(str)), sortable=True),
    Column("purpose_text", "For", cell=lambda row: rx.el.span(row["purpose_text"], class_name="num font-medium")),
    Column("amount", "Amount", cell=lambda row: row["amount_text"], align="right", sortable=True),
    Column("status", "Status", cell=_status),
    Column("payer_name", "Paid by", cell=lambda row: clipped(row["payer_name"])),
    Column("method_text", "Method"),
    Column("provider_text", "Gateway"),
    Column("refunded", "Refunded", cell=lambda row: dash(row["refunded_text"]), align="right"),
)
