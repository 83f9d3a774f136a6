"""One order: the search, the way, the handover, and what comes after, on one page."""

import reflex as rx

from porter.components import ui
from porter.components.map import city_map
from porter.components.tick import tick
from porter.components.words import t
from porter.core.language import msg
from porter.pages.customer.order_after import after, cancel_question
from porter.pages.customer.order_facts import facts
from porter.pages.customer.order_moving import moving
from porter.pages.customer.order_pay import paying
from porter.pages.customer.order_search import no_driver, searching
from porter.pages.customer.order_tip import tip_question
from porter.pages.frame import customer_phone
from porter.pages.shells import customer_page
from porter.state.customer.inbox import UnreadState
from porter.state.customer.live_driver import LiveDriverState
from porter.state.customer.order import OrderState
from porter.state.customer.paying import PayState
from porter.state.customer.rating import RatingState

LOOK_AGAIN_MS = 15_000
FIT_PX = 72
"""So far from the edges that a vehicle is clear of the words at the sheet's edge that say whose map it is."""


@customer_page(
    route="/orders/[order_id]",
    title=msg("Your order"),
    on_load=(OrderState.load, RatingState.load, PayState.open, UnreadState.load),
)
def order() -> rx.Component:
    """Everything that the customer of an order sees."""
    return rx.cond(OrderState.loaded & OrderState.missing, _missing(), _followed())


def _followed() -> rx.Component:
    return customer_phone(
        rx.cond(OrderState.loaded, _sheet(), _waiting()),
        cancel_question(),
        tip_question(),
        rx.cond(LiveDriverState.following != "", tick(every_ms=LOOK_AGAIN_MS, on_tick=LiveDriverState.look_again)),
        map=_map(),
        top=ui.route_link(
            ui.icon("arrow_left"),
            href="/orders",
            class_name="btn btn-icon bg-paper shadow-float self-start",
            aria_label=t("All orders"),
            data_variant="secondary",
        ),
        active="orders",
        sheet_label=t("Your order"),
        peek_px=200,
    )


def _sheet() -> rx.Component:
    return rx.el.div(
        rx.match(
            OrderState.order["status"].to(str),
            ("pending", paying()),
            ("searching_driver", searching()),
            ("no_driver", no_driver()),
            ("assigned", moving()),
            ("picked_up", moving()),
            ("in_transit", moving()),
            after(),
        ),
        facts(),
        class_name="grid gap-4 pb-4",
    )


def _map() -> rx.Component:
    known = OrderState.order.contains("id")
    driver = rx.cond(
        LiveDriverState.at.contains("lat"),
        rx.Var.create(
            [
                {
                    "id": "driver",
                    "kind": LiveDriverState.look["kind"],
                    "title": LiveDriverState.look["title"],
                    "lat": LiveDriverState.at["lat"],
                    "lng": LiveDriverState.at["lng"],
                    "heading": LiveDriverState.at["heading"],
                    "stale": LiveDriverState.stale,
                }
            ]
        ),
        rx.Var.create([]),
    ).to(list[dict])
    drawn = city_map(
        label=t("Map of your order"),
        zoom=13,
        markers=OrderState.markers + driver,
        route=LiveDriverState.route,
        route_done=LiveDriverState.done,
        route_later=LiveDriverState.later,
        zones=OrderState.area,
        fit=OrderState.fit,
        fit_key=OrderState.fit_key,
        fit_padding=FIT_PX,
        class_name="h-full w-full",
    )
    return rx.el.div(rx.cond(known, drawn, rx.fragment()), class_name="h-[47%]! lg:h-full!")


def _missing() -> rx.Component:
    """Without a map: there is nothing to show on it."""
    return customer_phone(
        ui.empty_state(
            t("We could not find this order"),
            t("It may belong to another account. Your own orders are in the list."),
            icon="search_x",
            action=ui.link_button(t("See my orders"), href="/orders"),
        ),
        active="orders",
        title=t("Your order"),
        back_href="/orders",
    )


def _waiting() -> rx.Component:
    return rx.el.div(
        ui.skeleton("55%", "32px"),
        ui.skeleton("40%"),
        ui.skeleton_rows(3, t("Loading your order")),
        class_name="grid gap-3",
    )
