"""Gallery: stops, fares, orders, tables, and what lies above the page."""

import reflex as rx

from porter.components import ui
from porter.components.data_table import Column, data_table
from porter.components.fare_breakdown import fare_breakdown, fare_summary
from porter.components.order_card import order_card, vehicle_choice
from porter.components.stop_list import reorder_stops, stop_list
from porter.components.table_tools import column_chooser
from porter.components.timeline import timeline
from porter.pages.gallery.frame import local, said, section, specimen

_STOPS = [
    {"id": "a", "kind": "pickup", "title": "Indiranagar 100 Feet Road", "detail": "Asha, gate 2", "status": "done",
     "status_label": "Picked up", "when_text": "14:02"},
    {"id": "b", "kind": "drop", "title": "Koramangala 5th Block", "detail": "Shop 12, ground floor", "status": "arrived",
     "status_label": "Arrived", "when_text": "14:31"},
    {"id": "c", "kind": "drop", "title": "HSR Layout Sector 2", "detail": "", "status": "pending",
     "status_label": "Next", "when_text": "about 14:50"},
]  # fmt: skip
_LINES = [
    {"label": "Base fare", "amount_text": "₹54.00"},
    {"label": "Distance, 5.2 km", "amount_text": "₹26.00"},
    {"label": "CGST 9 %", "amount_text": "₹7.20"},
    {"label": "SGST 9 %", "amount_text": "₹7.20"},
]
_ORDER = {
    "number": "PRT-7K3M9Q", "status": "in_transit", "status_label": "On the way", "vehicle_class": "mini_truck",
    "pickup_title": "Indiranagar 100 Feet Road", "drop_title": "Koramangala 5th Block", "total_text": "₹486.00",
    "created_at": "2026-11-21T08:32:00Z",
}  # fmt: skip
_OFFERS = [
    {"id": "2w", "vehicle_class": "two_wheeler", "name": "Two-wheeler", "capacity_text": "20 kg · 40×40×40 cm",
     "eta_text": "4 min", "total_text": "₹94.40", "reason": "Fastest"},
    {"id": "mt", "vehicle_class": "mini_truck_ev", "name": "Mini truck, electric", "capacity_text": "750 kg · 7×4×5 ft",
     "eta_text": "9 min", "total_text": "₹486.00", "reason": ""},
]  # fmt: skip
_ENTRIES = [
    {"title": "Order placed", "detail": "Asha", "at": "2026-11-21T08:32:00Z", "tone": "neutral"},
    {"title": "Ravi accepted", "detail": "Offer 2 of 3, 1.2 km away", "at": "2026-11-21T08:33:00Z", "tone": "good"},
    {"title": "Delivery failed", "detail": "Nobody at the door", "at": "2026-11-21T09:10:00Z", "tone": "bad"},
]
_COLUMNS = [
    Column("number", "Order", sortable=True),
    Column("status", "Status", lambda row: ui.status_badge(row["status"])),
    Column("pickup_title", "Pickup"),
    Column("created_at", "Placed", lambda row: ui.relative_time(row["created_at"]), sortable=True),
    Column("total_text", "Fare", align="right", sortable=True),
]
_ROWS = [{**_ORDER, "id": str(n), "number": f"PRT-7K3M9{n}"} for n in range(5)]


def freight() -> rx.Component:
    """What an order looks like everywhere."""
    chosen = local("class", "2w")
    return section(
        "Freight",
        specimen("Stops, followed", ui.card(stop_list(_STOPS, show_status=True))),
        specimen("Stops, by hand", ui.card(reorder_stops(_STOPS, on_reorder=said("order"), on_edit=said("e"), on_remove=said("r")))),
        specimen("Fare", ui.card(fare_breakdown(_LINES, total="₹94.40", note="Frozen for five minutes."))),
        specimen("Fare, folded", ui.card(fare_summary(_LINES, total="₹94.40"))),
        specimen("Order", order_card(_ORDER, href="/dev/gallery")),
        specimen("Vehicle classes", ui.radio_group(
            *[vehicle_choice(offer, selected=chosen.value, on_select=chosen.set_value) for offer in _OFFERS],
            label="Vehicle", hide_label=True, class_name="w-full")),
        specimen("Timeline", ui.card(timeline(_ENTRIES))),
    )  # fmt: skip


def tables() -> rx.Component:
    """The table of the desk."""
    log = rx.console_log("table")
    return section(
        "Tables",
        specimen("Columns", column_chooser(_COLUMNS, hidden=[], on_toggle=lambda _key: log)),
        specimen("Rows", rx.el.div(data_table(
            _COLUMNS, _ROWS, label="Orders", sort_key="created_at", sort_descending=True, on_sort=lambda _key: log,
            on_open=said("open"), open_id="2", selected=["1"], on_select=lambda _id: log, on_select_all=said("all"),
            bulk=ui.button("Assign", size="sm")), class_name="desk-table w-full"), wide=True),
        specimen("Loading", rx.el.div(data_table(_COLUMNS[:3], [], label="Loading orders", loading=True), class_name="w-full")),
        specimen("Empty", rx.el.div(data_table(_COLUMNS[:3], [], label="No orders"), class_name="w-full")),
    )  # fmt: skip


def overlays() -> rx.Component:
    """Dialog, question, panel, sheet, palette, toasts."""
    ask, talk, panel, find, snap = (
        local("ask", False), local("talk", False), local("panel", False), local("find", False), local("snap", "half"),
    )  # fmt: skip
    toasts = local("toasts", [])
    done = [{"id": "1", "title": "Address saved", "tone": "good"},
            {"id": "2", "title": "Card refused", "body": "Try another one.", "tone": "bad"}]  # fmt: skip
    return section(
        "Overlays",
        specimen(
            "Open",
            ui.button("Question", on_click=ask.set_value(True), variant="secondary"),
            ui.button("Dialog", on_click=talk.set_value(True), variant="secondary"),
            ui.button("Panel", on_click=panel.set_value(True), variant="secondary"),
            ui.button("Search", on_click=find.set_value(True), variant="secondary"),
            ui.button("Toasts", on_click=toasts.set_value(done), variant="secondary"),
        ),
        specimen("Sheet", rx.el.div(
            ui.bottom_sheet(rx.el.p("The map is behind."), snap=snap.value, on_snap=snap.set_value,
                            footer=ui.button("Book · ₹486", full=True)),
            class_name="relative w-full h-[420px] bg-raised rounded-card overflow-hidden")),
        ui.confirm_dialog(
            open=ask.value, on_close=ask.set_value(False), on_confirm=ask.set_value(False), danger=True,
            title="Cancel this order?", body="Ravi is on his way. ₹50 is charged.", confirm="Cancel · ₹50"),
        ui.dialog(ui.text_field("Name", name="g-dialog"), open=talk.value, on_close=talk.set_value(False), key="talk",
                  title="Save this place", footer=ui.button("Save", on_click=talk.set_value(False))),
        ui.side_panel(timeline(_ENTRIES), open=panel.value, on_close=panel.set_value(False), title="PRT-7K3M9Q",
                      subtitle=ui.status_badge("in_transit"), footer=ui.button("Reassign")),
        ui.command_palette(
            open=find.value, on_open=find.set_value(True), on_close=find.set_value(False), on_query=said("q"),
            on_choose=said("c"), items=[{"id": "1", "group": "Orders", "title": "PRT-7K3M9Q", "detail": "On the way"},
                                        {"id": "2", "group": "Drivers", "title": "Ravi Kumar", "detail": "Online"}]),
        ui.toast_region(toasts.value, lambda _id: toasts.set_value([])),
    )  # fmt: skip
