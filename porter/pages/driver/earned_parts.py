"""What one trip brought, opened into its lines; the same on every money screen."""

from typing import Any

import reflex as rx

from porter.components.ui import given, icon, when
from porter.components.ui.values import Text
from porter.components.words import around, keep, t

Row = rx.Var[dict[str, Any]]


def earned_rows(rows: rx.Var[Any]) -> rx.Component:
    """Trips below each other; each opens."""
    return rx.el.div(rx.foreach(rows, keep(_row)), class_name="card rows")


def money_lines(lines: rx.Var[Any], *total: tuple[Text, Text]) -> rx.Component:
    """Named amounts, and what they come to."""
    return rx.el.dl(
        rx.foreach(
            lines.to(list[dict[str, str]]),
            keep(lambda line: rx.el.div(rx.el.dt(line["label"]), rx.el.dd(line["amount_text"], class_name="num"))),
        ),
        *[
            rx.el.div(rx.el.dt(term), rx.el.dd(words, class_name="num"), class_name="money-total")
            for term, words in total
        ],
        class_name="facts money-lines",
    )


def _row(row: Row) -> rx.Component:
    return rx.el.details(
        rx.el.summary(
            rx.el.span(
                rx.el.span(_text(row, "title"), class_name="row-title num"),
                rx.el.span(_text(row, "at_text"), class_name="row-detail num"),
                class_name="row-words",
            ),
            rx.el.span(_text(row, "net_text"), class_name="row-trailing text-18 num"),
            icon("chevron_down", class_name="fold-arrow"),
        ),
        rx.el.div(
            when(row["fare"].to(list).length() > 0, _part(t("The fare"), row["fare"])),
            _part(t("Your part"), row["lines"], (t("You keep"), _text(row, "net_text"))),
            when(given(_text(row, "cash_text")), _cash(row)),
            class_name="earned-inside",
        ),
        class_name="fold earned-row",
    )


def _part(title: str, lines: rx.Var[Any], *total: tuple[Text, Text]) -> rx.Component:
    return rx.el.div(rx.el.h3(title, class_name="text-14 font-semibold"), money_lines(lines, *total))


def _cash(row: Row) -> rx.Component:
    return rx.el.p(
        icon("banknote", size=20),
        rx.el.span(
            *around("Collected in cash: {amount}", "amount", rx.el.strong(_text(row, "cash_text"), class_name="num"))
        ),
        class_name="flex items-center gap-2 rounded-card bg-accent-tint p-3 text-16",
    )


def _text(row: Row, name: str) -> rx.Var[str]:
    return row[name].to(str)
