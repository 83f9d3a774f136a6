"""Saved places, each with its pin."""

from typing import Any

import reflex as rx

from porter.components import ui
from porter.components.customer.locate import locate_row
from porter.components.map import city_map
from porter.components.words import keep, t
from porter.core.language import msg
from porter.pages.frame import customer_phone
from porter.pages.shells import customer_page
from porter.state.customer.addresses import AddressesState
from porter.state.customer.inbox import UnreadState


@customer_page(
    route="/account/addresses", title=msg("Saved addresses"), on_load=(AddressesState.load, UnreadState.load)
)
def addresses() -> rx.Component:
    """The list, or the form of one."""
    editing = AddressesState.form.contains("lat")
    return customer_phone(
        rx.cond(
            AddressesState.loaded,
            rx.cond(editing, _form(), _list()),
            ui.skeleton_rows(3, t("Loading your addresses")),
        ),
        _remove_question(),
        active="account",
        title=t("Saved addresses"),
        back_href="/account",
    )


def _list() -> rx.Component:
    full = rx.el.div(
        ui.row_list(rx.foreach(AddressesState.rows, keep(_row)), label=t("Saved addresses")),
        ui.button(t("Add an address"), on_click=AddressesState.edit(""), icon="plus", variant="secondary", full=True),
        class_name="grid gap-3",
    )
    none = ui.empty_state(
        t("No saved addresses"),
        t("Save home and work once, and book with one tap less each time."),
        icon="map_pin",
        action=ui.button(t("Add an address"), on_click=AddressesState.edit(""), icon="plus"),
    )
    return rx.cond(AddressesState.rows.length() > 0, full, none)


def _row(address: Any) -> rx.Component:
    name = address["label"].to(str)
    return rx.el.div(
        rx.el.div(
            rx.el.p(
                name,
                rx.cond(address["is_default"].to(bool), rx.el.span(t("Usual pickup"), class_name="tag ml-2")),
                class_name="font-medium",
            ),
            rx.el.p(address["full_address"].to(str), class_name="text-14 text-muted"),
            class_name="min-w-0 flex-1",
        ),
        ui.icon_button("pencil", t("Change {name}", name=name), AddressesState.edit(address["id"].to(str))),
        ui.icon_button("trash_2", t("Remove {name}", name=name), AddressesState.ask_remove(address["id"].to(str))),
        class_name="row",
    )


def _form() -> rx.Component:
    form = AddressesState.form
    return rx.el.form(
        ui.combobox(
            t("Find it"), name="find", options=AddressesState.results, on_type=AddressesState.search, on_choose=AddressesState.choose,
            loading=AddressesState.searching, placeholder=t("Street, area or landmark"),
            empty_text=t("Nothing found. Try another word."),
        ),
        rx.cond(
            form["id"].to(str) == "",
            locate_row(on_found=AddressesState.locate, on_failed=AddressesState.locate_failed, at_once=True),
        ),
        rx.el.div(
            city_map(label=t("Place of this address"), center=AddressesState.center, zoom=16, pick=True, on_pick=AddressesState.pick),
            class_name="h-56 overflow-hidden rounded-card border border-hairline [&>*]:h-full",
        ),
        ui.text_field(
            t("Address"), name="full_address", value=form["full_address"].to(str), error=_error("full_address"),
            max_length=300,
        ),
        ui.text_field(
            t("Name of this place"), name="label", value=form["label"].to(str), error=_error("label"),
            placeholder=t("Home, Work, Shop"), max_length=50,
        ),
        ui.text_field(t("Floor, flat or shop"), name="floor", value=form["floor"].to(str), optional_mark=True, max_length=40),
        ui.text_field(t("Landmark"), name="landmark", value=form["landmark"].to(str), optional_mark=True, max_length=100),
        ui.text_field(
            t("Contact name"), name="contact_name", value=form["contact_name"].to(str), optional_mark=True, max_length=100
        ),
        ui.text_field(
            t("Contact mobile"), name="contact_phone", value=form["contact_phone"].to(str),
            error=_error("contact_phone"),
            optional_mark=True, input_mode="tel", max_length=40,
        ),
        ui.checkbox(
            t("Suggest it as the pickup"), name="is_default", default_checked=form["is_default"].to(bool)
        ),
        rx.el.div(
            ui.button(t("Not now"), on_click=AddressesState.close, variant="secondary", full=True),
            ui.button(t("Save"), type="submit", full=True, disabled=form["placed"].to(str) == ""),
            class_name="grid grid-cols-2 gap-2",
        ),
        on_submit=AddressesState.save,
        key=form["id"].to(str),
        class_name="grid gap-4",
    )  # fmt: skip


def _remove_question() -> rx.Component:
    return ui.confirm_dialog(
        open=AddressesState.leaving.contains("id"),
        on_close=AddressesState.ask_remove(""),
        on_confirm=AddressesState.remove,
        title=t("Remove this address?"),
        body=AddressesState.leaving["full_address"].to(str),
        confirm=t("Remove"),
        danger=True,
        key="remove",
    )


def _error(field: str) -> Any:
    message = AddressesState.errors[field].to(str)
    return t(message)
