"""The panel of one refund: who asked and why, what it does, who decided, its books."""

from typing import Any

import reflex as rx

from porter.components.ui import (
    banner,
    button,
    description_list,
    relative_time,
    status_badge,
    text_link,
    when,
)
from porter.pages.admin.money_parts import dash, lines, postings, reference, section
from porter.pages.admin.panel_parts import panel_of
from porter.state.admin.refund import RefundDecideState, RefundPanelState
from porter.state.admin.refunds import RefundsState

_VIEW = RefundPanelState.view
_REFUND = _VIEW["refund"].to(dict[str, Any])
_LOADED = _VIEW.contains("refund")


def refund_panel() -> rx.Component:
    """The panel, and its address in the browser's bar."""
    return panel_of(
        RefundPanelState,
        "refund",
        loaded=_LOADED,
        title="Refund of " + _REFUND["amount_text"].to(str),
        subtitle=_subtitle(),
        body=_body(),
        footer=_actions(),
        rows=RefundsState,
    )


def _subtitle() -> rx.Component:
    return rx.el.span(
        status_badge("refund_" + _REFUND["status"].to(str), _REFUND["status_text"].to(str)),
        rx.el.span("asked for ", relative_time(_REFUND["created_at"].to(str))),
        class_name="flex flex-wrap items-center gap-2",
    )


def _body() -> rx.Component:
    return rx.el.div(
        banner("What happens next", _VIEW["next_text"].to(str), tone="neutral"),
        _facts(),
        when(
            RefundPanelState.effect.length() > 0,
            section("What it does", rx.el.div(lines(RefundPanelState.effect), class_name="card p-3")),
        ),
        section("Books", postings(RefundPanelState.postings)),
        class_name="grid grid-cols-[minmax(0,1fr)] gap-4",
    )


def _facts() -> rx.Component:
    payment = text_link(
        _VIEW["paid_text"].to(str), " · ", _VIEW["purpose_text"].to(str),
        href="/ops/payments?payment=" + _REFUND["payment_id"].to(str), class_name="num",
    )  # fmt: skip
    order = text_link(
        _REFUND["order_number"].to(str), href="/ops/orders?order=" + _REFUND["order_id"].to(str), class_name="num"
    )
    through = rx.el.span(" (", _VIEW["method_text"], ", ", _VIEW["provider_text"], ")")
    return description_list(
        ("Payment", payment),
        ("Order", rx.cond(_REFUND["order_id"], order, dash(rx.Var.create("")))),
        ("Customer", dash(_REFUND["payer_name"])),
        ("Goes", rx.el.span(_REFUND["to_text"], rx.cond(_REFUND["to"] == "source", through, ""))),
        ("Reason", _REFUND["reason_text"].to(str)),
        ("Note", dash(_REFUND["note"])),
        ("Asked by", _REFUND["requested_by"].to(str)),
        ("Decided by", dash(_REFUND["approved_by"])),
        ("Why not", dash(_REFUND["failure_text"])),
        ("Given back", dash(_REFUND["done_text"])),
        ("Gateway's refund", reference(_VIEW["provider_refund"])),
    )


def _actions() -> rx.Component:
    waits = _REFUND["status"].to(str) == "requested"
    may_not = ~_REFUND["can_decide"].to(bool)
    title = (
        _REFUND["amount_text"].to(str)
        + " "
        + _REFUND["to_text"].to(str)
        + ", asked for by "
        + _REFUND["requested_by"].to(str)
    )
    refund_id = _REFUND["id"].to(str)
    return rx.fragment(
        rx.el.p(_REFUND["why_not_decide"], class_name="text-13 text-muted flex-1"),
        when(
            waits,
            rx.fragment(
                button(
                    "Reject",
                    on_click=RefundDecideState.ask("reject", refund_id, title),
                    variant="danger-ghost",
                    size="sm",
                    disabled=may_not,
                    title=_REFUND["why_not_decide"].to(str),
                ),
                button(
                    "Approve",
                    on_click=RefundDecideState.ask("approve", refund_id, title),
                    size="sm",
                    disabled=may_not,
                    title=_REFUND["why_not_decide"].to(str),
                ),
            ),
        ),
    )
