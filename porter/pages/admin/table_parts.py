"""What the tables of operations share: saved views, columns, files; and the question how a view is called."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from porter.components.data_table import Column
from porter.components.table_tools import column_chooser, export_menu, table_tools, views_menu
from porter.components.ui import button, checkbox, dialog, text_field
from porter.components.ui.field import field_error
from porter.state.admin.table_setup import TableSetup

API = "/api/v1/admin"


def tools_of(setup: type[TableSetup], columns: Sequence[Column], file: str, query: Any) -> rx.Component:
    """The tools of a table; `file` is the address of its export below the API's, `query` its filters."""
    return table_tools(
        views_menu(
            setup.views,
            chosen=setup.view_id,
            chosen_name=setup.view_name,
            on_choose=setup.choose,
            on_save=setup.ask,
            on_share=setup.share,
            on_remove=setup.remove,
        ),
        column_chooser(columns, hidden=setup.hidden, on_toggle=setup.toggle),
        files_of(file, query),
    )


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
