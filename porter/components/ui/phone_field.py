"""The phone field: +91 stands fixed, the rest formats itself while it is typed."""

import reflex as rx

from porter.components.files import beside
from porter.components.ui import events
from porter.components.ui.field import described, field
from porter.components.ui.values import Flag, Handler, Text, without_none

_PHONE = beside(__name__, "phone_field.jsx")


class _PhoneInput(rx.Component):
    library = _PHONE.importable_path
    tag = "PhoneInput"

    input_id: rx.Var[str]
    name: rx.Var[str]
    value: rx.Var[str]
    disabled: rx.Var[bool]
    on_change: rx.EventHandler[events.text]
    on_enter: rx.EventHandler[events.text]


def phone_field(
    label: Text = "Mobile number",
    *,
    name: str = "phone",
    value: Text | None = None,
    on_change: Handler = None,
    on_enter: Handler = None,
    help: Text | None = None,
    error: Text | None = None,
    disabled: Flag = False,
    auto_focus: bool = False,
) -> rx.Component:
    """Draw a phone field; handlers and the form receive E.164 (`+919876543210`), complete or not."""
    marks = {key.replace("_", "-"): mark for key, mark in described(name, help, error).items()}
    control = _PhoneInput.create(
        input_id=name,
        name=name,
        disabled=disabled,
        custom_attrs=marks | ({"autoFocus": True} if auto_focus else {}),
        **without_none({"value": value, "on_change": on_change, "on_enter": on_enter}),
    )
    return field(control, label=label, field_id=name, help=help, error=error)
