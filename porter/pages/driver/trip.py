"""The job in hand: the map with the way to the next stop, and the panel with the one thing to do."""

import reflex as rx

from porter.components.driver import trip_panel
from porter.components.layouts.plain import skip_link
from porter.components.map import city_map
from porter.components.tick import tick
from porter.components.words import t
from porter.pages.driver.idle import NEAR_DEMO_PICKUP, from_a_desk, position_trouble
from porter.pages.frame import phone_strip
from porter.state.driver.position import PositionState
from porter.state.driver.trip import TripState

LOOK_AGAIN_MS = 5_000


def trip_screen() -> rx.Component:
    """No navigation: a trip is the only thing there is."""
    return rx.el.div(
        skip_link(),
        tick(every_ms=LOOK_AGAIN_MS, on_tick=TripState.find_way),
        phone_strip(),
        rx.el.main(_map(), _panel(), id="main", tab_index=-1, class_name="drive-main", data_map=True),
        class_name="phone drive",
        data_audience="driver",
        data_theme="driver",
    )


def _map() -> rx.Component:
    return rx.el.div(
        city_map(
            markers=TripState.markers.to(list[dict]) + PositionState.me.to(list[dict]),
            route=TripState.route,
            fit=TripState.fit,
            fit_key=TripState.fit_key,
            padding={"top": 64, "bottom": 40},
            fit_padding=40,
            follow="me",
            own="me",
            theme="dark",
            glide_ms=1_900,
            label=t("The way to the next stop"),
        ),
        from_a_desk(
            start=rx.cond(PositionState.me.length() > 0, PositionState.me[0], rx.Var.create(NEAR_DEMO_PICKUP)),
            route=TripState.route,
            stop=TripState.target,
            order_id=TripState.order_id,
        ),
        class_name="drive-map",
    )


def _panel() -> rx.Component:
    return rx.el.div(
        rx.el.div(position_trouble(), class_name="px-4 pt-4 empty:hidden"),
        trip_panel(
            job=TripState.job,
            eta_text=PositionState.eta_text,
            left_text=PositionState.left_text,
            on_give_back=TripState.give_back,
            on_done=TripState.look,
        ),
        class_name="drive-side",
    )
