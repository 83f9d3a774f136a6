"""What one is asked before money goes back, and before somebody else's wish is decided."""

import reflex as rx

from porter.components.ui import banner, button, dialog, segmented, select, text_area, text_field, when
from porter.pages.admin.money_parts import lines
from porter.state.admin.refund import RefundDecideState
from porter.state.admin.refund_asking import RefundAskState

_FACTS = RefundAskState.facts
_PREVIEW = RefundAskState.preview


def refund_dialog() -> rx.Component:
    """Asking for a refund: how much, why, what it would do."""
    return dialog(
        when(RefundAskState.error != "", banner(RefundAskState.error, tone="bad")),
        when(RefundAskState.choices.length() > 1, _which()),
        rx.cond(
            _FACTS["can_refund"].to(bool),
            _form(),
            when(_FACTS["why_not"].to(str) != "", banner("Nothing can be given back", _FACTS["why_not"].to(str))),
        ),
        open=RefundAskState.asking,
        on_close=RefundAskState.dismiss,
        title="Give money back",
        body=rx.cond(_FACTS.contains("title"), _FACTS["title"].to(str), "Loading the payment"),
        key="refund-ask",
        width="520px",
        footer=rx.fragment(
            button("Go back", on_click=RefundAskState.dismiss, variant="secondary"),
            button(
                rx.cond(_PREVIEW["needs_second_person"].to(bool), "Ask for approval", "Refund"),
                rx.cond(_PREVIEW.contains("amount_text"), " · " + _PREVIEW["amount_text"].to(str), ""),
                on_click=RefundAskState.confirm,
                disabled=~_FACTS["can_refund"].to(bool),
            ),
        ),
    )


def _which() -> rx.Component:
    return select(
        "Payment",
        RefundAskState.choices,
        name="refund-payment",
        value=RefundAskState.payment_id,
        on_change=RefundAskState.choose,
    )


def _form() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.p("How much", class_name="field-label"),
            segmented(
                (("all", "All that is left"), ("part", "A part")),
                name="refund-part",
                value=rx.cond(RefundAskState.is_whole, "all", "part"),
                on_change=RefundAskState.take,
                label="How much",
            ),
            rx.el.p(_FACTS["refundable_text"], " can be given back.", class_name="field-help num"),
            class_name="field",
        ),
        when(
            ~RefundAskState.is_whole,
            text_field(
                "Amount in rupees",
                name="refund-amount",
                value=RefundAskState.amount,
                on_change=RefundAskState.say_amount,
                input_mode="decimal",
                placeholder="120.00",
                auto_complete="off",
                max_length=20,
            ),
        ),
        when(_FACTS["can_go_to_wallet"].to(bool), _where()),
        select(
            "Reason",
            RefundAskState.reasons,
            name="refund-reason",
            value=RefundAskState.reason,
            on_change=lambda reason: RefundAskState.say_why("reason", reason),
            placeholder="Choose a reason",
        ),
        text_area(
            "Note for colleagues",
            name="refund-note",
            value=RefundAskState.note,
            on_change=lambda words: RefundAskState.say_why("note", words),
            wait_ms=100,
            optional_mark=True,
            max_length=500,
            rows=2,
        ),
        when(_PREVIEW.contains("lines"), _effect()),
        class_name="grid gap-4",
    )


def _where() -> rx.Component:
    return select(
        "Where to",
        (("source", "Back to where it came from"), ("wallet", "To the customer's wallet")),
        name="refund-to",
        value=RefundAskState.to,
        on_change=RefundAskState.send_to,
    )


def _effect() -> rx.Component:
    return rx.el.section(
        rx.el.h3("What it does", class_name="text-13 font-semibold text-muted mb-2"),
        rx.el.div(lines(_PREVIEW["lines"].to(list[dict[str, str]])), class_name="card p-3"),
        rx.el.p(
            _PREVIEW["approval_text"],
            class_name=rx.cond(
                _PREVIEW["needs_second_person"].to(bool), "text-13 text-warn mt-2", "text-13 text-muted mt-2"
            ),
            role="status",
        ),
    )


def decide_dialog() -> rx.Component:
    """Yes or no to somebody else's wish."""
    is_no = RefundDecideState.asking == "reject"
    why = text_field(
        "Why not",
        name="refund-why-not",
        value=RefundDecideState.why,
        on_change=RefundDecideState.say_why,
        wait_ms=100,
        max_length=300,
        help="Whoever asked for it reads this; the customer does not.",
    )
    return dialog(
        when(RefundDecideState.error != "", banner(RefundDecideState.error, tone="bad")),
        when(is_no, why),
        open=RefundDecideState.asking != "",
        on_close=RefundDecideState.dismiss,
        title=rx.cond(is_no, "Reject this refund?", "Approve this refund?"),
        body=RefundDecideState.title,
        key="refund-decide",
        footer=rx.fragment(
            button("Go back", on_click=RefundDecideState.dismiss, variant="secondary"),
            rx.cond(
                is_no,
                button("Reject the refund", on_click=RefundDecideState.confirm, variant="danger"),
                button("Approve and send", on_click=RefundDecideState.confirm),
            ),
        ),
    )
