"""After the trip: receipt, stars, the same again; and the question before cancelling."""

from typing import Any

import reflex as rx

from porter.components import ui
from porter.components.words import keep, t
from porter.pages.customer.order_tip import tip
from porter.state.customer.cancel import REASONS, CancelState
from porter.state.customer.order import OrderState
from porter.state.customer.rating import RatingState

ANY_STARS = (1, 2, 3, 4, 5)


def after() -> rx.Component:
    """How it ended, and what can be done now."""
    order = OrderState.order
    reason = order["cancel_reason"].to(str)
    return rx.el.div(
        rx.el.div(
            rx.cond(
                order["status_text"].to(str) != order["headline"].to(str),
                ui.status_badge(order["status"].to(str), order["status_text"].to(str)),
            ),
            rx.el.h1(order["headline"].to(str), class_name="mt-2 text-22 font-semibold"),
            rx.cond(
                order["fee_text"].to(str) != "",
                rx.el.p(order["fee_text"].to(str), class_name="text-16 font-medium num"),
            ),
            rx.cond(
                reason != "",
                rx.el.p(t(reason), class_name="text-16 text-muted"),
            ),
        ),
        rx.cond(order["can_rate"].to(bool), _rate()),
        rx.cond(order["rated_stars"].to(int) > 0, _rated()),
        rx.cond(order["can_tip"].to(bool), tip()),
        rx.el.div(
            rx.cond(
                order["receipt_href"].to(str) != "",
                ui.link_button(
                    t("Receipt"), href=order["receipt_href"].to(str), variant="secondary", icon="receipt", full=True
                ),
            ),
            ui.button(t("Book again"), on_click=OrderState.book_again, icon="rotate_ccw", full=True),
            class_name="grid grid-flow-col gap-2",
        ),
        class_name="grid gap-4",
    )


def _rate() -> rx.Component:
    driver = OrderState.order["driver"].to(dict[str, str])
    return ui.card(
        rx.el.div(*[_star(stars) for stars in ANY_STARS], role="group", aria_label=t("Stars"), class_name="-mx-2 flex"),
        rx.cond(RatingState.stars > 0, _words()),
        title=t("How was {name}?", name=driver["name"]),
    )


def _star(stars: int) -> rx.Component:
    lit = RatingState.stars >= stars
    return rx.el.button(
        ui.icon("star", size=28, class_name=rx.cond(lit, "fill-accent text-ink", "text-faint")),
        type="button",
        on_click=RatingState.star(stars),
        aria_label=t("{stars} stars", stars=stars) if stars > 1 else t("1 star"),
        aria_pressed=RatingState.stars == stars,
        class_name="grid h-12 w-12 place-items-center rounded-control",
    )


def _words() -> rx.Component:
    return rx.el.form(
        rx.el.div(
            rx.foreach(RatingState.offered, keep(_tag)),
            class_name="chips",
            role="group",
            aria_label=t("What stood out"),
        ),
        ui.text_area(t("Anything else?"), name="comment", optional_mark=True, max_length=500, rows=2),
        ui.banner(t(RatingState.error), tone="warn", shown=RatingState.error != ""),
        ui.button(t("Send rating"), type="submit", loading=RatingState.busy, full=True),
        on_submit=RatingState.submit,
        class_name="mt-3 grid gap-3",
    )


def _tag(words: rx.Var[str]) -> rx.Component:
    return rx.el.button(
        rx.el.span(t(words)),
        type="button",
        aria_pressed=RatingState.tags.contains(words),
        on_click=RatingState.tag(words),
        class_name="chip",
    )


def _rated() -> rx.Component:
    return rx.el.p(
        t("You gave {stars} of 5 stars. Thank you.", stars=OrderState.order["rated_stars"].to(str)),
        class_name="text-16 text-muted num",
    )


def cancel_question() -> rx.Component:
    """What it costs, why, and the last word."""
    confirm = rx.cond(CancelState.fee_minor > 0, t("Cancel · {fee}", fee=CancelState.fee_text), t("Cancel order"))
    return ui.dialog(
        ui.banner(t(CancelState.error), tone="warn", shown=CancelState.error != ""),
        rx.cond(
            CancelState.allowed,
            ui.radio_group(*[_reason(words) for words in REASONS], label=t("Why do you cancel?")),
        ),
        open=CancelState.is_open,
        on_close=CancelState.close,
        title=t("Cancel this order?"),
        body=CancelState.explanation,
        key="cancel",
        footer=rx.fragment(
            ui.button(t("Keep it"), variant="secondary", on_click=CancelState.close),
            rx.cond(
                CancelState.allowed,
                ui.button(confirm, variant="danger", on_click=CancelState.confirm, loading=CancelState.busy),
            ),
        ),
    )


def _reason(words: str) -> Any:
    return ui.radio_card(
        rx.el.span(t(words)),
        name="reason",
        value=words,
        selected=CancelState.reason,
        on_select=CancelState.choose(words),
    )
