"""The frame of every panel beside a table of operations."""

from typing import Any

import reflex as rx

from porter.components.address_bar import address_bar
from porter.components.ui import banner, side_panel, skeleton_rows
from porter.components.ui.values import Text
from porter.state.admin.paged import Arranged
from porter.state.admin.panelled import Panelled


def address_of(page: str, rows: type[Arranged]) -> rx.Component:
    """The address of a table without a panel: its filters stand there, so that what is seen can be shared."""
    return address_bar(address=page, query=rows.said, word="", settled=rx.State.is_hydrated)


def panel_of(
    state: type[Panelled],
    one: str,
    *,
    loaded: rx.Var[bool],
    title: Text,
    subtitle: rx.Component,
    body: rx.Component,
    footer: rx.Component,
    rows: type[Arranged] | None = None,
) -> rx.Component:
    """The panel of such a thing and its address in the browser's bar: loading, shown, or why it cannot be.

    The filters of the table beside it, `rows`, stand in the address too.
    """
    nothing: Any = rx.fragment()
    return rx.fragment(
        address_bar(
            address=state.address,
            word=state.__word__,
            settled=rx.State.is_hydrated,
            on_step=state.step,
            answered=state.answered,
            **({} if rows is None else {"query": rows.said}),
        ),
        side_panel(
            rx.cond(
                state.error != "",
                banner(f"This {one} cannot be shown", state.error, tone="bad"),
                rx.cond(loaded, body, skeleton_rows(6, f"Loading the {one}")),
            ),
            open=state.open_id != "",
            on_close=state.close,
            title=rx.cond(loaded, title, one.capitalize()),
            subtitle=rx.cond(loaded, subtitle, nothing),
            footer=rx.cond(loaded, footer, nothing),
            modal=False,
            key=one,
            width="480px",
        ),
    )
