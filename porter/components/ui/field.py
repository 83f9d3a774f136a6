"""Fields: label above, help and error below, the same everywhere."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from porter.components.files import beside
from porter.components.ui import events
from porter.components.ui.icon import icon as draw_icon
from porter.components.ui.values import Child, Flag, Handler, Text, classes, each, given, optional, without_none
from porter.components.words import t

_FIELD = beside(__name__, "text_input.jsx")


class TextInput(rx.Component):
    """An input that types at the speed of the hand: its text lives in the browser, the state hears of it."""

    library = _FIELD.importable_path
    tag = "TextInput"

    value: rx.Var[str]
    multiline: rx.Var[bool]
    wait_ms: rx.Var[int]
    on_change: rx.EventHandler[events.text]
    on_enter: rx.EventHandler[events.text]
    on_leave: rx.EventHandler[events.text]


def field(
    control: rx.Component,
    *,
    label: Text | None,
    field_id: str,
    help: Text | None = None,
    error: Text | None = None,
    optional_mark: bool = False,
    **props: Any,
) -> rx.Component:
    """Draw a control with its label, help and error; the control points at them by `field_id`."""
    return rx.el.div(
        rx.el.label(
            label,
            rx.el.span(t("Optional"), class_name="field-optional") if optional_mark else rx.fragment(),
            html_for=field_id,
            class_name="field-label",
        )
        if label is not None
        else rx.fragment(),
        control,
        optional(help, lambda text: rx.el.p(text, id=f"{field_id}-help", class_name="field-help")),
        field_error(error, f"{field_id}-error"),
        class_name=classes("field", props.pop("class_name", None)),
        data_invalid=given(error) if error is not None else False,
        **props,
    )


def field_error(error: Text | None, error_id: str) -> rx.Component:
    """Draw the error line of a field; it is announced when it appears."""
    return optional(
        error,
        lambda text: rx.el.p(
            draw_icon("circle_alert", size=16), rx.el.span(text), id=error_id, class_name="field-error", role="alert"
        ),
    )


def described(field_id: str, help: Text | None, error: Text | None) -> dict[str, Any]:
    """Return the ARIA props that tie a control to its help and error."""
    ids = " ".join([f"{field_id}-help"] * (help is not None) + [f"{field_id}-error"] * (error is not None))
    marks: dict[str, Any] = {"aria_describedby": ids} if ids else {}
    if error is not None:
        marks["aria_invalid"] = given(error)
    return marks


def text_field(
    label: Text | None,
    *,
    name: str,
    value: Text | None = None,
    on_change: Handler = None,
    on_enter: Handler = None,
    on_leave: Handler = None,
    help: Text | None = None,
    error: Text | None = None,
    icon: str | None = None,
    suffix: Child = None,
    multiline: bool = False,
    optional_mark: bool = False,
    wait_ms: int = 250,
    **props: Any,
) -> rx.Component:
    """Draw a text field; pass `value` and `on_change` to follow it, or only `name` to read it from the form.

    Other props (`type`, `placeholder`, `disabled`, `required`, `auto_complete`, `input_mode`, `max_length`, …) go to the input.
    """
    field_id = props.pop("id", name)
    shell = props.pop("class_name", None)
    handlers = without_none({"on_change": on_change, "on_enter": on_enter, "on_leave": on_leave, "value": value})
    control = TextInput.create(
        custom_attrs=_dom_attributes(props)
        | {"id": field_id, "name": name, "className": "input"}
        | _camel_aria(described(field_id, help, error)),
        multiline=multiline,
        wait_ms=wait_ms,
        **handlers,
    )
    return field(
        rx.el.div(
            draw_icon(icon, class_name="input-icon") if icon else rx.fragment(),
            control,
            rx.el.span(suffix, class_name="input-suffix") if suffix is not None else rx.fragment(),
            class_name="input-shell",
        ),
        label=label,
        field_id=field_id,
        help=help,
        error=error,
        optional_mark=optional_mark,
        class_name=shell,
    )


def text_area(label: Text | None, *, name: str, rows: int = 3, **props: Any) -> rx.Component:
    """Draw a text field of several lines; takes what `text_field` takes."""
    return text_field(label, name=name, multiline=True, rows=rows, **props)


def select(
    label: Text | None,
    options: Sequence[tuple[str, Text]] | rx.Var[Any],
    *,
    name: str,
    value: Text | None = None,
    on_change: Handler = None,
    help: Text | None = None,
    error: Text | None = None,
    placeholder: Text | None = None,
    disabled: Flag = False,
    **props: Any,
) -> rx.Component:
    """Draw the browser's own select; options are (value, words) pairs."""
    field_id = props.pop("id", name)
    shell = props.pop("class_name", None)
    first = [rx.el.option(placeholder, value="", disabled=True)] if placeholder is not None else []
    control = rx.el.select(
        *first,
        *each(options, lambda option: rx.el.option(option[1], value=option[0])),
        id=field_id,
        name=name,
        disabled=disabled,
        class_name="input select",
        **without_none({"value": value, "on_change": on_change}),
        **({"default_value": ""} if placeholder is not None and value is None else {}),
        **described(field_id, help, error),
        **props,
    )
    return field(
        rx.el.div(control, draw_icon("chevron_down", class_name="select-arrow"), class_name="input-shell"),
        label=label,
        field_id=field_id,
        help=help,
        error=error,
        class_name=shell,
    )


_DOM_NAMES = {
    "auto_complete": "autoComplete",
    "auto_focus": "autoFocus",
    "auto_capitalize": "autoCapitalize",
    "default_value": "defaultValue",
    "enter_key_hint": "enterKeyHint",
    "input_mode": "inputMode",
    "max_length": "maxLength",
    "min_length": "minLength",
    "read_only": "readOnly",
    "spell_check": "spellCheck",
}


def _dom_attributes(props: dict[str, Any]) -> dict[str, Any]:
    return {
        _DOM_NAMES.get(name, name.replace("_", "-") if name.startswith(("aria_", "data_")) else name): value
        for name, value in props.items()
    }


def _camel_aria(marks: dict[str, Any]) -> dict[str, Any]:
    return {name.replace("_", "-"): value for name, value in marks.items()}
