"""The first look: orders under way, where to, places used before."""

from typing import Any

import reflex as rx

from porter.components import ui
from porter.components.words import keep, t
from porter.state.customer.home import HomeState
from porter.state.customer.places import PlacesState
from porter.state.customer.trip import TripState


def start_step() -> rx.Component:
    """What the sheet shows when the app opens."""
    return rx.cond(PlacesState.loaded, _ready(), _waiting())


def _ready() -> rx.Component:
    return rx.el.div(
        rx.cond(HomeState.active.length() > 0, _under_way()),
        rx.el.h1(t("Where to?"), class_name="sr-only"),
        _where_to(),
        place_trouble(),
        rx.cond(TripState.complete, _unfinished()),
        place_rows(),
        class_name="grid gap-3 pb-2",
    )


def _where_to() -> rx.Component:
    return rx.el.button(
        ui.icon("search"),
        rx.el.span(t("Where to?"), class_name="flex-1 text-left text-18 font-semibold"),
        type="button",
        on_click=TripState.edit(""),
        class_name="flex min-h-14 w-full items-center gap-3 rounded-card bg-raised px-4 text-ink focus-visible:-outline-offset-2",
    )


def _unfinished() -> rx.Component:
    return ui.list_row(
        t("Go on with your trip"),
        detail=TripState.stops[TripState.stops.length() - 1]["title"].to(str),
        icon="route",
        on_click=TripState.edit_next,
        class_name="rounded-card border border-hairline",
    )


def _under_way() -> rx.Component:
    return ui.row_list(rx.foreach(HomeState.active, keep(_order)), label=t("Orders under way"))


def _order(order: Any) -> rx.Component:
    return ui.list_row(
        order["headline"].to(str),
        detail=rx.el.span(t("To {place}", place=order["drop_title"].to(str))),
        leading=ui.vehicle_drawing(order["vehicle_class"], width_px=48),
        href=order["href"].to(str),
    )


def place_trouble() -> rx.Component:
    """Why a place could not be taken."""
    return ui.banner(t(PlacesState.error), tone="warn", shown=PlacesState.error != "", urgent=True)


def place_rows() -> rx.Component:
    """Saved places, then recent ones."""
    saved = rx.cond(
        PlacesState.saved.length() > 0,
        ui.row_list(rx.foreach(PlacesState.saved, keep(_saved)), label=t("Saved places")),
    )
    recent = rx.cond(
        PlacesState.recent.length() > 0,
        rx.el.div(
            rx.el.h2(t("Recent"), class_name="mb-2 text-14 font-medium text-muted"),
            ui.row_list(rx.foreach(PlacesState.recent, keep(_recent)), label=t("Recent places")),
        ),
    )
    return rx.el.div(saved, recent, class_name="grid gap-3")


def _saved(place: Any) -> rx.Component:
    kind = rx.match(
        place["label"].to(str).lower(), ("home", ui.icon("house")), ("work", ui.icon("briefcase")), ui.icon("star")
    )
    return ui.list_row(
        place["label"].to(str),
        detail=place["address"].to(str),
        leading=rx.el.span(kind, class_name="row-icon"),
        on_click=PlacesState.keep("saved", place["id"].to(str)),
        chevron=False,
    )


def _recent(place: Any) -> rx.Component:
    return ui.list_row(
        place["title"].to(str),
        detail=place["detail"].to(str),
        icon="history",
        on_click=PlacesState.keep("recent", place["id"].to(str)),
        chevron=False,
    )


def _waiting() -> rx.Component:
    return rx.el.div(ui.skeleton(height="56px"), ui.skeleton_rows(3, t("Loading your places")), class_name="grid gap-3")
