"""The table of the operations desk: sort, choose columns, select rows, walk with the keyboard."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import reflex as rx

from porter.components.files import beside
from porter.components.ui import events
from porter.components.ui.feedback import empty_state
from porter.components.ui.icon import icon
from porter.components.ui.skeleton import skeleton
from porter.components.ui.values import (
    Child,
    Flag,
    Handler,
    Text,
    classes,
    compact,
    each,
    equals,
    inline,
    part,
    when,
    without_none,
)

_KEYS = beside(__name__, "data_table.jsx")


@dataclass(frozen=True)
class Column:
    """One column: how it is called, how a cell is drawn from its row, whether the server can sort by it."""

    key: str
    label: str
    cell: Callable[[Any], Any] | None = None
    align: Literal["left", "right"] = "left"
    sortable: bool = False
    width: str = "auto"


class _TableKeys(rx.Component):
    library = _KEYS.importable_path
    tag = "TableKeys"

    label: rx.Var[str]
    open_id: rx.Var[str]
    on_open: rx.EventHandler[events.text]
    on_escape: rx.EventHandler[events.nothing]


def data_table(
    columns: Sequence[Column],
    rows: Any,
    *,
    label: str,
    row_id: str = "id",
    sort_key: Text = "",
    sort_descending: Flag = False,
    on_sort: Handler = None,
    on_open: Handler = None,
    on_escape: Handler = None,
    open_id: Text = "",
    selected: Any = None,
    on_select: Handler = None,
    on_select_all: Handler = None,
    hidden: Any = (),
    loading: Flag = False,
    empty: rx.Component | None = None,
    bulk: Child = None,
    footer: Child = None,
    close: bool = False,
) -> rx.Component:
    """Draw a table; one of many columns stands `close` where the desk is not wide.

    Rows are mappings or views with `row_id`. `on_sort` gets a column key; `on_open` a row id (click, enter); `on_select`
    a row id, `on_select_all` true or false; `hidden` lists column keys not shown; `bulk` stands above while rows are selected.
    Keys: j and k walk, enter opens, x selects, esc calls `on_escape`.
    """
    shape = _Shape(tuple(columns), row_id, open_id, selected, on_select, hidden)
    count = rows.length() if isinstance(rows, rx.Var) else len(rows)
    table = rx.el.table(
        rx.el.caption(label, class_name="sr-only"),
        rx.el.thead(rx.el.tr(*_heads(shape, sort_key, sort_descending, on_sort, on_select_all, count))),
        rx.el.tbody(when(loading & (count == 0), _waiting(shape)), *each(rows, shape.row)),
        class_name=classes("table", "table-close" if close else ""),
    )
    nothing = empty or empty_state(
        "Nothing here", "No row fits these filters. Remove one and look again.", icon="search_x"
    )
    return rx.el.div(
        _bulk_bar(selected, bulk),
        _TableKeys.create(
            table, label=label, open_id=open_id, **without_none({"on_open": on_open, "on_escape": on_escape})
        ),
        when((count == 0) & _not(loading), nothing),
        *compact([footer]),
        class_name="table-box",
    )


@dataclass(frozen=True)
class _Shape:
    columns: tuple[Column, ...]
    row_id: str
    open_id: Text
    selected: Any
    on_select: Handler
    hidden: Any

    def row(self, row: Any) -> rx.Component:
        row_id = part(row, self.row_id)
        return rx.el.tr(
            *([self._tick(row_id)] if self.on_select is not None else []),
            *[self._cell(column, row) for column in self.columns],
            data_row_id=row_id,
            data_open=equals(self.open_id, row_id),
            data_selected=holds(self.selected, row_id),
            tab_index=-1,
        )

    def _cell(self, column: Column, row: Any) -> rx.Component:
        drawn = column.cell(row) if column.cell else part(row, column.key)
        return rx.el.td(drawn, data_align=column.align, hidden=holds(self.hidden, column.key))

    def _tick(self, row_id: Any) -> rx.Component:
        box = rx.el.input(
            type="checkbox",
            aria_label="Select row",
            checked=holds(self.selected, row_id),
            on_change=self.on_select(row_id),
            class_name="check-box",
        )
        return rx.el.td(rx.el.label(box, class_name="table-tick"), class_name="table-check")


def clipped(words: Any, *, class_name: str = "", otherwise: Text = "–") -> rx.Component:
    """Draw a text that somebody wrote, however long, in the room of a cell; the whole of it is the tooltip."""
    shown = rx.el.span(words, title=words.to(str), class_name=classes("cell-text", class_name))
    return rx.cond(words, shown, rx.el.span(otherwise, class_name="text-faint"))


def holds(values: Any, value: Any) -> Any:
    """Say whether a list, constant or in the browser, holds a value."""
    if values is None:
        return False
    return values.contains(value) if isinstance(values, rx.Var) else value in values


def _heads(
    shape: _Shape, sort_key: Text, descending: Flag, on_sort: Handler, on_select_all: Handler, count: Any
) -> list[rx.Component]:
    heads = [_head(column, shape, sort_key, descending, on_sort) for column in shape.columns]
    if shape.on_select is None:
        return heads
    if on_select_all is None:
        return [rx.el.th(rx.el.span("Select", class_name="sr-only"), class_name="table-check"), *heads]
    picked = shape.selected.length() if isinstance(shape.selected, rx.Var) else len(shape.selected or ())
    box = rx.el.input(
        type="checkbox",
        aria_label="Select all rows",
        checked=(picked == count) & (count > 0),
        on_change=on_select_all,
        class_name="check-box",
    )
    return [rx.el.th(rx.el.label(box, class_name="table-tick"), class_name="table-check"), *heads]


def _head(column: Column, shape: _Shape, sort_key: Text, descending: Flag, on_sort: Handler) -> rx.Component:
    marks = {
        "scope": "col",
        "data_align": column.align,
        "hidden": holds(shape.hidden, column.key),
        **({} if column.width == "auto" else inline(width=column.width)),
    }
    if not column.sortable or on_sort is None:
        return rx.el.th(column.label, **marks)
    sorted_here = equals(sort_key, column.key)
    direction = _choose(descending, "descending", "ascending")
    return rx.el.th(
        rx.el.button(
            column.label, icon("arrow_up", size=16, class_name="sort-arrow"), type="button", on_click=on_sort(column.key),
            class_name="sort",
        ),
        aria_sort=_choose(sorted_here, direction, "none"),
        **marks,
    )  # fmt: skip


def _choose(condition: Any, yes: Any, no: Any) -> Any:
    if isinstance(condition, rx.Var):
        return rx.cond(condition, yes, no)
    return yes if condition else no


def _not(flag: Flag) -> Any:
    return ~flag if isinstance(flag, rx.Var) else not flag


def _waiting(shape: _Shape) -> rx.Component:
    ticks = [rx.el.td(class_name="table-check")] if shape.on_select is not None else []
    bars = [rx.el.td(skeleton("70%", "12px")) for _ in shape.columns]
    row = rx.el.tr(*ticks, *bars, class_name="skeleton-row", aria_hidden="true")
    return rx.fragment(*[row] * 8)


def _bulk_bar(selected: Any, bulk: Child) -> rx.Component:
    if bulk is None or selected is None:
        return rx.fragment()
    count = selected.length() if isinstance(selected, rx.Var) else len(selected)
    bar = rx.el.div(
        rx.el.span(count, " selected", class_name="num"),
        bulk,
        class_name="bulk",
        role="region",
        aria_label="Selected rows",
    )
    return when(count > 0, bar)
