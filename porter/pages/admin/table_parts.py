"""What the tables of operations share: search, rows, pages; saved views, columns, files; and how a view is called."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from porter.components.data_table import Column, data_table
from porter.components.table_tools import column_chooser, export_menu, table_tools, views_menu
from porter.components.ui import button, checkbox, dialog, filter_chips, pagination, segmented, text_field
from porter.components.ui.field import field_error
from porter.pages.admin.desk import counted
from porter.state.admin.paged import Arranged, Paged, Sorted
from porter.state.admin.panelled import Panelled
from porter.state.admin.table_setup import Columns, TableSetup

API = "/api/v1/admin"
WHENS = (("today", "Today"), ("week", "7 days"), ("month", "30 days"), ("all", "All"))


def search_of(state: type[Arranged], one: str, placeholder: str, label: str) -> rx.Component:
    """The search of a table of such things."""
    return text_field(
        None, name=f"{one}-search", value=state.text, on_change=lambda text: state.narrow("text", text), icon="search",
        placeholder=placeholder, aria_label=label, type="search", class_name="w-[260px]",
    )  # fmt: skip


def when_of(state: type[Arranged], label: str, choices: Sequence[tuple[str, str]] = WHENS) -> rx.Component:
    """Since when a table shows."""
    return segmented(
        choices, name="when", value=state.when, on_change=lambda when: state.narrow("when", when), label=label
    )


def status_chips(state: type[Arranged], chips: Sequence[tuple[str, str]]) -> rx.Component:
    """Which statuses a table shows, and the way back to all of them."""
    return filter_chips(
        chips,
        active=state.status,
        on_toggle=lambda key: state.narrow("status", key),
        on_clear=state.narrow("clear", ""),
        label="Status",
    )


def rows_of(
    state: type[Paged],
    columns: Sequence[Column],
    *,
    one: str,
    many: str,
    panel: type[Panelled] | None = None,
    setup: type[Columns] | None = None,
    **table: Any,
) -> rx.Component:
    """A page of a table: sorted where its state can, opened in the panel beside it, with the way to the next page."""
    if issubclass(state, Sorted):
        sorting = {"sort_key": state.sort_key, "sort_descending": state.descending, "on_sort": state.sort_by}
        table = sorting | table
    if panel is not None:
        table |= {"on_open": panel.open, "on_escape": panel.close, "open_id": panel.open_id}
    if setup is not None:
        table["hidden"] = setup.hidden
    footer = pagination(
        summary=counted(state.page, state.rows, one, many, state.next_cursor != ""),
        on_previous=state.turn(-1),
        on_next=state.turn(1),
        has_previous=state.page > 1,
        has_next=state.next_cursor != "",
    )
    return data_table(columns, state.rows, **{"label": many.capitalize()} | table, loading=state.loading, footer=footer)


def tools_of(setup: type[TableSetup], columns: Sequence[Column], file: str, query: Any) -> rx.Component:
    """The tools of a table; `file` is the address of its export below the API's, `query` its filters."""
    return table_tools(
        views_menu(
            setup.views,
            chosen=setup.view_id,
            chosen_name=_name_of(setup),
            on_choose=setup.choose,
            on_save=setup.ask,
            on_share=setup.share,
            on_remove=setup.remove,
        ),
        columns_of(setup, columns),
        files_of(file, query),
    )


def _name_of(setup: type[TableSetup]) -> rx.Var[str]:
    """The chosen view, as long as the table is what the view says."""
    same = (setup.kept == setup.__rows__.arranged) & (setup.kept_hidden.to_string() == setup.hidden.to_string())
    return rx.cond((setup.view_id == "") | same, setup.view_name, setup.view_name + " (changed)")


def columns_of(setup: type[Columns], columns: Sequence[Column]) -> rx.Component:
    """The menu of columns alone."""
    return column_chooser(columns, hidden=setup.hidden, on_toggle=setup.toggle)


def files_of(file: Any, query: Any) -> rx.Component:
    """The menu of files alone."""
    return export_menu(API + "/" + file + "/export?" + query)


def save_dialog(setup: type[TableSetup]) -> rx.Component:
    """How a view is called, and who sees it."""
    return dialog(
        rx.el.form(
            text_field(
                "Name", name="name", default_value=setup.name, required=True, max_length=60, auto_complete="off",
                help="A view of yours with this name is written over.",
            ),
            checkbox("Share with the team", name="shared", default_checked=setup.shared),
            field_error(setup.error, "view-error"),
            rx.el.div(
                button("Go back", on_click=setup.dismiss, variant="secondary"),
                button("Save view", type="submit"),
                class_name="flex justify-end gap-2 pt-2",
            ),
            on_submit=setup.save,
            class_name="grid gap-4",
            key=setup.naming.to_string(),
        ),
        open=setup.naming,
        on_close=setup.dismiss,
        title="Save this view",
        body="It keeps the filters, the sort and the columns as they are now.",
        key="save-view",
    )  # fmt: skip
