"""Fleet: all drivers on the map and in a list, each telling the other who is chosen."""

from typing import Any

import reflex as rx

from porter.components.escape import escape
from porter.components.fleet_map import fleet_map
from porter.components.tick import tick
from porter.components.ui import (
    badge,
    description_list,
    empty_state,
    filter_chips,
    icon_button,
    link_button,
    plate,
    relative_time,
    select,
    skeleton_rows,
    text_field,
    vehicle_drawing,
    when,
)
from porter.pages.admin.desk import admin_desk
from porter.pages.shells import ops_page
from porter.state.admin.fleet import FleetLiveState, FleetState

REFRESH_MS = 15_000


@ops_page(route="/ops/fleet", title="Fleet", on_load=FleetState.load)
def fleet() -> rx.Component:
    """Who is where, live."""
    return admin_desk(
        rx.el.div(
            rx.el.section(
                _filters(),
                _list(),
                class_name="flex flex-col gap-3 min-h-0 w-[320px] flex-none max-[760px]:w-full",
                aria_label="Drivers",
            ),
            rx.el.div(
                fleet_map(
                    drivers=FleetState.drivers,
                    moves=FleetLiveState.moves,
                    picked_id=FleetState.picked_id,
                    zones=FleetState.zones,
                    zoom=11.5,
                    controls=True,
                    on_marker_click=FleetState.pick_on_map,
                    on_map_click=lambda _at: FleetState.let_go(),
                    class_name="h-full",
                ),
                _legend(),
                when(FleetState.picked_id != "", _detail()),
                class_name="relative flex-1 min-w-0 rounded-card overflow-hidden border border-hairline min-h-[320px] "
                "max-[760px]:flex-none max-[760px]:h-[56dvh]",
            ),
            class_name="flex flex-1 min-h-0 gap-4 max-[760px]:flex-none max-[760px]:flex-col-reverse",
        ),
        tick(every_ms=REFRESH_MS, on_tick=FleetState.refresh),
        active="fleet",
        title="Fleet",
        fill=True,
        error=FleetState.error,
        on_retry=FleetState.refresh,
    )


def _filters() -> rx.Component:
    return rx.el.div(
        text_field(
            None,
            name="fleet-search",
            value=FleetState.text,
            on_change=lambda text: FleetState.narrow("text", text),
            icon="search",
            placeholder="Name, plate or phone",
            aria_label="Search drivers",
            type="search",
        ),
        rx.el.div(
            select(
                None,
                FleetState.classes,
                name="fleet-class",
                value=FleetState.class_code,
                on_change=lambda code: FleetState.narrow("class", code),
                aria_label="Vehicle class",
            ),
            select(
                None,
                FleetState.zone_choices,
                name="fleet-zone",
                value=FleetState.zone_id,
                on_change=lambda zone: FleetState.narrow("zone", zone),
                aria_label="Zone",
            ),
            class_name="grid grid-cols-2 gap-2",
        ),
        filter_chips(
            (("idle", "Free"), ("on_trip", "On a trip"), ("offline", "Offline")),
            active=FleetState.status,
            on_toggle=lambda key: FleetState.narrow("status", key),
            label="What they do",
        ),
        class_name="grid gap-2",
    )


def _list() -> rx.Component:
    nobody = empty_state("Nobody here", "No driver fits these filters.", icon="search_x")
    return rx.el.div(
        rx.cond(
            FleetState.loaded,
            rx.fragment(
                rx.el.p(
                    rx.cond(FleetState.drivers.length() == 1, "1 driver", f"{FleetState.drivers.length()} drivers"),
                    class_name="px-3 py-2 text-13 text-muted num border-b border-hairline",
                    aria_live="polite",
                ),
                rx.cond(FleetState.drivers.length() == 0, nobody, rx.el.ul(rx.foreach(FleetState.drivers, _row))),
            ),
            skeleton_rows(8, "Loading drivers"),
        ),
        class_name="card flex-1 min-h-0 overflow-y-auto max-[760px]:max-h-[320px]",
        tab_index=0,
        role="region",
        aria_label="List of drivers",
    )


def _row(driver: rx.Var[dict[str, Any]]) -> rx.Component:
    chosen = driver["id"] == FleetState.picked_id
    return rx.el.li(
        rx.el.button(
            vehicle_drawing(driver["class_code"].to(str), width_px=44),
            rx.el.span(
                rx.el.span(driver["name"], class_name="row-title"),
                rx.el.span(f"{driver['plate']}", class_name="row-detail num"),
                class_name="row-words",
            ),
            _status(driver),
            type="button",
            on_click=FleetState.pick(driver["id"].to(str)),
            aria_pressed=chosen,
            class_name=rx.cond(chosen, "row bg-accent-tint", "row"),
        ),
        class_name="border-b border-hairline last:border-b-0",
    )


def _status(driver: rx.Var[dict[str, Any]]) -> rx.Component:
    words = rx.match(driver["status"], ("idle", "Free"), ("on_trip", "On a trip"), "Offline")
    tone = rx.match(driver["status"], ("idle", "good"), ("on_trip", "info"), "neutral")
    silent = driver["stale"].to(bool) & (driver["status"] != "offline")
    return rx.cond(silent, badge("Silent", "warn"), badge(words, tone))


def _legend() -> rx.Component:
    marks = (("bg-[#FFB020]", "Free"), ("bg-[#2563EB]", "On a trip"), ("bg-[#98A2B3]", "Offline"))
    return rx.el.ul(
        *[
            rx.el.li(
                rx.el.span(class_name=f"inline-block w-2.5 h-2.5 rounded-full border border-ink {color}"),
                words,
                class_name="flex items-center gap-1.5",
            )
            for color, words in marks
        ],
        rx.el.li("Faded: silent for a minute", class_name="text-muted"),
        class_name="absolute z-[3] left-3 top-3 max-w-[calc(100%-80px)] flex flex-wrap gap-x-3 px-3 py-1.5 text-13 "
        "rounded-control bg-paper border border-hairline",
        aria_label="Colours",
    )


def _detail() -> rx.Component:
    who = FleetState.picked
    return rx.el.section(
        rx.el.header(
            rx.el.h2(who["name"].to(str), class_name="text-16 font-semibold flex-1 min-w-0 truncate"),
            icon_button("x", "Close", FleetState.let_go, size="sm"),
            escape(on_escape=FleetState.let_go),
            class_name="flex items-center gap-2",
        ),
        description_list(
            ("Status", _status(who)),
            ("Vehicle", who["class_name"].to(str)),
            ("Plate", plate(who["plate"].to(str))),
            ("Position", rx.cond(who["seen_at"], relative_time(who["seen_at"].to(str)), "Not known")),
            (
                "Order",
                rx.cond(
                    who["order_number"],
                    link_button(
                        who["order_number"].to(str),
                        href="/ops/orders?order=" + who["order_id"].to(str),
                        variant="secondary",
                        size="sm",
                    ),
                    "None",
                ),
            ),
        ),
        link_button("Open in drivers", href="/ops/drivers?q=" + who["plate"].to(str), variant="ghost", size="sm"),
        class_name="absolute z-[4] right-3 bottom-3 w-[300px] max-w-[calc(100%-24px)] rounded-card bg-paper border border-hairline shadow-float p-4",
        aria_label="Chosen driver",
    )
