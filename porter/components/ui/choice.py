"""Choosing: checkbox, switch, radio card, segmented control, stepper. All are native inputs underneath."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from porter.components.ui.button import icon_button
from porter.components.ui.field import field_error
from porter.components.ui.icon import icon as draw_icon
from porter.components.ui.values import (
    Child,
    Flag,
    Handler,
    Text,
    classes,
    compact,
    each,
    equals,
    optional,
    without_none,
)
from porter.components.words import t


def checkbox(
    label: Child,
    *,
    name: str,
    checked: Flag | None = None,
    on_change: Handler = None,
    disabled: Flag = False,
    help: Text | None = None,
    error: Text | None = None,
    **props: Any,
) -> rx.Component:
    """Draw a checkbox with its words; `on_change` gets true or false."""
    field_id = props.pop("id", name)
    box = rx.el.input(
        type="checkbox",
        id=field_id,
        name=name,
        disabled=disabled,
        class_name="check-box",
        **without_none({"checked": checked, "on_change": on_change}),
        **props,
    )
    words = rx.el.span(label, optional(help, lambda text: rx.el.span(text, class_name="check-help")))
    return rx.el.div(
        rx.el.label(rx.el.span(box, class_name="check-mark"), words, class_name="check"),
        field_error(error, f"{field_id}-error"),
        class_name="field",
    )


def switch(
    label: Text,
    *,
    checked: Flag,
    on_change: Handler,
    disabled: Flag = False,
    loading: Flag = False,
    help: Text | None = None,
    hide_label: bool = False,
    **props: Any,
) -> rx.Component:
    """Draw an on/off switch that takes effect at once; `on_change` gets true or false."""
    control = rx.el.input(
        type="checkbox",
        role="switch",
        checked=checked,
        on_change=on_change,
        disabled=disabled,
        class_name="switch-box",
        data_loading=loading,
        aria_busy=loading,
        **props,
    )
    words = rx.el.span(
        rx.el.span(label),
        optional(help, lambda text: rx.el.span(text, class_name="check-help")),
        class_name="sr-only" if hide_label else "switch-words",
    )
    return rx.el.label(words, control, class_name="switch")


def online_switch(*, online: Flag, on_change: Handler, loading: Flag = False, disabled: Flag = False) -> rx.Component:
    """Draw the driver's big switch: the whole width, 88 px high, says what a press will do."""
    words = rx.cond(online, t("You are online"), t("You are offline"))
    hint = rx.cond(online, t("Tap to stop offers"), t("Tap to get offers"))
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            role="switch",
            aria_label=t("Online"),
            checked=online,
            on_change=on_change,
            disabled=disabled,
            aria_busy=loading,
            class_name="online-box",
        ),
        rx.el.span(
            rx.el.span(words, class_name="online-words"),
            rx.el.span(hint, class_name="online-hint"),
            rx.el.span(t("No network: this works again when it is back."), class_name="online-hint online-wait"),
            class_name="online-text",
        ),
        rx.el.span(draw_icon("power", size=28), class_name="online-knob", data_loading=loading),
        class_name="online",
    )  # fmt: skip


def radio_card(
    *children: Child,
    name: str,
    value: Text,
    selected: Text,
    on_select: Handler = None,
    disabled: Flag = False,
    **props: Any,
) -> rx.Component:
    """Draw one choice as a card; `on_select` gets its value. Put cards of one name inside `radio_group`."""
    return rx.el.label(
        rx.el.input(
            type="radio",
            name=name,
            value=value,
            checked=equals(selected, value),
            on_change=on_select,
            disabled=disabled,
            class_name="radio-box",
        ),
        rx.el.span(*compact(children), class_name="radio-card-in"),
        class_name=classes("radio-card", props.pop("class_name", None)),
        **props,
    )


def radio_group(*cards: rx.Component, label: Text, hide_label: bool = False, **props: Any) -> rx.Component:
    """Draw a named group of radio cards."""
    return rx.el.fieldset(
        rx.el.legend(label, class_name="sr-only" if hide_label else "field-label"),
        rx.el.div(*cards, class_name="radio-group"),
        class_name=classes("plain-fieldset", props.pop("class_name", None)),
        **props,
    )


def segmented(
    options: Sequence[tuple[str, Text]] | rx.Var[Any],
    *,
    name: str,
    value: Text,
    on_change: Handler,
    label: Text,
    full: bool = False,
) -> rx.Component:
    """Draw two to five short choices side by side; `on_change` gets the chosen value."""

    def option(item: Any) -> rx.Component:
        return rx.el.label(
            rx.el.input(
                type="radio", name=name, value=item[0], checked=equals(value, item[0]), on_change=on_change,
                class_name="radio-box",
            ),
            rx.el.span(item[1], class_name="segment-in"),
            class_name="segment",
        )  # fmt: skip

    return rx.el.fieldset(
        rx.el.legend(label, class_name="sr-only"),
        rx.el.div(*each(options, option), class_name="segmented", data_full=full),
        class_name="plain-fieldset",
    )


def stepper(
    label: Text,
    *,
    value: int | rx.Var[int],
    on_less: Handler,
    on_more: Handler,
    minimum: int = 0,
    maximum: int = 99,
    help: Text | None = None,
    disabled: Flag = False,
) -> rx.Component:
    """Draw a small count with a minus and a plus button."""
    less_off = value <= minimum
    more_off = value >= maximum
    return rx.el.div(
        rx.el.div(
            rx.el.span(label, class_name="stepper-label"),
            optional(help, lambda text: rx.el.span(text, class_name="check-help")),
        ),
        rx.el.div(
            icon_button("minus", f"Fewer: {label}", on_less, variant="secondary", disabled=disabled | less_off),
            rx.el.output(value, class_name="stepper-value num", aria_live="polite"),
            icon_button("plus", f"More: {label}", on_more, variant="secondary", disabled=disabled | more_off),
            class_name="stepper-controls",
        ),
        class_name="stepper",
        role="group",
        aria_label=label,
    )
