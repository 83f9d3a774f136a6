"""The two questions of the wallet: how much goes in, how much goes back."""

import reflex as rx

from porter.components import ui
from porter.components.customer.amount_choice import amount_choice
from porter.components.leave import leave
from porter.components.words import t
from porter.state.customer.wallet import WalletState
from porter.state.customer.wallet_moves import AddMoneyState, SendBackState


def add_money() -> rx.Component:
    """Amounts that people choose, or one's own."""
    return ui.dialog(
        rx.el.div(
            amount_choice(
                name="top_up",
                typed=AddMoneyState.typed,
                suggestions=AddMoneyState.suggestions,
                limits=AddMoneyState.limits,
                error=t(AddMoneyState.error),
                on_type=AddMoneyState.type,
                on_done=AddMoneyState.go,
            ),
            ui.button(
                AddMoneyState.button, on_click=AddMoneyState.go, loading=AddMoneyState.busy, size="lg", full=True
            ),
            rx.el.p(
                t(
                    "You pay on the bank's page and come back here. The money is for orders; what you have not spent can go back."
                ),
                class_name="text-13 text-muted",
            ),
            leave(to=AddMoneyState.checkout_url),
            class_name="grid gap-4",
        ),
        open=AddMoneyState.is_open,
        on_close=AddMoneyState.close,
        title=t("Add money"),
        key="add-money",
    )


def send_back() -> rx.Component:
    """How much, and the last word."""
    return ui.dialog(
        rx.cond(SendBackState.asked_text == "", _ask(), _confirm()),
        open=SendBackState.is_open,
        on_close=SendBackState.close,
        title=t("Send money back"),
        key="send-back",
    )


def _ask() -> rx.Component:
    wallet = WalletState.wallet
    return rx.el.div(
        rx.el.p(
            t("Money that you added goes back to the account or card it came from, the newest first."),
            class_name="text-14 text-muted",
        ),
        ui.text_field(
            t("Amount in ₹"),
            name="send_back",
            value=SendBackState.typed,
            on_change=SendBackState.type,
            on_enter=[SendBackState.type, SendBackState.ask],
            help=t("At most {amount}.", amount=wallet["withdrawable_text"].to(str)),
            error=t(SendBackState.error),
            input_mode="decimal",
            auto_complete="off",
            max_length=12,
            wait_ms=0,
        ),
        rx.cond(
            wallet["why_not_more"].to(str) != "",
            rx.el.p(wallet["why_not_more"].to(str), class_name="text-13 text-muted num"),
        ),
        ui.button(t("Go on"), on_click=SendBackState.ask, size="lg", full=True),
        class_name="grid gap-4",
    )


def _confirm() -> rx.Component:
    return rx.el.div(
        rx.el.p(SendBackState.asked_text, class_name="text-28 font-semibold num"),
        rx.el.p(
            t("It leaves your wallet now. Banks take five to seven working days to show it. This cannot be undone."),
            class_name="text-16 text-muted",
        ),
        rx.el.div(
            ui.button(t("Keep it"), on_click=SendBackState.close, variant="secondary", full=True),
            ui.button(t("Send it back"), on_click=SendBackState.confirm, loading=SendBackState.busy, full=True),
            class_name="grid grid-cols-2 gap-2",
        ),
        class_name="grid gap-4",
    )
