"""The driver's months: opening, every line, closing; and the same on paper."""

import reflex as rx

from porter.components.ui import (
    button,
    card,
    empty_state,
    link_button,
    segmented,
    select,
    skeleton,
    skeleton_rows,
    when,
)
from porter.components.words import keep, t
from porter.core.language import msg
from porter.pages.driver.cash import statement_line
from porter.pages.driver.earned_parts import money_lines
from porter.pages.driver.frame import ALWAYS, driver_screen
from porter.pages.shells import driver_page
from porter.state.driver.statement import StatementState

_shown = StatementState.statement
PDF = "/api/v1/pilots/statement.pdf?month="


@driver_page(route="/driver/statement", title=msg("Statement"), on_load=[StatementState.load, *ALWAYS])
def driver_statement() -> rx.Component:
    """A month of one account."""
    return driver_screen(
        rx.cond(
            StatementState.loaded,
            rx.el.div(_choice(), _sums(), _lines(), class_name="grid gap-4"),
            _waiting(),
        ),
        active="earnings",
        title=t("Statement"),
        back_href="/driver/earnings",
    )


def _choice() -> rx.Component:
    return rx.fragment(
        select(t("Month"), StatementState.months, name="month", value=StatementState.month,
               on_change=StatementState.choose_month),
        segmented(
            (("earnings", t("Earnings")), ("cash", t("Cash in hand"))), name="account", value=StatementState.account,
            on_change=StatementState.choose_account, label=t("Account"), full=True,
        ),
        link_button(
            t("Open as PDF"), href=PDF + StatementState.month, external=True, variant="secondary", icon="file_text",
            full=True, target="_blank", rel="noopener",
        ),
    )  # fmt: skip


def _sums() -> rx.Component:
    return card(
        rx.el.h2(_text("title"), class_name="text-18 font-semibold num"),
        rx.el.dl(
            rx.el.div(rx.el.dt(t("At the beginning")), rx.el.dd(_text("opening_text"), class_name="num")),
            class_name="facts",
        ),
        money_lines(StatementState.totals, (t("At the end"), _text("closing_text"))),
        when(
            ~_shown["is_final"].to(bool),
            rx.el.p(t("This month is not over: more lines may come."), class_name="mt-2 text-14 text-muted"),
        ),
    )


def _lines() -> rx.Component:
    return rx.cond(
        StatementState.lines.length() > 0,
        rx.el.section(
            rx.el.h2(t("Line by line"), class_name="mb-2 text-16 font-semibold"),
            rx.el.ol(rx.foreach(StatementState.lines, keep(statement_line)), class_name="card rows"),
            when(
                StatementState.next_cursor != "",
                button(
                    t("Show later lines"),
                    variant="secondary",
                    full=True,
                    class_name="mt-2",
                    on_click=StatementState.more,
                ),
            ),
        ),
        empty_state(
            t("Nothing in this month"), t("Trips, tips and withdrawals stand here line by line."), icon="file_text"
        ),
    )


def _waiting() -> rx.Component:
    return rx.el.div(
        skeleton(width="100%", height="56px"),
        skeleton(width="100%", height="140px"),
        skeleton_rows(3),
        class_name="grid gap-4",
        role="status",
        aria_label=t("Loading"),
    )


def _text(name: str) -> rx.Var[str]:
    return _shown[name].to(str)
