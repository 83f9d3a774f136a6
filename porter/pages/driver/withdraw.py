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
from porter.components.words import keep, t
from porter.core.language import msg
from porter.pages.driver.frame import ALWAYS, driver_screen
from porter.pages.driver.withdraw_history import history
from porter.pages.shells import driver_page
from porter.state.driver.withdraw import WithdrawState

_balance = WithdrawState.balance


@driver_page(route="/driver/withdraw", title=msg("Withdraw"), on_load=[WithdrawState.load, *ALWAYS])
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
        title=t("Withdraw"),
        back_href="/driver/earnings",
    )


def _standing() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("You can withdraw"), class_name="text-16 text-muted"),
        rx.el.p(_text("withdrawable_text"), class_name="earned-total num"),
        rx.foreach(WithdrawState.locks, keep(_lock)),
        when(
            _balance["payable_minor"].to(int) < 0,
            banner(_text("explanation"), tone="warn"),
        ),
        when(
            _balance["in_transit_minor"].to(int) > 0,
            rx.el.p(
                t("{amount} is on its way to you.", amount=_text("in_transit_text")),
                class_name="text-16 text-muted num",
            ),
        ),
        class_name="grid gap-2",
    )


def _lock(lock: rx.Var[dict[str, Any]]) -> rx.Component:
    is_cash = lock["reason"].to(str) == "cash_in_hand"
    return rx.el.div(
        icon("lock", size=20),
        rx.el.div(
            rx.el.p(
                t("{amount} stays for now", amount=lock["amount_text"].to(str)), class_name="text-16 font-semibold num"
            ),
            rx.el.p(lock["title"].to(str), ". ", lock["what_to_do"].to(str), class_name="text-14 text-muted num"),
            when(is_cash, link_button(t("See the cash"), href="/driver/cash", variant="secondary", class_name="mt-2")),
            class_name="min-w-0 flex-1",
        ),
        class_name="flex gap-3 rounded-card border border-hairline bg-paper p-4",
    )


def _wish() -> rx.Component:
    return rx.cond(
        WithdrawState.places.length() > 0,
        rx.cond(_balance["can_withdraw"].to(bool), _form(), _nothing()),
        empty_state(
            t("Where should your money go?"),
            t("Add a UPI ID or a bank account first. It takes a minute."),
            icon="landmark",
            action=link_button(t("Add an account"), href="/driver/withdraw/accounts", size="lg"),
        ),
    )


def _form() -> rx.Component:
    return rx.el.form(
        text_field(
            t("How much?"), name="amount", value=WithdrawState.amount, on_change=WithdrawState.write,
            error=t(WithdrawState.error), input_mode="decimal", auto_complete="off", placeholder="500", max_length=20,
            suffix="₹",
        ),
        button(t("All of it: {amount}", amount=_text("withdrawable_text")), variant="secondary", full=True, on_click=WithdrawState.all_of_it),
        radio_group(rx.foreach(WithdrawState.places, keep(_place)), label=t("Where to?")),
        text_link(t("Change or add accounts"), href="/driver/withdraw/accounts", class_name="money-link"),
        button(t("Withdraw"), type="submit", size="xl", full=True),
        on_submit=WithdrawState.ask,
        class_name="grid gap-4",
    )  # fmt: skip


def _place(place: rx.Var[dict[str, Any]]) -> rx.Component:
    return radio_card(
        rx.cond(place["kind"].to(str) == "upi", icon("smartphone", size=24), icon("landmark", size=24)),
        rx.el.span(place["label"].to(str), class_name="flex-1 text-16 font-semibold num"),
        rx.cond(place["is_default"].to(bool), rx.el.span(t("Usual"), class_name="tag")),
        name="place",
        value=place["id"].to(str),
        selected=WithdrawState.place,
        on_select=WithdrawState.choose,
    )


def _nothing() -> rx.Component:
    return rx.el.div(
        rx.el.p(t("There is nothing to withdraw at the moment."), class_name="text-16 text-muted"),
        link_button(t("My accounts"), href="/driver/withdraw/accounts", variant="secondary", full=True),
        class_name="grid gap-3",
    )


def _question() -> rx.Component:
    asked = WithdrawState.asked
    return confirm_dialog(
        open=WithdrawState.asking,
        on_close=WithdrawState.keep,
        on_confirm=WithdrawState.confirm,
        title=t("Withdraw {amount}?", amount=asked["amount"].to(str)),
        body=t("It goes to {place}. You see here when it has arrived.", place=asked["place"].to(str)),
        confirm=t("Yes, withdraw"),
        key="withdraw",
    )


def _waiting() -> rx.Component:
    return rx.el.div(
        skeleton(width="50%", height="40px"),
        skeleton(width="100%", height="56px"),
        skeleton_rows(3),
        class_name="grid gap-4",
        role="status",
        aria_label=t("Loading"),
    )


def _text(name: str) -> rx.Var[str]:
    return _balance[name].to(str)
