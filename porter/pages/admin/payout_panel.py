"""The panel of one payout: where it goes, how often it was tried, what happens next, its books."""

from typing import Any

import reflex as rx

from porter.components.ui import (
    banner,
    button,
    description_list,
    link_button,
    relative_time,
    status_badge,
    when,
)
from porter.pages.admin.money_parts import dash, person, postings, reference, section
from porter.pages.admin.panel_parts import panel_of
from porter.state.admin.payout import PayoutPanelState
from porter.state.admin.payouts import PayoutsState

_VIEW = PayoutPanelState.view
_ROW = _VIEW["row"].to(dict[str, Any])
_PAYOUT = _ROW["payout"].to(dict[str, Any])
_LOADED = _VIEW.contains("row")


def payout_panel() -> rx.Component:
    """The panel, and its address in the browser's bar."""
    return panel_of(
        PayoutPanelState,
        "payout",
        loaded=_LOADED,
        title=_PAYOUT["amount_text"].to(str),
        subtitle=_subtitle(),
        body=_body(),
        footer=_actions(),
        rows=PayoutsState,
    )


def _subtitle() -> rx.Component:
    return rx.el.span(
        status_badge("payout_" + _PAYOUT["status"].to(str), _ROW["status_text"].to(str)),
        rx.el.span("asked for ", relative_time(_PAYOUT["created_at"].to(str))),
        class_name="flex flex-wrap items-center gap-2",
    )


def _body() -> rx.Component:
    return rx.el.div(
        banner("What happens next", _VIEW["next_text"].to(str), tone="neutral"),
        description_list(
            ("Driver", person(_ROW["driver_name"], _VIEW["driver_phone_text"])),
            ("To", rx.el.span(_PAYOUT["destination"], " (", _VIEW["destination_kind"], ")")),
            ("Gateway", rx.el.span(_ROW["provider"], class_name="capitalize")),
            ("Tries", _ROW["attempts"].to(str)),
            ("What was said", dash(_PAYOUT["failure_text"])),
            ("Arrived", dash(_PAYOUT["paid_text"])),
            ("Gateway's payout", reference(_ROW["provider_payout"])),
            ("Our reference", reference(_VIEW["reference"])),
        ),
        section("Books", postings(PayoutPanelState.postings)),
        class_name="grid grid-cols-[minmax(0,1fr)] gap-4",
    )


def _actions() -> rx.Component:
    can = _VIEW["can_look_again"].to(bool)
    return rx.fragment(
        when(
            _VIEW["why_not"].to(str) != _VIEW["next_text"].to(str),
            rx.el.p(_VIEW["why_not"], class_name="text-13 text-muted"),
        ),
        rx.el.span(class_name="flex-1"),
        link_button("See driver", href="/ops/drivers?q=" + _ROW["driver_phone"].to(str), variant="ghost", size="sm"),
        when(can, button("Look again now", on_click=PayoutPanelState.look_again, variant="secondary", size="sm")),
    )
