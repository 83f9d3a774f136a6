"""A text field that suggests: ARIA 1.2 combobox with a listbox."""

from typing import Any

import reflex as rx

from porter.components.files import beside
from porter.components.ui import events
from porter.components.ui.field import described, field
from porter.components.ui.values import Flag, Handler, Text, without_none

_COMBOBOX = beside(__name__, "combobox.jsx")


class _Combobox(rx.Component):
    library = _COMBOBOX.importable_path
    tag = "Combobox"

    input_id: rx.Var[str]
    name: rx.Var[str]
    value: rx.Var[str]
    options: rx.Var[Any]
    loading: rx.Var[bool]
    disabled: rx.Var[bool]
    placeholder: rx.Var[str]
    empty_text: rx.Var[str]
    list_label: rx.Var[str]
    wait_ms: rx.Var[int]
    on_type: rx.EventHandler[events.text]
    on_choose: rx.EventHandler[events.text]
    on_clear: rx.EventHandler[events.nothing]


def combobox(
    label: Text | None,
    *,
    name: str,
    options: Any,
    on_type: Handler,
    on_choose: Handler,
    value: Text | None = None,
    on_clear: Handler = None,
    loading: Flag = False,
    disabled: Flag = False,
    placeholder: Text = "",
    empty_text: Text = "Nothing found. Try another word.",
    help: Text | None = None,
    error: Text | None = None,
    wait_ms: int = 200,
    spoken_label: str = "",
) -> rx.Component:
    """Draw a suggesting field.

    Options are mappings or views with `id` and `title`, and if wanted `detail`, `meta` (right side) and `group`.
    `on_type` gets the text after `wait_ms` of quiet; `on_choose` gets the id of the option.
    """
    marks = {key.replace("_", "-"): mark for key, mark in described(name, help, error).items()}
    if label is None and spoken_label:
        marks["aria-label"] = spoken_label
    control = _Combobox.create(
        input_id=name,
        name=name,
        options=options,
        loading=loading,
        disabled=disabled,
        placeholder=placeholder,
        empty_text=empty_text,
        list_label=label if label is not None else spoken_label,
        wait_ms=wait_ms,
        on_type=on_type,
        on_choose=on_choose,
        custom_attrs=marks,
        **without_none({"value": value, "on_clear": on_clear}),
    )
    return field(control, label=label, field_id=name, help=help, error=error)
