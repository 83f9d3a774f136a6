"""A person's orders: under way, and past."""

import reflex as rx

from porter.components import ui
from porter.components.order_card import order_card
from porter.components.words import keep, t
from porter.core.language import msg
from porter.pages.frame import customer_phone
from porter.pages.shells import customer_page
from porter.state.customer.inbox import UnreadState
from porter.state.customer.orders import OrdersState


@customer_page(route="/orders", title=msg("Orders"), on_load=(OrdersState.load, UnreadState.load))
def orders() -> rx.Component:
    """Two segments of cards."""
    return customer_phone(
        ui.segmented(
            (("active", t("Under way")), ("past", t("Past"))),
            name="scope",
            value=OrdersState.scope,
            on_change=OrdersState.choose,
            label=t("Which orders"),
            full=True,
        ),
        rx.cond(OrdersState.loaded, _cards(), ui.skeleton_rows(4, t("Loading your orders"))),
        active="orders",
        title=t("Orders"),
    )


def _cards() -> rx.Component:
    listed = rx.el.div(
        rx.foreach(OrdersState.cards, keep(lambda card: order_card(card, href=card["href"].to(str)))),
        rx.cond(
            OrdersState.more != "",
            ui.button(
                t("Show older orders"),
                on_click=OrdersState.show_more,
                loading=OrdersState.loading,
                variant="secondary",
                full=True,
            ),
        ),
        class_name="grid gap-3",
    )
    return rx.el.div(rx.cond(OrdersState.cards.length() > 0, listed, _nothing()), class_name="mt-4")


def _nothing() -> rx.Component:
    book = ui.link_button(t("Book a vehicle"), href="/home")
    return rx.cond(
        OrdersState.scope == "active",
        ui.empty_state(
            t("Nothing under way"), t("When you book a vehicle, you follow it from here."), icon="package", action=book
        ),
        ui.empty_state(
            t("No past orders"),
            t("Orders that are done or cancelled stay here with their receipts."),
            icon="history",
            action=book,
        ),
    )
