"""The one-time code: one real input drawn as six boxes, so paste, autofill and screen readers just work."""

import reflex as rx

from porter.components.files import beside
from porter.components.ui import events
from porter.components.ui.field import described, field
from porter.components.ui.values import Flag, Handler, Text, without_none

_OTP = beside(__name__, "otp_field.jsx")


class _OtpInput(rx.Component):
    library = _OTP.importable_path
    tag = "OtpInput"

    input_id: rx.Var[str]
    name: rx.Var[str]
    length: rx.Var[int]
    disabled: rx.Var[bool]
    attempt: rx.Var[int]
    on_change: rx.EventHandler[events.text]
    on_complete: rx.EventHandler[events.text]


def otp_field(
    label: Text = "Code",
    *,
    name: str = "code",
    length: int = 6,
    on_complete: Handler = None,
    on_change: Handler = None,
    attempt: int | rx.Var[int] = 0,
    help: Text | None = None,
    error: Text | None = None,
    disabled: Flag = False,
    auto_focus: bool = True,
) -> rx.Component:
    """Draw the code boxes; `on_complete` gets the code when the last digit lands.

    Raise `attempt` after a wrong code: the boxes empty themselves and take the focus again.
    """
    marks = {key.replace("_", "-"): mark for key, mark in described(name, help, error).items()}
    control = _OtpInput.create(
        input_id=name,
        name=name,
        length=length,
        disabled=disabled,
        attempt=attempt,
        custom_attrs=marks | ({"autoFocus": True} if auto_focus else {}),
        **without_none({"on_change": on_change, "on_complete": on_complete}),
    )
    return field(control, label=label, field_id=name, help=help, error=error)
