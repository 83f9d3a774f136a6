"""After the last drop: what the trip has brought, line by line."""

import reflex as rx

from porter.components.ui import button, given, icon, when
from porter.components.words import t
from porter.pages.driver.earned_parts import money_lines
from porter.state.driver.trip import TripState

_done = TripState.summary


def summary() -> rx.Component:
    """The trip in numbers, then back to waiting for the next one."""
    return rx.el.div(
        rx.el.header(
            rx.el.p(icon("circle_check", size=24), t(_text("title")), class_name="flex items-center gap-2 text-18 text-good"),
            rx.el.p(_text("number"), class_name="text-14 text-muted num"),
            class_name="flex items-center justify-between",
        ),
        rx.el.div(
            rx.el.h1(t("You earned"), class_name="text-16 text-muted"),
            rx.el.p(_text("net_text"), class_name="earned-total num"),
        ),
        money_lines(_done["lines"]),
        when(
            given(_text("cash_text")),
            rx.el.p(t("You collected {amount} in cash on this trip.", amount=_text("cash_text")),
                    class_name="rounded-card bg-accent-tint p-4 text-16 num"),
        ),
        button(t("Ready for the next job"), size="xl", full=True, on_click=TripState.close_summary),
        class_name="grid gap-4",
    )  # fmt: skip


def _text(name: str) -> rx.Var[str]:
    return _done[name].to(str)
