"""Choosing one place: by name, by position, by a pin."""

from typing import Any

import reflex as rx

from porter.components import ui
from porter.components.customer.locate import locate_row
from porter.components.customer.place_search import search_keys, step_title
from porter.components.ui.values import Text
from porter.components.words import keep, t
from porter.pages.customer.home_start import place_rows, place_trouble
from porter.state.customer.places import PlacesState
from porter.state.customer.trip import TripState


def step_head(title: Text, *right: rx.Component) -> rx.Component:
    """The title of a step, with the way back."""
    return rx.el.header(
        rx.el.div(ui.icon_button("arrow_left", t("Back"), TripState.back), class_name="-ml-3"),
        step_title(title, class_name="min-w-0 flex-[1_1_7rem] truncate text-18 font-semibold outline-none"),
        *right,
        class_name="flex min-h-11 flex-wrap items-center gap-1",
    )


def search_step() -> rx.Component:
    """Type a name, or take one of the places offered."""
    asking = rx.cond(TripState.editing_pickup, t("Where do we pick up?"), t("Where does it go?"))
    return search_keys(
        step_head(asking),
        ui.text_field(
            None,
            name="place",
            icon="search",
            value=PlacesState.query,
            on_change=PlacesState.search,
            on_enter=PlacesState.take_first,
            placeholder=t("Street, area, landmark or shop"),
            aria_label=t("Search for a place"),
            auto_complete="off",
            auto_focus=True,
            enter_key_hint="search",
            key=TripState.editing,
        ),
        place_trouble(),
        rx.cond(PlacesState.query != "", _results(), _offered()),
        on_escape=TripState.back,
        class_name="grid gap-3 pb-2",
    )


def _offered() -> rx.Component:
    return rx.el.div(
        ui.row_list(
            locate_row(on_found=PlacesState.locate, on_failed=PlacesState.locate_failed),
            ui.list_row(
                t("Choose on the map"),
                detail=t("Move the pin to the door"),
                icon="map_pin",
                on_click=PlacesState.open_pin,
            ),
            label=t("Other ways to choose"),
        ),
        place_rows(),
        class_name="grid gap-3",
    )


def _results() -> rx.Component:
    found = ui.row_list(rx.foreach(PlacesState.results, keep(_result)), label=t("Places found"))
    nothing = ui.empty_state(
        t("Nothing found"),
        t("Try another spelling or a landmark nearby, or choose the place on the map."),
        icon="search_x",
        action=ui.button(t("Choose on the map"), on_click=PlacesState.open_pin, variant="secondary", icon="map_pin"),
    )
    return rx.cond(
        PlacesState.results.length() > 0,
        found,
        rx.cond(PlacesState.searching, ui.skeleton_rows(4, t("Searching")), nothing),
    )


def _result(place: Any) -> rx.Component:
    return ui.list_row(
        place["title"].to(str),
        detail=place["detail"].to(str),
        icon="map_pin",
        trailing=rx.el.span(place["distance_text"].to(str), class_name="text-13 text-muted"),
        on_click=PlacesState.choose(place["id"].to(str)),
        chevron=False,
    )


def pin_step() -> rx.Component:
    """What lies under the pin."""
    return rx.el.div(
        step_head(t("Move the map to the door")),
        rx.el.div(
            rx.el.p(PlacesState.pin["title"].to(str), class_name="truncate text-16 font-medium"),
            rx.el.p(PlacesState.pin["address"].to(str), class_name="line-clamp-2 text-14 text-muted"),
            class_name="min-h-12 min-w-0",
            role="status",
        ),
        class_name="grid min-w-0 grid-cols-1 gap-2",
    )


def pin_foot() -> rx.Component:
    """Take it."""
    words = rx.cond(TripState.editing_pickup, t("Pick up here"), t("Drop here"))
    take = ui.button(
        words, on_click=PlacesState.use_pin, size="lg", full=True, disabled=~PlacesState.pin.contains("lat")
    )
    return rx.el.div(place_trouble(), take, class_name="grid gap-2")
