"""The account: who I am, my places, signing out."""

from typing import Any

import reflex as rx

from porter.components import ui
from porter.components.language_choice import language_choice
from porter.components.words import t
from porter.core.language import msg
from porter.pages.frame import customer_phone
from porter.pages.shells import customer_page
from porter.state.customer.account import AccountState
from porter.state.customer.inbox import UnreadState
from porter.state.session import CustomerSession


@customer_page(route="/account", title=msg("Account"), on_load=(AccountState.load, UnreadState.load))
def account() -> rx.Component:
    """Profile, then everything else."""
    return customer_phone(
        rx.el.div(
            rx.cond(AccountState.loaded, rx.cond(AccountState.editing, _form(), _person()), _nobody_yet()),
            *_all_else(),
            class_name="grid grid-cols-[minmax(0,1fr)] gap-4",
        ),
        active="account",
        title=t("Account"),
    )


def _all_else() -> tuple[rx.Component, ...]:
    """What is the same for everybody: there before the person is known."""
    return (
        ui.row_list(
            ui.list_row(
                t("Saved addresses"), detail=t("Home, work and others"), icon="map_pin", href="/account/addresses"
            ),
            ui.list_row(
                t("Payment methods"),
                detail=t("What is offered first, saved cards"),
                icon="credit_card",
                href="/account/payment-methods",
            ),
            ui.list_row(
                t("Receipts"), detail=t("Invoices and credit notes as PDF"), icon="receipt", href="/account/receipts"
            ),
        ),
        language_choice(CustomerSession.language, AccountState.choose_language),
        ui.button(
            t("Sign out on this device"),
            on_click=CustomerSession.sign_out,
            variant="secondary",
            icon="log_out",
            full=True,
        ),
    )


def _nobody_yet() -> rx.Component:
    return ui.card(
        rx.el.div(
            ui.skeleton("56px", "56px", class_name="rounded-full flex-none"),
            rx.el.div(
                ui.skeleton("50%", "18px"), ui.skeleton("65%", "14px"), ui.skeleton("80%", "14px"),
                class_name="grid h-[66px] flex-1 content-around",
            ),
            rx.el.span(t("Loading your account"), class_name="sr-only"),
            class_name="flex items-center gap-3",
            role="status",
        )
    )  # fmt: skip


def _person() -> rx.Component:
    profile = AccountState.profile
    return ui.card(
        rx.el.div(
            ui.avatar(profile["name"].to(str), size_px=56),
            rx.el.div(
                rx.el.p(
                    rx.cond(profile["name"].to(str) != "", profile["name"].to(str), t("No name yet")),
                    class_name="text-18 font-semibold [overflow-wrap:anywhere]",
                ),
                rx.el.p(profile["phone_text"].to(str), class_name="text-14 text-muted num"),
                rx.el.p(
                    rx.cond(profile["email"].to(str) != "", profile["email"].to(str), t("No e-mail yet")),
                    class_name="truncate text-14 text-muted",
                ),
                class_name="min-w-0 flex-[1_1_8rem]",
            ),
            ui.button(t("Edit"), on_click=AccountState.edit, variant="secondary", size="sm"),
            class_name="flex flex-wrap items-center gap-3",
        )
    )


def _form() -> rx.Component:
    return ui.card(
        rx.el.form(
            ui.text_field(
                t("Name"), name="name", value=AccountState.profile["name"].to(str), error=_error("name"),
                auto_complete="name", max_length=100,
            ),
            ui.text_field(
                t("E-mail"), name="email", value=AccountState.profile["email"].to(str), error=_error("email"),
                type="email", auto_complete="email", max_length=254, optional_mark=True, help=t("For receipts."),
            ),
            rx.el.div(
                ui.button(t("Not now"), on_click=AccountState.close, variant="secondary", full=True),
                ui.button(t("Save"), type="submit", full=True),
                class_name="grid grid-cols-2 gap-2",
            ),
            on_submit=AccountState.save,
            no_validate=True,
            class_name="grid gap-4",
        ),
        title=t("Your profile"),
    )  # fmt: skip


def _error(field: str) -> Any:
    message = AccountState.errors[field].to(str)
    return t(message)
