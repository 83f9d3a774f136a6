"""Things above the page: dialog, side panel, bottom sheet, command palette."""

from typing import Any, Literal

import reflex as rx

from porter.components.files import beside
from porter.components.ui import events
from porter.components.ui.button import button, icon_button
from porter.components.ui.values import Child, Flag, Handler, Text, compact, optional, without_none
from porter.components.words import t

_DIALOG = beside(__name__, "modal.jsx")
_SHEET = beside(__name__, "bottom_sheet.jsx")
_PALETTE = beside(__name__, "command_palette.jsx")

Snap = Literal["peek", "half", "full"]


class _Modal(rx.Component):
    library = _DIALOG.importable_path
    tag = "Modal"

    open: rx.Var[bool]
    kind: rx.Var[str]
    modal: rx.Var[bool]
    title_id: rx.Var[str]
    width: rx.Var[str]
    on_close: rx.EventHandler[events.nothing]


class _BottomSheet(rx.Component):
    library = _SHEET.importable_path
    tag = "BottomSheet"

    snap: rx.Var[str]
    peek_px: rx.Var[int]
    label: rx.Var[str]
    on_snap: rx.EventHandler[events.text]


class _CommandPalette(rx.Component):
    library = _PALETTE.importable_path
    tag = "CommandPalette"

    open: rx.Var[bool]
    items: rx.Var[Any]
    loading: rx.Var[bool]
    placeholder: rx.Var[str]
    hint: rx.Var[str]
    on_open: rx.EventHandler[events.nothing]
    on_close: rx.EventHandler[events.nothing]
    on_query: rx.EventHandler[events.text]
    on_choose: rx.EventHandler[events.text]


def dialog(
    *children: Child,
    open: Flag,
    on_close: Handler,
    title: Text,
    body: Text | None = None,
    footer: Child = None,
    key: str = "dialog",
    width: str = "440px",
) -> rx.Component:
    """Draw a dialog over the page: it holds the focus, Esc and a press outside ask to close it."""
    return _Modal.create(
        _head(title, key, on_close),
        optional(body, lambda text: rx.el.p(text, class_name="modal-text")),
        rx.el.div(*compact(children), class_name="modal-body") if compact(children) else rx.fragment(),
        rx.el.footer(footer, class_name="modal-foot") if footer is not None else rx.fragment(),
        open=open,
        kind="dialog",
        modal=True,
        title_id=f"{key}-title",
        width=width,
        on_close=on_close,
    )


def confirm_dialog(
    *,
    open: Flag,
    on_close: Handler,
    on_confirm: Handler,
    title: Text,
    body: Text,
    confirm: Text,
    cancel: Text | None = None,
    danger: bool = False,
    loading: Flag = False,
    key: str = "confirm",
) -> rx.Component:
    """Draw a question before something that cannot be taken back."""
    return dialog(
        open=open,
        on_close=on_close,
        title=title,
        body=body,
        key=key,
        footer=rx.fragment(
            button(t("Go back") if cancel is None else cancel, variant="secondary", on_click=on_close),
            button(confirm, variant="danger" if danger else "primary", on_click=on_confirm, loading=loading),
        ),
    )


def side_panel(
    *children: Child,
    open: Flag,
    on_close: Handler,
    title: Text,
    subtitle: Child = None,
    actions: Child = None,
    footer: Child = None,
    modal: bool = True,
    key: str = "panel",
    width: str = "480px",
) -> rx.Component:
    """Draw a panel at the right edge; with `modal=False` the page beside it stays alive (table and detail)."""
    return _Modal.create(
        _head(title, key, on_close, subtitle, actions),
        rx.el.div(*compact(children), class_name="modal-body"),
        rx.el.footer(footer, class_name="modal-foot") if footer is not None else rx.fragment(),
        open=open,
        kind="panel",
        modal=modal,
        title_id=f"{key}-title",
        width=width,
        on_close=on_close,
    )


def _head(title: Text, key: str, on_close: Handler, subtitle: Child = None, actions: Child = None) -> rx.Component:
    return rx.el.header(
        rx.el.div(
            rx.el.h2(title, id=f"{key}-title", class_name="modal-title"),
            rx.el.div(subtitle, class_name="modal-subtitle") if subtitle is not None else rx.fragment(),
            class_name="modal-words",
        ),
        actions if actions is not None else rx.fragment(),
        icon_button("x", t("Close"), on_close),
        class_name="modal-head",
    )


def bottom_sheet(
    *children: Child,
    snap: Text = "half",
    on_snap: Handler = None,
    peek_px: int = 176,
    label: Text = "Details",
    footer: Child = None,
) -> rx.Component:
    """Draw the sheet of a phone page with three heights: peek, half, full; from 1024 px it is a panel.

    It is dragged by its handle or moved with the arrow keys; `on_snap` gets the new height.
    """
    return _BottomSheet.create(
        rx.el.div(*compact(children), class_name="sheet-body"),
        rx.el.div(footer, class_name="sheet-foot") if footer is not None else rx.fragment(),
        snap=snap,
        peek_px=peek_px,
        label=label,
        **without_none({"on_snap": on_snap}),
    )


def command_palette(
    *,
    open: Flag,
    on_open: Handler,
    on_close: Handler,
    on_query: Handler,
    on_choose: Handler,
    items: Any,
    loading: Flag = False,
    placeholder: Text = "Search orders, payments, refunds, payouts, people, pages",
    hint: Text = "Type an order or receipt number, a reference, a name, a plate or a phone number.",
) -> rx.Component:
    """Draw the search of everything, opened by ⌘K or Ctrl K.

    Items have `id`, `title`, and if wanted `detail`, `group` and `href`; `on_choose` gets the id of an item without `href`.
    """
    return _CommandPalette.create(
        open=open,
        items=items,
        loading=loading,
        placeholder=placeholder,
        hint=hint,
        on_open=on_open,
        on_close=on_close,
        on_query=on_query,
        on_choose=on_choose,
    )
