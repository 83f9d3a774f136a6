"""Every primitive takes values that only the browser knows."""

from typing import Any

import pytest
import reflex as rx
from plotly.graph_objects import Figure
from pydantic import BaseModel

from porter.components import charts, data_table, fare_breakdown, order_card, stop_list, table_tools, timeline, ui
from porter.components.layouts import desk_layout, driver_strip, phone_layout, plain_layout


class Row(BaseModel):
    """A view as the domain builds them."""

    id: str = ""
    kind: str = ""
    title: str = ""
    detail: str = ""
    status: str = ""
    status_label: str = ""
    when_text: str = ""
    at: str = ""
    tone: str = ""
    label: str = ""
    amount_text: str = ""
    number: str = ""
    vehicle_class: str = ""
    pickup_title: str = ""
    drop_title: str = ""
    total_text: str = ""
    created_at: str = ""
    name: str = ""
    capacity_text: str = ""
    eta_text: str = ""
    reason: str = ""
    value: str = ""
    weekday: str = ""
    date: str = ""
    words: str = ""
    free: bool = True


def var(name: str, of: Any) -> Any:
    return rx.Var(_js_expr=name, _var_type=of).guess_type()


FLAG = var("flag", bool)
TEXT = var("text", str)
COUNT = var("count", int)
ROWS = var("rows", list[Row])
DICTS = var("dicts", list[dict[str, Any]])
TEXTS = var("texts", list[str])
PAIRS = var("pairs", list[list[str]])


def press(*_: Any) -> Any:
    return rx.console_log("pressed")


def ring() -> Any:
    return rx.console_log("rang")


COLUMNS = [
    data_table.Column("number", "Order", sortable=True),
    data_table.Column("total_text", "Fare", lambda row: rx.el.b(row["total_text"]), align="right"),
]


