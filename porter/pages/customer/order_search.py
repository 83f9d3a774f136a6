"""While nobody has taken the order."""

import reflex as rx

from porter.components import ui
from porter.components.words import around, keep, t
from porter.state.customer.cancel import CancelState
from porter.state.customer.order import OrderState


def searching() -> rx.Component:
    """How far the search has come, and what can be done about it."""
    search = OrderState.search
    return rx.el.div(
        rx.el.div(
            rx.el.h1(OrderState.order["headline"].to(str), class_name="text-22 font-semibold"),
            rx.el.p(
                search["progress_text"].to(str),
                class_name="text-16 text-muted num",
                role="status",
            ),
        ),
        ui.progress_bar(None, label=t("Searching")),
        rx.cond(search["ends_at"].to(str) != "", _time_left()),
        rx.cond(search["may_raise"].to(bool), raise_offer(), _raise_later()),
        ui.button(t("Cancel"), on_click=CancelState.ask, variant="danger-ghost", full=True),
        class_name="grid gap-3",
    )


def _time_left() -> rx.Component:
    left = ui.countdown(
        until=OrderState.search["ends_at"].to(str), server_now=OrderState.now, done_text=t("any moment")
    )
    return rx.el.p(*around("We keep asking for {time}", "time", left), class_name="text-14 text-muted num")


def _raise_later() -> rx.Component:
    """Draws nothing to see: it only looks again when raising becomes possible."""
    at = OrderState.search["raise_at"].to(str)
    wait = ui.countdown(until=at, server_now=OrderState.now, done_text="", on_expire=OrderState.refresh)
    return rx.cond(at != "", rx.el.span(wait, class_name="hidden"))


def raise_offer() -> rx.Component:
    """Chips that add to what the driver gets."""

    def chip(one: rx.Var[dict[str, str]]) -> rx.Component:
        return ui.button(
            one["text"],
            on_click=OrderState.raise_offer(one["steps"].to(int)),
            variant="secondary",
            loading=OrderState.busy == "raise",
        )

    return rx.el.section(
        rx.el.h2(t("Add to your offer"), class_name="text-16 font-medium"),
        rx.el.p(
            t("All of it goes to the driver. More drivers say yes to a higher offer."),
            class_name="mb-2 text-14 text-muted",
        ),
        rx.el.div(
            rx.foreach(OrderState.search["raises"].to(list[dict[str, str]]), keep(chip)), class_name="flex gap-2"
        ),
        aria_label=t("Raise your offer"),
    )


def no_driver() -> rx.Component:
    """The search is over and nobody came."""
    return rx.el.div(
        rx.el.h1(t("No driver was free"), class_name="text-22 font-semibold"),
        rx.el.p(
            rx.cond(
                OrderState.search["anybody"].to(str) != "",
                t(
                    "We asked every driver nearby. Search again, or add to your offer: that starts a new search at once."
                ),
                t("No driver was near enough to ask. Search again, or choose another vehicle."),
            ),
            class_name="text-16 text-muted",
        ),
        ui.button(
            t("Search again"),
            on_click=OrderState.search_again,
            loading=OrderState.busy == "again",
            size="lg",
            full=True,
        ),
        ui.button(
            t("Choose another vehicle"), on_click=OrderState.another_vehicle, variant="secondary", size="lg", full=True
        ),
        rx.cond(OrderState.order["can_raise"].to(bool), raise_offer()),
        ui.button(t("Cancel this order"), on_click=CancelState.ask, variant="danger-ghost", full=True),
        class_name="grid gap-3",
    )
