"""Where the driver's money goes: bank accounts and UPI IDs, entered once, shown by their last signs."""

from typing import Any

import reflex as rx

from porter.components.ui import (
    badge,
    button,
    confirm_dialog,
    empty_state,
    icon,
    link_button,
    segmented,
    skeleton_rows,
    text_field,
    when,
)
from porter.components.words import keep, t
from porter.core.language import msg
from porter.pages.driver.frame import ALWAYS, driver_screen
from porter.pages.shells import driver_page
from porter.state.driver.places import PlacesState


@driver_page(route="/driver/withdraw/accounts", title=msg("My accounts"), on_load=[PlacesState.load, *ALWAYS])
def driver_places() -> rx.Component:
    """The accounts, or the form for another one: one thing at a time."""
    return driver_screen(
        rx.cond(
            PlacesState.loaded,
            rx.cond(PlacesState.adding, _form(), _known()),
            skeleton_rows(3),
        ),
        _question(),
        active="earnings",
        title=t("My accounts"),
        back_href="/driver/withdraw",
    )


def _known() -> rx.Component:
    add = button(t("Add an account"), icon="plus", size="lg", full=True, on_click=PlacesState.show_form(True))
    return rx.cond(
        PlacesState.places.length() > 0,
        rx.el.div(
            rx.el.ol(rx.foreach(PlacesState.places, keep(_place)), class_name="grid gap-3"),
            link_button(t("Withdraw"), href="/driver/withdraw", size="xl", full=True),
            button(
                t("Add an account"), icon="plus", variant="secondary", full=True, on_click=PlacesState.show_form(True)
            ),
            class_name="grid gap-4",
        ),
        empty_state(
            t("No account yet"), t("Add a UPI ID or a bank account: withdrawals go there."), icon="landmark", action=add
        ),
    )


def _place(place: rx.Var[dict[str, Any]]) -> rx.Component:
    label, key = place["label"].to(str), place["id"].to(str)
    usual = place["is_default"].to(bool)
    return rx.el.li(
        rx.el.div(
            rx.cond(place["kind"].to(str) == "upi", icon("smartphone", size=24), icon("landmark", size=24)),
            rx.el.span(label, class_name="flex-1 min-w-0 text-18 font-semibold num"),
            when(usual, badge(t("Usual"), "good")),
            class_name="flex items-center gap-3",
        ),
        rx.el.div(
            when(
                ~usual,
                button(
                    t("Make it the usual one"), variant="secondary", aria_label=t("Make it the usual one: {name}", name=label),
                    on_click=PlacesState.make_usual(key),
                ),
            ),
            button(
                t("Remove"), variant="danger-ghost", aria_label=t("Remove {name}", name=label), on_click=PlacesState.ask_remove(key)
            ),
            class_name="flex flex-wrap gap-2",
        ),
        class_name="card grid gap-3 p-4",
    )  # fmt: skip


def _form() -> rx.Component:
    return rx.el.form(
        segmented(
            (("upi", t("UPI ID")), ("bank", t("Bank account"))), name="kind", value=PlacesState.kind,
            on_change=PlacesState.choose_kind, label=t("Kind of account"), full=True,
        ),
        text_field(t("Name of the owner"), name="name", auto_complete="name", help=t("As your bank has it"), max_length=120,
                   error=_error("name"), required=True),
        rx.cond(
            PlacesState.kind == "upi",
            text_field(t("UPI ID"), name="upi", placeholder="name@bank", auto_capitalize="off", auto_complete="off",
                       spell_check=False, max_length=100, error=_error("upi"), required=True),
            rx.el.div(
                text_field(t("Account number"), name="account_number", input_mode="numeric", auto_complete="off",
                           max_length=30, error=_error("account_number"), required=True),
                text_field(t("Account number again"), name="account_again", input_mode="numeric", auto_complete="off",
                           max_length=30, error=_error("account_again"), required=True),
                text_field(t("IFSC"), name="ifsc", placeholder="HDFC0001234", auto_capitalize="characters",
                           auto_complete="off", max_length=15, help=t("On your cheque or in your bank's app"),
                           error=_error("ifsc"), required=True),
                class_name="grid gap-4",
            ),
        ),
        button(t("Add this account"), type="submit", size="xl", full=True),
        button(t("Go back"), variant="ghost", full=True, on_click=PlacesState.show_form(False)),
        on_submit=PlacesState.add,
        no_validate=True,
        class_name="grid gap-4",
    )  # fmt: skip


def _question() -> rx.Component:
    leaving = PlacesState.leaving
    return confirm_dialog(
        open=leaving.contains("id"),
        on_close=PlacesState.ask_remove(""),
        on_confirm=PlacesState.remove,
        title=t("Remove this account?"),
        body=t("{name} is forgotten. What is on its way there still arrives.", name=leaving["label"].to(str)),
        confirm=t("Remove"),
        danger=True,
        key="remove",
    )


def _error(field: str) -> rx.Var[str]:
    return t(PlacesState.errors.get(field, "").to(str))
