"""The account: who I am, my places, signing out."""

import reflex as rx

from porter.components import ui
from porter.pages.frame import customer_phone
from porter.pages.shells import customer_page
from porter.state.customer.account import AccountState
from porter.state.customer.inbox import UnreadState
from porter.state.session import CustomerSession


@customer_page(route="/account", title="Account", on_load=(AccountState.load, UnreadState.load))
def account() -> rx.Component:
    """Profile, then everything else."""
    return customer_phone(
        rx.cond(AccountState.loaded, _content(), ui.skeleton_rows(4, "Loading your account")),
        active="account",
        title="Account",
    )


def _content() -> rx.Component:
    return rx.el.div(
        rx.cond(AccountState.editing, _form(), _person()),
        ui.row_list(
            ui.list_row("Saved addresses", detail="Home, work and others", icon="map_pin", href="/account/addresses"),
            ui.list_row(
                "Payment methods",
                detail="What is offered first, saved cards",
                icon="credit_card",
                href="/account/payment-methods",
            ),
            ui.list_row(
                "Receipts", detail="Invoices and credit notes as PDF", icon="receipt", href="/account/receipts"
            ),
        ),
        ui.button(
            "Sign out on this device", on_click=CustomerSession.sign_out, variant="secondary", icon="log_out", full=True
        ),
        class_name="grid gap-4",
    )


def _person() -> rx.Component:
    profile = AccountState.profile
    return ui.card(
        rx.el.div(
            ui.avatar(profile["name"].to(str), size_px=56),
            rx.el.div(
                rx.el.p(
                    rx.cond(profile["name"].to(str) != "", profile["name"].to(str), "No name yet"),
                    class_name="text-18 font-semibold",
                ),
                rx.el.p(profile["phone_text"].to(str), class_name="text-14 text-muted num"),
                rx.el.p(
                    rx.cond(profile["email"].to(str) != "", profile["email"].to(str), "No e-mail yet"),
                    class_name="truncate text-14 text-muted",
                ),
                class_name="min-w-0 flex-1",
            ),
            ui.button("Edit", on_click=AccountState.edit, variant="secondary", size="sm"),
            class_name="flex items-center gap-3",
        )
    )


def _form() -> rx.Component:
    return ui.card(
        rx.el.form(
            ui.text_field(
                "Name", name="name", value=AccountState.profile["name"].to(str), error=AccountState.errors["name"].to(str),
                auto_complete="name", max_length=100,
            ),
            ui.text_field(
                "E-mail", name="email", value=AccountState.profile["email"].to(str), error=AccountState.errors["email"].to(str),
                type="email", auto_complete="email", max_length=254, optional_mark=True, help="For receipts.",
            ),
            rx.el.div(
                ui.button("Not now", on_click=AccountState.close, variant="secondary", full=True),
                ui.button("Save", type="submit", full=True),
                class_name="grid grid-cols-2 gap-2",
            ),
            on_submit=AccountState.save,
            no_validate=True,
            class_name="grid gap-4",
        ),
        title="Your profile",
    )  # fmt: skip
