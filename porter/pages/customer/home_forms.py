"""The two forms above the trip: a stop's details, and the goods."""

from typing import Any

import reflex as rx

from porter.components import ui
from porter.components.words import t
from porter.state.customer.details import GoodsState, StopDetailsState
from porter.state.customer.quote import QuoteState


def stop_form() -> rx.Component:
    """Floor, landmark and whom to meet."""
    stop = StopDetailsState.stop
    return ui.dialog(
        rx.el.form(
            ui.text_field(t("Floor, flat or shop"), name="floor", value=stop["floor"].to(str), optional_mark=True, max_length=40),
            ui.text_field(t("Landmark"), name="landmark", value=stop["landmark"].to(str), optional_mark=True, max_length=100),
            ui.text_field(
                t("Contact name"), name="contact_name", value=stop["contact_name"].to(str), optional_mark=True, max_length=100
            ),
            ui.text_field(
                t("Contact mobile"), name="contact_phone", value=stop["contact_phone"].to(str), optional_mark=True,
                max_length=24, input_mode="tel", error=t(StopDetailsState.error), help=t("The driver calls this number at the stop."),
            ),
            ui.text_field(
                t("Note for this stop"), name="stop_note", value=stop["note"].to(str), optional_mark=True, max_length=300
            ),
            ui.button(t("Save"), type="submit", size="lg", full=True),
            ui.button(t("Choose another place"), on_click=StopDetailsState.change_place, variant="ghost", full=True),
            on_submit=StopDetailsState.save,
            class_name="grid gap-4",
            key=StopDetailsState.key,
        ),
        open=StopDetailsState.key != "",
        on_close=StopDetailsState.close,
        title=StopDetailsState.title,
        key="stop",
    )  # fmt: skip


def goods_form() -> rx.Component:
    """What is carried, and a note for the driver."""
    return ui.dialog(
        rx.el.form(
            ui.select(
                t("What do you send?"), GoodsState.kinds, name="kind",
                value=GoodsState.goods["kind"].to(str), on_change=GoodsState.choose_kind,
            ),
            ui.text_field(
                t("Weight in kg"), name="weight_kg", value=GoodsState.weight_text, input_mode="numeric", max_length=6,
                optional_mark=True, help=t("Vehicles that cannot carry it say so."), error=_wrong("weight_kg"),
            ),
            ui.text_field(
                t("What exactly"), name="description", value=GoodsState.goods["description"].to(str), optional_mark=True,
                max_length=300, placeholder=t("2 tables, 4 chairs"), error=_wrong("description"),
            ),
            ui.checkbox(
                t("Fragile, handle with care"), name="fragile", checked=GoodsState.goods["fragile"].to(bool),
                on_change=GoodsState.set_fragile,
            ),
            ui.text_field(
                t("Declared value in ₹"), name="declared", value=GoodsState.declared_text,
                input_mode="numeric", max_length=12, optional_mark=True,
                help=t("Above {amount} the law asks for an e-way bill.", amount=GoodsState.eway_text),
                error=_wrong("declared"),
            ),
            rx.cond(
                GoodsState.needs_eway,
                ui.text_field(
                    t("E-way bill number"), name="eway_bill", value=GoodsState.goods["eway_bill"].to(str),
                    input_mode="numeric", max_length=20, help=t("12 digits"), error=_wrong("eway_bill"),
                ),
            ),
            ui.text_area(t("Note for the driver"), name="note", value=GoodsState.note, optional_mark=True, max_length=500),
            ui.button(t("Save"), type="submit", size="lg", full=True),
            on_submit=QuoteState.save_goods,
            class_name="grid gap-4",
        ),
        open=GoodsState.is_open,
        on_close=GoodsState.close,
        title=t("Goods"),
        key="goods",
    )  # fmt: skip


def _wrong(field: str) -> Any:
    problem = GoodsState.errors[field]
    return t(problem)
