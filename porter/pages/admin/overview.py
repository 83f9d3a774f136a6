"""Overview: the city in numbers, and what needs somebody."""

from typing import Any

import reflex as rx

from porter.components.data_table import Column, data_table
from porter.components.tick import tick
from porter.components.ui import badge, empty_state, relative_time, route_link, skeleton, stat_card, when
from porter.pages.admin.desk import admin_desk
from porter.pages.shells import ops_page
from porter.services import reporting
from porter.state.admin.overview import OverviewState

REFRESH_MS = 10_000

_LIKELY_NOTE = "none by now yesterday"
"""Unseen: the place for a note breaks as notes do."""


@ops_page(route="/ops", title="Operations", on_load=OverviewState.load)
def overview() -> rx.Component:
    """Now, today, and the orders that wait for a person."""
    return admin_desk(
        _section("Right now", _numbers(OverviewState.now, reporting.NOW_LABELS), "grid gap-4 grid-cols-3"),
        _section(
            "Today",
            _numbers(OverviewState.today, reporting.TODAY_LABELS, drawn=True),
            "grid gap-4 grid-cols-2 min-[900px]:grid-cols-3 min-[1360px]:grid-cols-6",
        ),
        _section("Money", _numbers(OverviewState.money, reporting.MONEY_LABELS), "grid gap-4 grid-cols-3"),
        _attention(),
        tick(every_ms=REFRESH_MS, on_tick=OverviewState.refresh),
        active="overview",
        title="Overview",
        actions=when(OverviewState.loaded, _as_of()),
        error=OverviewState.error,
        on_retry=OverviewState.refresh,
    )


def _as_of() -> rx.Component:
    return rx.el.p("Live, ", relative_time(OverviewState.as_of), class_name="text-13 text-muted", aria_live="off")


def _section(words: str, content: rx.Component, grid: str) -> rx.Component:
    return rx.el.section(
        rx.el.h2(words, class_name="text-13 font-semibold text-muted mb-2"), rx.el.div(content, class_name=grid)
    )


def _numbers(stats: rx.Var[list[dict[str, Any]]], labels: dict[str, str], *, drawn: bool = False) -> rx.Component:
    waiting = rx.fragment(*[_waiting(label, drawn) for label in labels.values()])
    return rx.cond(OverviewState.loaded, rx.foreach(stats, _number), waiting)


def _number(stat: rx.Var[dict[str, Any]]) -> rx.Component:
    href = stat["href"].to(str)
    linked = rx.cond(
        stat["series"].to(list[int]).length() > 0, _card(stat, href=href, series=stat["series"]), _card(stat, href=href)
    )
    return rx.cond(href != "", linked, _card(stat, series=stat["series"]))


def _card(stat: rx.Var[dict[str, Any]], **more: Any) -> rx.Component:
    return stat_card(
        stat["label"].to(str),
        stat["value_text"].to(str),
        trend=stat["trend_text"].to(str),
        trend_tone=stat["trend_tone"].to(str),
        note=stat["note"].to(str),
        **more,
    )


def _waiting(label: str, drawn: bool) -> rx.Component:
    """As high as the number will be: what stands below must not jump when it comes."""
    return rx.el.div(
        rx.el.p(label, class_name="stat-label"),
        skeleton("60%", "34px"),
        rx.el.div(rx.el.span(_LIKELY_NOTE, class_name="skeleton skeleton-note"), class_name="stat-foot"),
        rx.el.div(class_name="sparkline") if drawn else rx.fragment(),
        class_name="card stat",
        aria_hidden="true",
    )


def _attention() -> rx.Component:
    columns = (
        Column("number", "Order", cell=_order_link, width="130px"),
        Column("reason_text", "What is wrong", cell=_reason),
        Column("since", "Since", cell=lambda row: relative_time(row["since"].to(str))),
        Column("customer_name", "Customer"),
        Column("driver_name", "Driver", cell=lambda row: _or_dash(row["driver_name"])),
        Column("pickup_address", "Pickup", cell=lambda row: _clipped(row["pickup_address"])),
        Column("drop_address", "Drop", cell=lambda row: _clipped(row["drop_address"])),
    )
    table = data_table(
        columns,
        OverviewState.attention,
        label="Orders that need attention",
        row_id="order_id",
        on_open=lambda order_id: rx.redirect("/ops/orders?order=" + order_id.to(str)),
        loading=~OverviewState.loaded,
        empty=empty_state(
            "All is well", "No order is late or without a driver, and every driver gets on.", icon="circle_check"
        ),
    )
    return rx.el.section(
        rx.el.h2("Needs attention", class_name="text-13 font-semibold text-muted mb-2"), table, class_name="min-w-0"
    )


def _order_link(row: rx.Var[dict[str, Any]]) -> rx.Component:
    return route_link(
        row["number"].to(str),
        href="/ops/orders?order=" + row["order_id"].to(str),
        class_name="num font-medium hover:underline",
    )


def _reason(row: rx.Var[dict[str, Any]]) -> rx.Component:
    tone = rx.match(
        row["reason"],
        ("no_driver", "bad"),
        ("late", "bad"),
        ("silent", "warn"),
        ("standing", "warn"),
        ("off_way", "warn"),
        "info",
    )
    return badge(row["reason_text"].to(str), tone)


def _or_dash(words: rx.Var[Any]) -> rx.Component:
    return rx.cond(words, rx.el.span(words), rx.el.span("–", class_name="text-faint"))


def _clipped(words: rx.Var[Any]) -> rx.Component:
    return rx.el.span(words, title=words.to(str), class_name="block max-w-[220px] truncate")
