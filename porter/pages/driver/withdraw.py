"""Withdrawing: how much there is and why some of it stays, how much to take, where to."""

from typing import Any

import reflex as rx

from porter.components.ui import (
    banner,
    button,
    confirm_dialog,
    empty_state,
    icon,
    link_button,
    radio_card,
    radio_group,
    skeleton,
    skeleton_rows,
    text_field,
    text_link,
    when,
)
from porter.pages.driver.frame import ALWAYS, driver_screen
from porter.pages.driver.withdraw_history import history
from porter.pages.shells import driver_page
from porter.state.driver.withdraw import WithdrawState

_balance = WithdrawState.balance


@driver_page(route="/driver/withdraw", title="Withdraw", on_load=[WithdrawState.load, *ALWAYS])
def driver_withdraw() -> rx.Component:
    """The balance, the wish, the withdrawals so far."""
    return driver_screen(
        rx.cond(
            WithdrawState.loaded,
            rx.el.div(_standing(), _wish(), history(), class_name="grid gap-6"),
            _waiting(),
        ),
        _question(),
        active="earnings",
        title="Withdraw",
        back_href="/driver/earnings",
    )


def _standing() -> rx.Component:
    return rx.el.section(
        rx.el.h2("You can withdraw", class_name="text-16 text-muted"),
        rx.el.p(_text("withdrawable_text"), class_name="earned-total num"),
        rx.foreach(WithdrawState.locks, _lock),
        when(
            _balance["payable_minor"].to(int) < 0,
            banner(_text("explanation"), tone="warn"),
        ),
        when(
            _balance["in_transit_minor"].to(int) > 0,
            rx.el.p(_text("in_transit_text"), " is on its way to you.", class_name="text-16 text-muted num"),
        ),
        class_name="grid gap-2",
    )


def _lock(lock: rx.Var[dict[str, Any]]) -> rx.Component:
    is_cash = lock["reason"].to(str) == "cash_in_hand"
    return rx.el.div(
        icon("lock", size=20),
        rx.el.div(
            rx.el.p(lock["amount_text"].to(str), " stays for now", class_name="text-16 font-semibold num"),
            rx.el.p(lock["title"].to(str), ". ", lock["what_to_do"].to(str), class_name="text-14 text-muted num"),
            when(is_cash, link_button("See the cash", href="/driver/cash", variant="secondary", class_name="mt-2")),
            class_name="min-w-0 flex-1",
        ),
        class_name="flex gap-3 rounded-card border border-hairline bg-paper p-4",
    )


def _wish() -> rx.Component:
    return rx.cond(
        WithdrawState.places.length() > 0,
        rx.cond(_balance["can_withdraw"].to(bool), _form(), _nothing()),
        empty_state(
            "Where should your money go?",
            "Add a UPI ID or a bank account first. It takes a minute.",
            icon="landmark",
            action=link_button("Add an account", href="/driver/withdraw/accounts", size="lg"),
        ),
    )


def _form() -> rx.Component:
    return rx.el.form(
        text_field(
            "How much?", name="amount", value=WithdrawState.amount, on_change=WithdrawState.write,
            error=WithdrawState.error, input_mode="decimal", auto_complete="off", placeholder="500", max_length=20,
            suffix="₹",
        ),
        button("All of it: ", _text("withdrawable_text"), variant="secondary", full=True, on_click=WithdrawState.all_of_it),
        radio_group(rx.foreach(WithdrawState.places, _place), label="Where to?"),
        text_link("Change or add accounts", href="/driver/withdraw/accounts", class_name="money-link"),
        button("Withdraw", type="submit", size="xl", full=True),
        on_submit=WithdrawState.ask,
        class_name="grid gap-4",
    )  # fmt: skip


def _place(place: rx.Var[dict[str, Any]]) -> rx.Component:
    return radio_card(
        rx.cond(place["kind"].to(str) == "upi", icon("smartphone", size=24), icon("landmark", size=24)),
        rx.el.span(place["label"].to(str), class_name="flex-1 text-16 font-semibold num"),
        rx.cond(place["is_default"].to(bool), rx.el.span("Usual", class_name="tag")),
        name="place",
        value=place["id"].to(str),
        selected=WithdrawState.place,
        on_select=WithdrawState.choose,
    )


def _nothing() -> rx.Component:
    return rx.el.div(
        rx.el.p("There is nothing to withdraw at the moment.", class_name="text-16 text-muted"),
        link_button("My accounts", href="/driver/withdraw/accounts", variant="secondary", full=True),
        class_name="grid gap-3",
    )


def _question() -> rx.Component:
    asked = WithdrawState.asked
    return confirm_dialog(
        open=WithdrawState.asking,
        on_close=WithdrawState.keep,
        on_confirm=WithdrawState.confirm,
        title="Withdraw " + asked["amount"].to(str) + "?",
        body="It goes to " + asked["place"].to(str) + ". You see here when it has arrived.",
        confirm="Yes, withdraw",
        key="withdraw",
    )


def _waiting() -> rx.Component:
    return rx.el.div(
        skeleton(width="50%", height="40px"),
        skeleton(width="100%", height="56px"),
        skeleton_rows(3),
        class_name="grid gap-4",
        role="status",
        aria_label="Loading",
    )


def _text(name: str) -> rx.Var[str]:
    return _balance[name].to(str)
