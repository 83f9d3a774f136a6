"""The dispatch trace: every round with everybody who was considered, in plain words."""

from typing import Any

import reflex as rx

from porter.components.ui import empty_state, relative_time
from porter.state.admin.order import OrderPanelState

_HEADS = (
    ("Driver", "left"),
    ("Away", "right"),
    ("ETA", "right"),
    ("Rank", "right"),
    ("Outcome", "left"),
)


def dispatch_trace() -> rx.Component:
    """Why somebody came, or nobody did."""
    return rx.el.div(
        rx.el.p(OrderPanelState.trace_summary, class_name="text-14 font-medium"),
        rx.cond(
            OrderPanelState.rounds.length() == 0,
            empty_state("No round yet", "Drivers are asked in rounds. The first one begins in a moment.", icon="radar"),
            rx.fragment(),
        ),
        rx.foreach(OrderPanelState.rounds, _round),
        class_name="grid grid-cols-[minmax(0,1fr)] gap-4",
    )


def _round(one: rx.Var[dict[str, Any]]) -> rx.Component:
    candidates = one["candidates"].to(list[dict[str, Any]])
    return rx.el.section(
        rx.el.h3(
            f"Round {one['number']}",
            rx.el.span(
                f"within {one['radius_text']} · {one['considered']} considered, {one['asked']} asked · ",
                relative_time(one["started_at"].to(str)),
                class_name="font-normal text-muted num",
            ),
            class_name="flex flex-wrap gap-2 text-13 font-semibold mb-1",
        ),
        rx.cond(
            candidates.length() == 0,
            rx.el.p("Nobody was near the pickup.", class_name="text-13 text-muted"),
            _table(candidates),
        ),
    )


def _table(candidates: rx.Var[list[dict[str, Any]]]) -> rx.Component:
    return rx.el.div(
        rx.el.table(
            rx.el.caption("Drivers considered in this round", class_name="sr-only"),
            rx.el.thead(rx.el.tr(*[rx.el.th(words, scope="col", data_align=align) for words, align in _HEADS])),
            rx.el.tbody(rx.foreach(candidates, _candidate)),
            class_name="table [&_td]:!px-2 [&_th]:!px-2",
        ),
        class_name="table-box table-scroll",
        tab_index=0,
        role="region",
        aria_label="Drivers considered",
    )


def _candidate(one: rx.Var[dict[str, Any]]) -> rx.Component:
    return rx.el.tr(
        rx.el.td(
            rx.el.span(one["driver_name"], class_name="block font-medium truncate max-w-[112px]"),
            rx.el.span(one["plate"], class_name="block text-12 text-muted num"),
        ),
        rx.el.td(one["distance_text"], data_align="right"),
        rx.el.td(one["eta_text"], data_align="right"),
        rx.el.td(_rank(one), data_align="right"),
        rx.el.td(_outcome(one), class_name="!whitespace-normal text-13 min-w-[132px] leading-tight"),
    )


def _rank(one: rx.Var[dict[str, Any]]) -> rx.Component:
    return rx.cond(
        one["rank"],
        rx.el.span(
            f"{one['rank']}",
            rx.el.span(f"score {one['score']}", class_name="block text-12 text-muted"),
            title=_parts(one),
        ),
        rx.el.span("–", class_name="text-faint"),
    )


def _parts(one: rx.Var[dict[str, Any]]) -> rx.Var[str]:
    parts = one["score_parts"].to(dict[str, int])
    return rx.Var.create("Score in seconds, the least first: ") + parts.to_string()


def _outcome(one: rx.Var[dict[str, Any]]) -> rx.Component:
    tone = rx.match(
        one["offer_status"],
        ("accepted", "text-good"),
        ("sent", "text-info"),
        ("declined", "text-warn"),
        ("expired", "text-warn"),
        "text-muted",
    )
    return rx.el.span(one["outcome_text"], class_name=tone)
