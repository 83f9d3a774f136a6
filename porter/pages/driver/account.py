"""The driver's own card: who, what vehicles, how to install the app, the way out."""

from typing import Any

import reflex as rx

from porter.components.driver import sign_out_button
from porter.components.language_choice import language_choice
from porter.components.ui import (
    badge,
    button,
    card,
    description_list,
    icon,
    plate,
    select,
    skeleton,
    text_field,
    vehicle_drawing,
)
from porter.components.words import keep, t
from porter.core.language import msg
from porter.pages.driver.frame import ALWAYS, driver_screen
from porter.pages.shells import driver_page
from porter.state.driver.account import DriverAccountState
from porter.state.session import DriverSession

_me = DriverAccountState.driver
_errors = DriverAccountState.errors
_WORDS = {
    "pending": msg("Being checked"),
    "approved": msg("Approved"),
    "rejected": msg("Not approved"),
    "none": msg("Not registered"),
}
_FACTS = (
    (msg("City"), "city"),
    (msg("Licence"), "licence_number"),
    (msg("Rating"), "rating_text"),
    (msg("Trips"), "trips_text"),
    (msg("Cash in hand"), "cash_in_hand_text"),
)
_TONES = {"pending": "warn", "approved": "good", "rejected": "bad", "none": "neutral"}


@driver_page(route="/driver/account", title=msg("Account"), on_load=[DriverAccountState.load, *ALWAYS])
def driver_account() -> rx.Component:
    """Also the first page of somebody who is not a driver yet."""
    return driver_screen(
        rx.el.div(
            rx.cond(
                DriverAccountState.loaded,
                rx.cond(_text("verification") == "none", _register(), rx.fragment(_card(), _garage())),
                _waiting(),
            ),
            language_choice(DriverSession.language, DriverAccountState.choose_language),
            _install(),
            sign_out_button(DriverSession.sign_out),
            class_name="grid gap-4",
        ),
        active="account",
        title=t("Account"),
    )


def _card() -> rx.Component:
    return card(
        rx.el.div(
            rx.el.h2(_text("name"), class_name="text-22 font-semibold"),
            badge(t(_match(_WORDS)), _match(_TONES)),
            class_name="flex items-center justify-between gap-4 pb-2",
        ),
        description_list(*[(t(label), _text(name)) for label, name in _FACTS]),
    )


def _waiting() -> rx.Component:
    """As high as the card of a driver with one vehicle: what stands below must not jump when it comes."""
    return rx.el.div(
        card(
            rx.el.div(skeleton("50%", "24px"), class_name="flex h-[36px] items-center pb-2"),
            description_list(*[(t(label), skeleton("88px", "14px", class_name="my-[5px]")) for label, _ in _FACTS]),
            rx.el.span(t("Loading"), class_name="sr-only"),
            role="status",
        ),
        rx.el.section(
            rx.el.h2(t("Vehicles"), class_name="mb-2 text-18 font-semibold"),
            skeleton(height="72px"),
            skeleton(height="56px", class_name="mt-2"),
        ),
        class_name="grid gap-4",
    )


def _match(table: dict[str, str]) -> rx.Var[str]:
    return rx.Var.create(table)[_text("verification")].to(str)


def _garage() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("Vehicles"), class_name="mb-2 text-18 font-semibold"),
        rx.el.div(rx.foreach(DriverAccountState.garage, keep(_vehicle)), class_name="card rows"),
        rx.cond(
            DriverAccountState.adding,
            _another(),
            button(
                t("Add a vehicle"), variant="secondary", icon="plus", full=True, class_name="mt-2",
                on_click=DriverAccountState.show_form(True),
            ),
        ),
    )  # fmt: skip


def _vehicle(vehicle: rx.Var[dict[str, Any]]) -> rx.Component:
    return rx.el.div(
        vehicle_drawing(vehicle["class_code"].to(str), width_px=44),
        rx.el.span(
            rx.el.span(vehicle["class_name"].to(str), class_name="row-title"),
            rx.el.span(plate(vehicle["plate"].to(str)), class_name="row-detail"),
            class_name="row-words basis-32",
        ),
        rx.cond(
            vehicle["is_active"].to(bool),
            badge(t("You drive this"), "good"),
            button(
                t("Drive this"),
                variant="secondary",
                size="sm",
                on_click=DriverAccountState.activate(vehicle["id"].to(str)),
            ),
        ),
        class_name="row flex-wrap",
    )


def _another() -> rx.Component:
    return rx.el.form(
        *_vehicle_fields(),
        rx.el.div(
            button(t("Go back"), variant="secondary", on_click=DriverAccountState.show_form(False)),
            button(t("Add this vehicle"), type="submit"),
            class_name="grid grid-cols-2 gap-2",
        ),
        on_submit=DriverAccountState.add_vehicle,
        class_name="card mt-2 grid gap-4 p-4",
    )


def _register() -> rx.Component:
    return rx.el.form(
        rx.el.h2(t("Become a driver"), class_name="text-22 font-semibold"),
        rx.el.p(t("We check these details, then you can go online."), class_name="text-14 text-muted"),
        text_field(t("Full name"), name="name", auto_complete="name", error=_error("name"), required=True),
        text_field(t("Year of birth"), name="birth_year", input_mode="numeric", max_length=4, error=_error("birth_year"),
                   required=True),
        text_field(t("Driving licence number"), name="licence_number", auto_capitalize="characters",
                   error=_error("licence_number"), required=True),
        *_vehicle_fields(),
        button(t("Send my details"), type="submit", size="xl", full=True),
        on_submit=DriverAccountState.register,
        class_name="grid gap-4",
    )  # fmt: skip


def _vehicle_fields() -> tuple[rx.Component, ...]:
    return (
        select(t("Kind of vehicle"), DriverAccountState.classes, name="class_code", placeholder=t("Choose"),
               error=_error("class_code"), required=True),
        text_field(t("Number plate"), name="plate", placeholder="KA 05 AB 1234", auto_capitalize="characters",
                   error=_error("plate"), required=True),
    )  # fmt: skip


def _install() -> rx.Component:
    return card(
        rx.el.div(
            icon("smartphone", size=24),
            rx.el.div(
                rx.el.h2(t("Keep Porter on your home screen"), class_name="text-16 font-semibold"),
                rx.el.p(
                    t(
                        "Open your browser's menu and choose “Add to home screen” or “Install app”. It opens faster, "
                        "fills the screen, and offers ring better."
                    ),
                    class_name="text-14 text-muted",
                ),
            ),
            class_name="flex gap-4",
        )
    )


def _error(field: str) -> rx.Var[str]:
    return t(_errors.get(field, "").to(str))


def _text(name: str) -> rx.Var[str]:
    return _me[name].to(str)
