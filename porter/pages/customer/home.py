"""Home: the map, where to, and everything up to the booking, in one sheet."""

import reflex as rx

from porter.components.customer.step_history import step_history
from porter.components.leave import leave
from porter.components.map import city_map
from porter.components.words import t
from porter.core.language import msg
from porter.pages.customer.home_classes import class_foot, class_step
from porter.pages.customer.home_forms import goods_form, stop_form
from porter.pages.customer.home_search import pin_foot, pin_step, search_step
from porter.pages.customer.home_start import start_step
from porter.pages.customer.home_trip import trip_foot, trip_step
from porter.pages.frame import customer_phone
from porter.pages.shells import customer_page
from porter.state.customer.details import GoodsState
from porter.state.customer.dragging import DragState
from porter.state.customer.home import HomeState
from porter.state.customer.inbox import UnreadState
from porter.state.customer.pay_by import PayByState
from porter.state.customer.places import PlacesState
from porter.state.customer.quote import QuoteState
from porter.state.customer.trip import TripState

ON_LOAD = (
    PayByState.load,
    TripState.load,
    PlacesState.load,
    GoodsState.load,
    HomeState.load,
    UnreadState.load,
)


@customer_page(route="/home", title=msg("Book"), on_load=ON_LOAD)
def home() -> rx.Component:
    """Where to, the trip, the vehicle, the booking."""
    return customer_phone(
        _steps(),
        stop_form(),
        goods_form(),
        leave(to=PayByState.checkout_url),
        rx.cond(PlacesState.loaded, step_history(depth=TripState.depth, on_back=TripState.back)),
        map=_map(),
        footer=_foot(),
        snap=TripState.snap,
        on_snap=TripState.snapped,
        peek_px=232,
        sheet_label=t("Book a vehicle"),
    )


def _steps() -> rx.Component:
    return rx.match(
        TripState.step,
        ("search", search_step()),
        ("pin", pin_step()),
        ("trip", trip_step()),
        ("class", class_step()),
        start_step(),
    )


def _foot() -> rx.Component:
    return rx.match(TripState.step, ("pin", pin_foot()), ("trip", trip_foot()), ("class", class_foot()), rx.fragment())


def _map() -> rx.Component:
    """The part of the screen above the sheet, so that the middle of the map is the middle of what is seen."""
    pinning, priced = TripState.step == "pin", TripState.step == "class"
    height = rx.match(
        TripState.snap,
        ("peek", "h-[calc(100%-212px)]! lg:h-full!"),
        ("full", "h-[47%]! lg:h-full!"),
        "h-[47%]! lg:h-full!",
    )
    drawn = city_map(
        label=t("Map of your trip"),
        center=PlacesState.center,
        zoom=rx.cond(pinning, 16.0, 12.0),
        markers=rx.cond(pinning, [], TripState.markers),
        route=rx.cond(priced, QuoteState.trip["polyline"].to(str), ""),
        zones=rx.cond(QuoteState.outside, HomeState.areas, {"type": "FeatureCollection", "features": []}),
        fit=rx.cond(pinning, [], TripState.markers),
        fit_key=rx.cond(pinning, "pin", TripState.fit_key + TripState.step),
        pick=pinning,
        on_pick=PlacesState.pick,
        on_marker_drag=DragState.drop,
        class_name="h-full w-full",
    )
    return rx.el.div(rx.cond(PlacesState.loaded, drawn, rx.fragment()), class_name=height)
