"""What the driver has earned: by trip, by day, by week, every part of it with its lines."""

from typing import Any

import reflex as rx

from porter.components.ui import (
    button,
    card,
    empty_state,
    icon_button,
    link_button,
    list_row,
    row_list,
    segmented,
    skeleton,
    skeleton_rows,
    when,
)
from porter.components.words import around, keep, t
from porter.core.language import msg
from porter.pages.driver.earned_parts import earned_rows, money_lines
from porter.pages.driver.frame import ALWAYS, driver_screen
from porter.pages.shells import driver_page
from porter.state.driver.earnings import EarningsState

_earned = EarningsState.earned
_VIEWS = (("trips", msg("Trips")), ("day", msg("Day")), ("week", msg("Week")))


@driver_page(route="/driver/earnings", title=msg("Earnings"), on_load=[EarningsState.load, *ALWAYS])
def driver_earnings() -> rx.Component:
    """The sum first, then what it is made of."""
    return driver_screen(
        rx.el.div(
            segmented(
                [(view, t(words)) for view, words in _VIEWS],
                name="view",
                value=EarningsState.view,
                on_change=EarningsState.choose,
                label=t("Show by"),
                full=True,
            ),
            rx.cond(
                EarningsState.loaded,
                rx.cond(EarningsState.view == "trips", _trips(), _period()),
                _waiting(),
            ),
            _more_money(),
            class_name="grid gap-4",
        ),
        active="earnings",
        title=t("Earnings"),
    )


def _period() -> rx.Component:
    return rx.fragment(
        _beside(),
        rx.el.section(
            rx.el.h2(t("You earned"), class_name="text-16 text-muted"),
            rx.el.p(_text("total_text"), class_name="earned-total num"),
            rx.el.p(_text("trips_text"), class_name="text-14 text-muted num"),
            class_name="earned",
        ),
        when(EarningsState.view == "week", _bars()),
        when(EarningsState.lines.length() > 0, _sums()),
        when(EarningsState.view == "day", _of_the_day()),
    )


def _beside() -> rx.Component:
    """The way to the day or the week before and after."""
    after = _text("after")
    return rx.el.nav(
        icon_button("chevron_left", t("Earlier"), EarningsState.go(_text("before")), variant="secondary"),
        rx.el.p(_text("title"), class_name="flex-1 text-center text-18 font-semibold num", role="status"),
        icon_button(
            "chevron_right", t("Later"), EarningsState.go(after), variant="secondary",
            disabled=(_earned["after"] == None) | (after == ""),  # noqa: E711 - a comparison in the browser
        ),
        class_name="flex items-center gap-2",
        aria_label=t("Period"),
    )  # fmt: skip


def _bars() -> rx.Component:
    return rx.el.div(
        rx.foreach(EarningsState.days, keep(_bar)), class_name="card bars", role="group", aria_label=t("Day by day")
    )


def _bar(day: rx.Var[dict[str, Any]]) -> rx.Component:
    return rx.el.button(
        rx.el.span(day["label"].to(str), class_name="bar-day num"),
        rx.el.span(
            rx.el.span(style={"width": day["share_pct"].to_string() + "%"}), class_name="bar-track", aria_hidden="true"
        ),
        rx.el.span(rx.cond(day["is_ahead"].to(bool), "", day["total_text"].to(str)), class_name="bar-sum num"),
        type="button",
        on_click=EarningsState.open_day(day["day"].to(str)),
        disabled=day["is_ahead"].to(bool),
        data_today=day["is_today"].to(bool),
        class_name="bar-row",
    )


def _sums() -> rx.Component:
    return card(
        money_lines(EarningsState.lines, (t("You keep"), _text("total_text"))),
        rx.el.p(
            *around(
                "Collected in cash: {amount}", "amount", rx.el.span(_text("cash_collected_text"), class_name="num")
            ),
            class_name="mt-2 text-14 text-muted",
        ),
    )


def _of_the_day() -> rx.Component:
    return rx.cond(
        EarningsState.rows.length() > 0,
        rx.el.section(
            rx.el.h2(t("What it is made of"), class_name="mb-2 text-16 font-semibold"), earned_rows(EarningsState.rows)
        ),
        empty_state(
            t("Nothing on this day"),
            t("What you earn stands here as soon as the goods are delivered, with every line."),
            icon="indian_rupee",
        ),
    )


def _trips() -> rx.Component:
    return rx.cond(
        EarningsState.rows.length() > 0,
        rx.fragment(
            earned_rows(EarningsState.rows),
            when(
                EarningsState.next_cursor != "",
                button(t("Show older trips"), variant="secondary", full=True, on_click=EarningsState.more),
            ),
        ),
        empty_state(
            t("No trips yet"),
            t("Go online and take a job: each trip stands here with every line."),
            icon="indian_rupee",
            action=link_button(t("Go online"), href="/driver"),
        ),
    )


def _more_money() -> rx.Component:
    return row_list(
        list_row(t("Withdraw"), detail=t("To your bank or by UPI"), icon="landmark", href="/driver/withdraw"),
        list_row(
            t("Cash in hand"), detail=t("Hand it in, or set it against earnings"), icon="banknote", href="/driver/cash"
        ),
        list_row(t("Statement"), detail=t("Month by month, as PDF"), icon="file_text", href="/driver/statement"),
        label=t("Your money"),
    )


def _waiting() -> rx.Component:
    return rx.el.div(
        skeleton(height="56px"),
        rx.el.div(
            skeleton("40%", class_name="my-1"),
            skeleton("55%", "40px", class_name="my-1"),
            class_name="h-[92px]",
        ),
        skeleton_rows(4),
        class_name="grid gap-4",
        role="status",
        aria_label=t("Loading"),
    )


def _text(name: str) -> rx.Var[str]:
    return _earned[name].to(str)
