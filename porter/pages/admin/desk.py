"""The frame of every page of operations: the desk with its navigation and the search of everything."""

from dataclasses import replace
from typing import Any

import reflex as rx

from porter.components.layouts import DESK_NAV, NavItem
from porter.components.ui import banner, button, command_palette, when
from porter.components.ui.values import Child, Handler, Text
from porter.pages.frame import ops_desk
from porter.state.admin.ledger import LOOKERS
from porter.state.admin.paged import PAGE_SIZE
from porter.state.admin.palette import PaletteState
from porter.state.admin.payout import PAYOUT_READERS
from porter.state.session import StaffSession

MONEY = (
    NavItem("payments", "Payments", "credit_card", "/ops/payments"),
    NavItem("refunds", "Refunds", "undo_2", "/ops/refunds"),
)
PAYOUTS = NavItem("payouts", "Payouts", "banknote", "/ops/payouts")
LEDGER = NavItem("ledger", "Ledger", "scale", "/ops/ledger")
STAFF = NavItem("staff", "Staff", "user_cog", "/ops/staff")


def admin_desk(
    *content: Child,
    active: str,
    title: Text,
    error: Any = None,
    on_retry: Handler = None,
    overlays: Child = None,
    **layout: Any,
) -> rx.Component:
    """A page of operations; with `error` it says above the content what went wrong and offers to try again."""
    trouble = [_trouble(error, on_retry)] if error is not None else []
    return ops_desk(
        *trouble,
        *content,
        active=active,
        title=title,
        on_search=PaletteState.show,
        nav_items=(
            *DESK_NAV,
            *MONEY,
            replace(PAYOUTS, shown=may(PAYOUT_READERS)),
            replace(LEDGER, shown=may(LOOKERS)),
            replace(STAFF, shown=StaffSession.role == "admin"),
        ),
        overlays=rx.fragment(_palette(), *([overlays] if overlays is not None else [])),
        **layout,
    )


def may(roles: frozenset[str]) -> rx.Var[bool]:
    """Whether the person at the screen has one of these roles: spares a button that would be refused."""
    return rx.Var.create(sorted(roles)).contains(StaffSession.role)


def counted(page: rx.Var[int], rows: rx.Var[Any], one: str, many: str, more: rx.Var[bool]) -> rx.Var[str]:
    """Where one is in a list: "15 orders", "1–50, more orders follow", "51–63, the last orders"."""
    count = rows.length()
    before = (page - 1) * PAGE_SIZE
    part = f"{before + 1}–{before + count}"
    whole = rx.cond(count == 1, f"1 {one}", f"{count} {many}")
    return rx.cond(more, f"{part}, more {many} follow", rx.cond(page > 1, f"{part}, the last {many}", whole))


def _trouble(error: Any, on_retry: Handler) -> rx.Component:
    again = button("Try again", on_click=on_retry, variant="secondary", size="sm") if on_retry is not None else None
    return when(error != "", banner("This could not be loaded", error, tone="bad", action=again))


def _palette() -> rx.Component:
    return command_palette(
        open=PaletteState.open,
        on_open=PaletteState.show,
        on_close=PaletteState.hide,
        on_query=PaletteState.search,
        on_choose=PaletteState.hide,
        items=PaletteState.items,
    )
