"""The whole trip before it is priced: stops in their order, what is carried."""

import reflex as rx

from porter.components import ui
from porter.components.stop_list import reorder_stops
from porter.components.words import t
from porter.pages.customer.home_search import step_head
from porter.state.customer.details import GoodsState, StopDetailsState
from porter.state.customer.quote import QuoteState
from porter.state.customer.trip import TripState


def trip_step() -> rx.Component:
    """Check the stops, add what is missing."""
    return rx.el.div(
        step_head(t("Your trip")),
        ui.card(
            reorder_stops(
                TripState.stops, on_reorder=TripState.reorder, on_edit=StopDetailsState.open, on_remove=TripState.remove
            ),
            rx.cond(
                TripState.may_add,
                ui.button(
                    t("Add a drop"), on_click=TripState.add_drop, variant="ghost", icon="plus", class_name="-ml-2"
                ),
            ),
        ),
        ui.row_list(goods_row()),
        class_name="grid gap-3 pb-2",
    )


def goods_row() -> rx.Component:
    """What is carried; a press opens the form."""
    return ui.list_row(t("Goods"), detail=GoodsState.summary, icon="package", on_click=GoodsState.open)


def quote_trouble() -> rx.Component:
    """Why there is no price, or no booking: it stands above the button that was pressed, wherever the sheet is scrolled to."""
    told = (QuoteState.error != "") & (QuoteState.error_for == TripState.fit_key)
    return ui.banner(
        rx.cond(told, t(QuoteState.error), t(TripState.trouble)),
        tone="warn",
        shown=told | (TripState.trouble != ""),
        urgent=True,
    )


def trip_foot() -> rx.Component:
    """On to the prices."""
    button = rx.cond(
        TripState.complete,
        ui.button(
            t("Confirm pickup and see prices"), on_click=QuoteState.ask, loading=QuoteState.asking, size="lg", full=True
        ),
        ui.button(t("Choose the missing place"), on_click=TripState.edit_next, size="lg", full=True),
    )
    return rx.el.div(quote_trouble(), button, class_name="grid gap-2")
