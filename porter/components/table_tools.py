"""Beside a table: saved views, columns, files, and which keys there are."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from porter.components.data_table import Column, holds
from porter.components.files import beside
from porter.components.ui.button import button, icon_button
from porter.components.ui.choice import checkbox
from porter.components.ui.icon import icon
from porter.components.ui.link import plain_link
from porter.components.ui.menu import menu
from porter.components.ui.values import Child, Handler, Text, compact, when

_KEYS_FILE = beside(__name__, "keys_help.jsx")

KEYS = (
    (("J", "↓"), "Next row"),
    (("K", "↑"), "Row before"),
    (("Enter",), "Open the row"),
    (("X",), "Select the row, where rows can be selected"),
    (("Esc",), "Close what is open"),
    (("Ctrl K",), "Search everything"),
    (("?",), "This list"),
)


class _KeysHelp(rx.Component):
    library = _KEYS_FILE.importable_path
    tag = "KeysHelp"

    keys: rx.Var[Any]


def table_tools(*tools: Child) -> rx.Component:
    """Draw the tools of a table in a row at its right, with the list of keys at the end."""
    return rx.el.div(*compact(tools), keys_help(), class_name="table-tools", role="group", aria_label="Table")


def keys_help() -> rx.Component:
    """Draw the button that lists the keys; "?" does the same."""
    return _KeysHelp.create(keys=[[list(names), words] for names, words in KEYS])


def column_chooser(columns: Sequence[Column], *, hidden: Any, on_toggle: Handler) -> rx.Component:
    """Draw a small menu that hides and shows columns; `on_toggle` gets the column key. The first column always stays."""
    boxes = [
        checkbox(
            column.label,
            name=f"column-{column.key}",
            checked=_not(holds(hidden, column.key)),
            on_change=lambda _checked, key=column.key: on_toggle(key),
        )
        for column in columns[1:]
    ]
    return menu("Columns", *boxes, icon="columns_3", end=True)


def export_menu(address: Text, *, limit: Text = "At most 20,000 rows") -> rx.Component:
    """Draw the menu of files; `address` is that of the export with its filters, to which `format` is added."""
    return menu(
        "Export",
        _file("CSV", address + "&format=csv", "For any program"),
        _file("Excel", address + "&format=xlsx", "With numbers and dates"),
        rx.el.p(limit, class_name="menu-note"),
        icon="download",
        end=True,
    )


def _file(words: str, href: Any, help: str) -> rx.Component:
    return plain_link(
        rx.el.span(words, class_name="font-medium"),
        rx.el.span(help, class_name="menu-note"),
        href=href,
        class_name="menu-item",
        custom_attrs={"download": "", "data-closes": ""},
    )


def views_menu(
    views: rx.Var[list[dict[str, Any]]],
    *,
    chosen: Text,
    chosen_name: Text,
    on_choose: Handler,
    on_save: Handler,
    on_share: Handler,
    on_remove: Handler,
) -> rx.Component:
    """Draw the menu of saved views.

    Views have `id`, `name`, `is_mine`, `is_shared`, `owner_name`; `on_choose`, `on_share` and `on_remove` get the id.
    """

    def row(view: rx.Var[dict[str, Any]]) -> rx.Component:
        return _view(view, chosen, on_choose, on_share, on_remove)

    none = rx.el.p("Set filters, sort and columns, then keep them under a name.", class_name="menu-note")
    return menu(
        rx.el.span(chosen_name, class_name="block max-w-[160px] truncate"),
        when(views.length() == 0, none),
        rx.foreach(views, row),
        rx.el.hr(class_name="menu-line"),
        button("Save this view", on_click=on_save, variant="ghost", size="sm", icon="bookmark_plus", full=True, data_closes=""),
        icon="bookmark",
        end=True,
    )  # fmt: skip


def _view(
    view: rx.Var[dict[str, Any]], chosen: Text, on_choose: Handler, on_share: Handler, on_remove: Handler
) -> rx.Component:
    view_id, name = view["id"].to(str), view["name"].to(str)
    note = rx.cond(view["is_mine"], rx.cond(view["is_shared"], "Shared with the team", ""), view["owner_name"].to(str))
    return rx.el.div(
        rx.el.button(
            rx.cond(view_id == chosen, icon("check", size=16), rx.el.span(class_name="w-4")),
            rx.el.span(name, rx.cond(note != "", rx.el.span(note, class_name="menu-note"), rx.fragment()), class_name="menu-words"),
            type="button",
            on_click=on_choose(view_id),
            aria_current=rx.cond(view_id == chosen, "true", "false"),
            class_name="menu-item flex-1",
            data_closes="",
        ),
        when(
            view["is_mine"],
            rx.fragment(
                rx.cond(
                    view["is_shared"],
                    icon_button("user_x", "Stop sharing " + name, on_share(view_id), size="sm"),
                    icon_button("users", "Share " + name + " with the team", on_share(view_id), size="sm"),
                ),
                icon_button("trash_2", "Remove " + name, on_remove(view_id), size="sm"),
            ),
        ),
        class_name="flex items-center",
    )  # fmt: skip


def _not(flag: Any) -> Any:
    return ~flag if isinstance(flag, rx.Var) else not flag
