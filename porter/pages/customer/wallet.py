"""The wallet: what is in it, putting money in, sending it back, and every line of its history."""

from typing import Any

import reflex as rx

from porter.components import ui
from porter.components.words import keep, t
from porter.core.language import msg
from porter.pages.customer.wallet_forms import add_money, send_back
from porter.pages.frame import customer_phone
from porter.pages.shells import customer_page
from porter.state.customer.inbox import UnreadState
from porter.state.customer.wallet import WalletState
from porter.state.customer.wallet_moves import AddMoneyState, SendBackState


@customer_page(route="/wallet", title=msg("Wallet"), on_load=(UnreadState.load, WalletState.load))
def wallet() -> rx.Component:
    """Balance, then history."""
    return customer_phone(
        rx.cond(WalletState.loaded, _content(), _waiting()),
        add_money(),
        send_back(),
        active="wallet",
        title=t("Wallet"),
    )


def _content() -> rx.Component:
    return rx.el.div(_balance(), _owed(), _sent_back(), _history(), class_name="grid gap-4")


def _balance() -> rx.Component:
    shown = WalletState.wallet
    kept = rx.el.p(
        ui.icon("lock", size=16),
        rx.el.span(t("{amount} kept for orders under way", amount=shown["held_text"].to(str))),
        class_name="mt-1 flex items-center gap-2 text-14 text-muted num",
    )
    return ui.card(
        rx.el.p(t("To spend"), class_name="text-14 text-muted"),
        rx.el.p(shown["balance_text"].to(str), class_name="text-36 font-semibold num"),
        rx.cond(shown["held_minor"].to(int) > 0, kept),
        rx.el.div(
            ui.button(t("Add money"), on_click=AddMoneyState.open, icon="plus", full=True),
            rx.cond(
                shown["withdrawable_minor"].to(int) > 0,
                ui.button(t("Send back"), on_click=SendBackState.open, variant="secondary", icon="undo_2", full=True),
            ),
            class_name="mt-4 grid auto-cols-fr grid-flow-col gap-2",
        ),
    )


def _owed() -> rx.Component:
    shown = WalletState.wallet
    pay = rx.cond(
        shown["balance_minor"].to(int) > 0,
        ui.button(t("Pay from wallet"), on_click=WalletState.pay_owed, size="sm", variant="secondary"),
        rx.fragment(),
    )
    return rx.cond(
        shown["owed_minor"].to(int) > 0,
        ui.banner(
            t("You owe {amount}", amount=shown["owed_text"].to(str)),
            t("A fee of a cancelled order is still open. You can pay it from your wallet."),
            tone="warn",
            action=pay,
        ),
    )


def _sent_back() -> rx.Component:
    return rx.cond(
        WalletState.sent_back.length() > 0,
        rx.el.section(
            rx.el.h2(t("Sent back"), class_name="mb-2 text-14 font-medium text-muted"),
            ui.row_list(rx.foreach(WalletState.sent_back, keep(_sent)), label=t("Sent back")),
        ),
    )


def _sent(row: Any) -> rx.Component:
    mark = rx.cond(row["is_under_way"].to(bool), ui.icon("clock"), ui.icon("undo_2"))
    return ui.list_row(
        row["amount_text"].to(str),
        detail=rx.el.span(row["status_text"].to(str), class_name="whitespace-normal"),
        leading=rx.el.span(mark, class_name="row-icon"),
        trailing=rx.el.span(row["created_text"].to(str).split(",")[0], class_name="text-13 text-muted"),
    )


def _history() -> rx.Component:
    listed = rx.el.div(
        rx.el.div(
            rx.foreach(WalletState.lines, keep(_line)),
            class_name="card rows",
            role="list",
            aria_label=t("History of the wallet"),
        ),
        rx.cond(
            WalletState.more != "",
            ui.button(
                t("Show older"),
                on_click=WalletState.show_more,
                loading=WalletState.loading,
                variant="secondary",
                full=True,
            ),
        ),
        class_name="grid gap-3",
    )
    return rx.el.section(
        rx.el.h2(t("History"), class_name="mb-2 text-14 font-medium text-muted"),
        rx.cond(WalletState.lines.length() > 0, listed, _nothing()),
    )


def _line(line: Any) -> rx.Component:
    day = rx.el.h3(line["day"], class_name="bg-raised px-4 py-2 text-13 font-medium text-muted")
    return rx.el.div(
        rx.cond(line["day"] != "", day),
        rx.cond(line["href"] != "", _row(line, href=line["href"]), _row(line)),
        role="listitem",
        key=line["id"],
    )


def _row(line: Any, **target: Any) -> rx.Component:
    is_in = line["tone"] == "in"
    mark = rx.cond(is_in, ui.icon("arrow_down_left"), ui.icon("arrow_up_right"))
    detail = rx.cond(line["order"] != "", line["time"] + " · " + line["order"], line["time"])
    return ui.list_row(
        line["title"],
        detail=rx.el.span(detail, class_name="num"),
        leading=rx.el.span(mark, class_name="row-icon"),
        trailing=rx.el.span(
            rx.el.span(
                line["amount_text"],
                class_name=rx.cond(is_in, "block font-medium text-good", "block font-medium text-ink"),
            ),
            rx.el.span(
                rx.el.span(t("Balance after:"), " ", class_name="sr-only"),
                line["after_text"],
                class_name="block text-13 text-muted",
            ),
            class_name="text-right",
        ),
        chevron=False,
        **target,
    )


def _nothing() -> rx.Component:
    return ui.empty_state(
        t("Nothing yet"),
        t("Add money once and pay for orders with one tap. Everything that goes in or out is listed here."),
        icon="wallet",
    )


def _waiting() -> rx.Component:
    return rx.el.div(
        ui.skeleton(height="176px"), ui.skeleton_rows(4, t("Loading your wallet")), class_name="grid gap-4"
    )
