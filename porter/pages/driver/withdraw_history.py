"""The withdrawals so far, each with its way: asked for, at the bank, paid; or back in the balance."""

from typing import Any

import reflex as rx

from porter.components.tick import tick
from porter.components.ui import badge, button, given, step_progress, when
from porter.components.words import keep, t
from porter.state.driver.withdraw import WithdrawState

LOOK_AGAIN_MS = 4_000


def history() -> rx.Component:
    """Newest first; what is under way changes by itself."""
    moving = WithdrawState.balance["in_transit_minor"].to(int) > 0
    return rx.cond(
        WithdrawState.history.length() > 0,
        rx.el.section(
            when(moving, tick(every_ms=LOOK_AGAIN_MS, on_tick=WithdrawState.look)),
            rx.el.h2(t("Your withdrawals"), class_name="mb-2 text-16 font-semibold"),
            rx.el.ol(rx.foreach(WithdrawState.history, keep(_payout)), class_name="card rows"),
            when(
                WithdrawState.next_cursor != "",
                button(
                    t("Show older ones"), variant="secondary", full=True, class_name="mt-2", on_click=WithdrawState.more
                ),
            ),
        ),
    )


def _payout(payout: rx.Var[dict[str, Any]]) -> rx.Component:
    tone, why = payout["tone"].to(str), payout["failure_text"].to(str)
    return rx.el.li(
        rx.el.div(
            rx.el.span(
                rx.el.span(payout["amount_text"].to(str), class_name="row-title text-18 num"),
                rx.el.span(payout["destination"].to(str), class_name="row-detail num"),
                rx.el.span(payout["created_text"].to(str), class_name="row-detail num"),
                class_name="row-words",
            ),
            rx.cond(tone == "good", badge(t("Paid"), "good"), rx.cond(tone == "bad", badge(t("Money back"), "bad"))),
            class_name="flex items-start gap-3",
        ),
        when(
            tone != "bad",
            step_progress(
                (t("Asked for"), t("At the bank"), t("Paid")),
                payout["steps_done"].to(int),
                label=t("The way of this withdrawal"),
            ),
        ),
        when(
            tone == "bad",
            rx.el.p(
                payout["status_text"].to(str),
                ". ",
                when(given(why), t(why)),
                class_name="text-14 text-muted",
            ),
        ),
        when(
            given(payout["paid_text"].to(str)),
            rx.el.p(t("Paid on {day}", day=payout["paid_text"].to(str)), class_name="text-14 text-muted num"),
        ),
        class_name="money-payout",
    )
