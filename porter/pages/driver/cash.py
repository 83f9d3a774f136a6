"""The cash that belongs to Porter: how much, up to where, and two ways to be rid of it."""

from typing import Any

import reflex as rx

from porter.components.leave import leave
from porter.components.tick import tick
from porter.components.ui import (
    banner,
    button,
    confirm_dialog,
    empty_state,
    icon,
    progress_bar,
    skeleton,
    skeleton_rows,
    when,
)
from porter.components.words import keep, t
from porter.pages.driver.frame import ALWAYS, driver_screen
from porter.pages.shells import driver_page
from porter.state.driver.cash import CashState

LOOK_AGAIN_MS = 4_000

_cash = CashState.cash
_payment = CashState.payment


@driver_page(route="/driver/cash", title="Cash in hand", on_load=[CashState.load, *ALWAYS])
def driver_cash() -> rx.Component:
    """The amount beside its limit, then what to do, then the lines."""
    return driver_screen(
        rx.cond(
            CashState.loaded,
            rx.el.div(_how_it_went(), _amount(), _what_to_do(), _lines(), class_name="grid gap-4"),
            _waiting(),
        ),
        _question(),
        active="earnings",
        title=t("Cash in hand"),
        back_href="/driver/earnings",
    )


def hand_in_button() -> rx.Component:
    """One tap to the checkout with all that is in hand."""
    return rx.fragment(
        button(
            t("Hand in {amount} by UPI", amount=_text("settle_text")), icon="smartphone", size="xl", full=True,
            on_click=CashState.hand_in, loading=CashState.busy,
        ),
        leave(to=CashState.checkout_url),
    )  # fmt: skip


def _how_it_went() -> rx.Component:
    status, amount = _payment["status"].to(str), _payment["amount_text"].to(str)
    waits = status == "created"
    return rx.cond(
        _payment.contains("id"),
        rx.fragment(
            when(waits, tick(every_ms=LOOK_AGAIN_MS, on_tick=CashState.look)),
            banner(
                t("We are waiting for your bank"),
                t("{amount} is not in yet. This page changes by itself.", amount=amount),
                tone="info",
                action=button(t("Ask again"), variant="secondary", size="sm", on_click=CashState.ask_bank),
                shown=waits,
            ),
            banner(
                t("{amount} was received", amount=amount),
                t("It is no longer in your hands."),
                tone="good",
                shown=status == "captured",
            ),
            banner(
                t("The payment did not go through"),
                t("Nothing was taken. You can try again."),
                tone="bad",
                shown=(status == "failed") | (status == "voided"),
            ),
        ),
    )


def _amount() -> rx.Component:
    level = _text("level")
    return rx.el.section(
        rx.el.h2(t("Porter's cash in your hands"), class_name="text-16 text-muted"),
        rx.el.p(
            rx.el.span(_text("cash_text"), class_name="earned-total num"),
            rx.el.span(" ", t("of {amount}", amount=_text("limit_text")), class_name="text-18 text-muted num"),
        ),
        progress_bar(
            _cash["share_pct"].to(int),
            label=t("Cash in hand beside its limit"),
            tone=rx.cond(level == "ok", "good", rx.cond(level == "near", "neutral", "bad")),
            class_name="money-bar",
        ),
        rx.cond(
            level == "ok",
            rx.el.p(_text("explanation"), class_name="text-16 text-muted"),
            banner(_text("explanation"), tone="warn"),
        ),
        class_name="grid gap-2",
    )


def _what_to_do() -> rx.Component:
    has_cash = _cash["settle_minor"].to(int) > 0
    return when(
        has_cash,
        rx.el.div(
            hand_in_button(),
            when(
                _cash["set_off_minor"].to(int) > 0,
                button(
                    t("Set {amount} against earnings", amount=_text("set_off_text")), variant="secondary", full=True,
                    on_click=CashState.ask_set_off(True),
                ),
            ),
            rx.el.p(
                t("Of a cash trip your own part is yours at once. Commission and GST are Porter's: they are counted here."),
                class_name="text-14 text-muted",
            ),
            class_name="grid gap-3",
        ),
    )  # fmt: skip


def _question() -> rx.Component:
    amount = _text("set_off_text")
    return confirm_dialog(
        open=CashState.asking,
        on_close=CashState.ask_set_off(False),
        on_confirm=CashState.set_off,
        title=t("Set cash against earnings?"),
        body=t(
            "Your balance goes down by {amount}, and so does the cash that you owe Porter. The notes in your pocket are "
            "yours then.",
            amount=amount,
        ),
        confirm=t("Set it off"),
        key="set-off",
    )


def _lines() -> rx.Component:
    return rx.cond(
        CashState.lines.length() > 0,
        rx.el.section(
            rx.el.h2(t("Line by line"), class_name="mb-2 text-16 font-semibold"),
            rx.el.ol(rx.foreach(CashState.lines, keep(statement_line)), class_name="card rows"),
            when(
                CashState.next_cursor != "",
                button(
                    t("Show older lines"), variant="secondary", full=True, class_name="mt-2", on_click=CashState.more
                ),
            ),
        ),
        empty_state(
            t("No cash yet"),
            t("When a customer pays you in cash, Porter's part of it is counted here."),
            icon="banknote",
        ),
    )


def statement_line(line: rx.Var[dict[str, Any]]) -> rx.Component:
    """What was booked, when, how much, and what it stood at then."""
    number, memo = line["order_number"].to(str), line["memo"].to(str)
    return rx.el.li(
        rx.el.span(
            rx.el.span(line["event_text"].to(str), class_name="row-title"),
            rx.el.span(rx.cond(number != "", number, memo), class_name="row-detail num"),
            rx.el.span(line["at_text"].to(str), class_name="row-detail num"),
            class_name="row-words",
        ),
        rx.el.span(
            rx.el.span(line["amount_text"].to(str), class_name="block text-16"),
            rx.el.span(
                rx.el.span(t("then"), " ", class_name="sr-only"),
                icon("equal", size=16, class_name="inline"),
                " ",
                line["balance_after_text"].to(str),
                class_name="block text-14 font-normal text-muted",
            ),
            class_name="row-trailing num",
        ),
        class_name="row",
    )


def _waiting() -> rx.Component:
    return rx.el.div(
        skeleton(width="50%", height="40px"),
        skeleton(width="100%", height="16px"),
        skeleton_rows(3),
        class_name="grid gap-4",
        role="status",
        aria_label=t("Loading"),
    )


def _text(name: str) -> rx.Var[str]:
    return _cash[name].to(str)
