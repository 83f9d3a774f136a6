"""What the driver has earned: today or this week, every trip with every line."""

from typing import Any

import reflex as rx

from porter.components.ui import (
    card,
    description_list,
    empty_state,
    given,
    icon,
    segmented,
    skeleton,
    skeleton_rows,
    when,
)
from porter.pages.driver.frame import ALWAYS, driver_screen
from porter.pages.driver.summary import earning_lines
from porter.pages.shells import driver_page
from porter.state.driver.earnings import EarningsState

_earned = EarningsState.earned


@driver_page(route="/driver/earnings", title="Earnings", on_load=[EarningsState.load, *ALWAYS])
def driver_earnings() -> rx.Component:
    """The sum first, then the trips."""
    return driver_screen(
        rx.el.div(
            segmented(
                (("today", "Today"), ("week", "This week")),
                name="period",
                value=EarningsState.period,
                on_change=EarningsState.choose,
                label="Period",
                full=True,
            ),
            rx.cond(EarningsState.loaded, rx.fragment(_sum(), _trips()), _waiting()),
            class_name="grid gap-4",
        ),
        active="earnings",
        title="Earnings",
    )


def _sum() -> rx.Component:
    return rx.fragment(
        rx.el.section(
            rx.el.h2(
                rx.cond(EarningsState.period == "week", "Earned since Monday", "Earned today"),
                class_name="text-16 text-muted",
            ),
            rx.el.p(_text("total_text"), class_name="earned-total num"),
            rx.el.p(_text("trips_text"), class_name="text-14 text-muted num"),
            class_name="earned",
        ),
        card(
            description_list(
                ("Cash collected", _text("cash_collected_text")),
                ("Cash in hand", _text("cash_in_hand_text")),
                ("Cash limit", _text("cash_limit_text")),
            ),
            rx.el.p(
                "Cash in hand is Porter's part of the cash you collected: commission and GST. Your own part is yours already.",
                class_name="mt-2 text-14 text-muted",
            ),
        ),
    )


def _trips() -> rx.Component:
    return rx.cond(
        EarningsState.rows.length() > 0,
        rx.el.section(
            rx.el.h2("Trips", class_name="mb-2 text-16 font-semibold"),
            rx.el.div(rx.foreach(EarningsState.rows, _trip), class_name="card rows"),
        ),
        empty_state(
            "No trips yet",
            "What you earn stands here as soon as the goods are delivered, with every line.",
            icon="indian_rupee",
        ),
    )


def _trip(row: rx.Var[dict[str, Any]]) -> rx.Component:
    cash = row["cash_text"].to(str)
    return rx.el.details(
        rx.el.summary(
            rx.el.span(
                rx.el.span(row["order_number"].to(str), class_name="row-title num"),
                rx.el.span(row["at_text"].to(str), class_name="row-detail num"),
                class_name="row-words",
            ),
            rx.el.span(row["net_text"].to(str), class_name="row-trailing text-18 num"),
            icon("chevron_down", class_name="fold-arrow"),
        ),
        earning_lines(row["lines"]),
        when(given(cash), rx.el.p("Collected in cash: ", cash, class_name="px-4 pb-4 text-14 text-muted num")),
        class_name="fold earned-row",
    )


def _waiting() -> rx.Component:
    return rx.el.div(
        skeleton(width="40%", height="40px"),
        skeleton_rows(4),
        class_name="grid gap-4",
        role="status",
        aria_label="Loading",
    )


def _text(name: str) -> rx.Var[str]:
    return _earned[name].to(str)