def drawings(rows: Any) -> dict[str, Any]:
    return {
        "button": lambda: ui.button(TEXT, on_click=press, loading=FLAG, disabled=FLAG, variant=TEXT),
        "icon_button": lambda: ui.icon_button("x", TEXT, press, loading=FLAG),
        "link_button": lambda: ui.link_button(TEXT, href=TEXT),
        "copy_button": lambda: ui.copy_button(TEXT),
        "text_field": lambda: ui.text_field(TEXT, name="n", value=TEXT, on_change=press, error=TEXT, help=TEXT, disabled=FLAG),
        "text_area": lambda: ui.text_area(TEXT, name="n", value=TEXT, on_change=press),
        "select": lambda: ui.select(TEXT, PAIRS, name="n", value=TEXT, on_change=press, error=TEXT),
        "phone_field": lambda: ui.phone_field(TEXT, value=TEXT, on_change=press, error=TEXT, disabled=FLAG),
        "otp_field": lambda: ui.otp_field(TEXT, on_complete=press, attempt=COUNT, error=TEXT, disabled=FLAG),
        "combobox": lambda: ui.combobox(TEXT, name="n", options=rows, on_type=press, on_choose=press, value=TEXT, loading=FLAG),
        "file_drop": lambda: ui.file_drop(TEXT, name="n", upload_url=TEXT, on_uploaded=press, src=TEXT, error=TEXT),
        "checkbox": lambda: ui.checkbox(TEXT, name="n", checked=FLAG, on_change=press, error=TEXT),
        "switch": lambda: ui.switch(TEXT, checked=FLAG, on_change=press, loading=FLAG),
        "online_switch": lambda: ui.online_switch(online=FLAG, on_change=press, loading=FLAG),
        "radio": lambda: ui.radio_group(ui.radio_card(TEXT, name="n", value=TEXT, selected=TEXT, on_select=press), label=TEXT),
        "segmented": lambda: ui.segmented(PAIRS, name="n", value=TEXT, on_change=press, label=TEXT),
        "stepper": lambda: ui.stepper("Helpers", value=COUNT, on_less=press, on_more=press, disabled=FLAG),
        "slots": lambda: ui.date_time_slots(days=rows, slots=rows, day=TEXT, slot=TEXT, on_day=press, on_slot=press),
        "tabs": lambda: ui.tabs([("a", TEXT, COUNT), ("b", "B")], value=TEXT, on_change=press, label="Tabs"),
        "tab_panel": lambda: ui.tab_panel(rx.el.p(TEXT), key="a", value=TEXT),
        "breadcrumb": lambda: ui.breadcrumb((TEXT, TEXT), (TEXT, None)),
        "pagination": lambda: ui.pagination(summary=TEXT, on_previous=press, on_next=press, has_previous=FLAG, has_next=FLAG),
        "filter_chips": lambda: ui.filter_chips([("a", TEXT, COUNT)], active=TEXTS, on_toggle=press, label="Filter", on_clear=press),
        "filter_chips_var": lambda: ui.filter_chips(PAIRS, active=TEXTS, on_toggle=press, label="Filter"),
        "status_badge": lambda: ui.status_badge(TEXT),
        "badge": lambda: ui.badge(TEXT, TEXT),
        "banner": lambda: ui.banner(TEXT, TEXT, shown=FLAG, on_close=ring),
        "empty_state": lambda: ui.empty_state(TEXT, TEXT),
        "toast_region": lambda: ui.toast_region(rows, press),
        "progress_bar": lambda: ui.progress_bar(COUNT, maximum=COUNT, label=TEXT),
        "step_progress": lambda: ui.step_progress(["One", "Two"], COUNT),
        "countdown_ring": lambda: ui.countdown_ring(expires_at=TEXT, total_s=COUNT, server_now=TEXT, on_expire=ring),
        "countdown": lambda: ui.countdown(until=TEXT, on_expire=ring),
        "elapsed": lambda: ui.elapsed(TEXT),
        "relative_time": lambda: ui.relative_time(TEXT),
        "card": lambda: ui.card(rx.el.p(TEXT), title=TEXT),
        "stat_card": lambda: ui.stat_card(TEXT, TEXT, trend=TEXT, trend_tone=TEXT, series=var("n", list[int]), loading=FLAG),
        "list_row": lambda: ui.row_list(ui.list_row(TEXT, detail=TEXT, trailing=TEXT, href=TEXT)),
        "avatar": lambda: ui.avatar(TEXT, src=TEXT),
        "vehicle": lambda: ui.vehicle_drawing(TEXT),
        "dialog": lambda: ui.dialog(open=FLAG, on_close=ring, title=TEXT, body=TEXT),
        "confirm": lambda: ui.confirm_dialog(
            open=FLAG, on_close=ring, on_confirm=press, title=TEXT, body=TEXT, confirm=TEXT, loading=FLAG
        ),
        "side_panel": lambda: ui.side_panel(rx.el.p("x"), open=FLAG, on_close=ring, title=TEXT, subtitle=TEXT),
        "bottom_sheet": lambda: ui.bottom_sheet(rx.el.p("x"), snap=TEXT, on_snap=press),
        "palette": lambda: ui.command_palette(
            open=FLAG, on_open=ring, on_close=ring, on_query=press, on_choose=press, items=rows
        ),
        "stop_list": lambda: stop_list.stop_list(rows, show_status=True),
        "reorder_stops": lambda: stop_list.reorder_stops(rows, on_reorder=press, on_edit=press, on_remove=press),
        "fare": lambda: fare_breakdown.fare_summary(rows, total=TEXT, note=TEXT),
        "order_card": lambda: rx.foreach(rows, lambda row: order_card.order_card(row, href="/orders/" + row["id"].to(str))),
        "vehicle_choice": lambda: rx.foreach(rows, lambda row: order_card.vehicle_choice(row, selected=TEXT, on_select=press)),
        "timeline": lambda: timeline.timeline(rows),
        "data_table": lambda: data_table.data_table(
            COLUMNS, rows, label="Orders", sort_key=TEXT, sort_descending=FLAG, on_sort=press, on_open=press, open_id=TEXT,
            selected=TEXTS, on_select=press, on_select_all=press, hidden=TEXTS, loading=FLAG, bulk=ui.button("Assign"),
        ),
        "column_chooser": lambda: table_tools.column_chooser(COLUMNS, hidden=TEXTS, on_toggle=press),
        "chart": lambda: charts.chart(var("figure", Figure), label=TEXT),
        "phone_layout": lambda: phone_layout(
            rx.el.p(TEXT), map=rx.el.div(), audience="driver", snap=TEXT, on_snap=press,
            strip=driver_strip(network=TEXT, gps=TEXT, wake_lock=TEXT, queued=COUNT),
        ),
        "phone_page": lambda: phone_layout(rx.el.p(TEXT), title=TEXT, back_href="/"),
        "desk_layout": lambda: desk_layout(
            rx.el.p(TEXT), active="orders", title=TEXT, on_search=press, bell=rx.el.p("x"), person_name=TEXT,
            person_menu=rx.el.p("x"), environment=TEXT,
        ),
        "plain_layout": lambda: plain_layout(rx.el.p(TEXT)),
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["views", "mappings"])
@pytest.mark.parametrize("name", drawings(ROWS))
def test_draws_with_values_of_the_browser(name: str, kind: str) -> None:
    component = rx.fragment(drawings(ROWS if kind == "views" else DICTS)[name]())
    assert str(component.render())
    assert component._get_all_imports() is not None
