"""Buttons and links that look like them."""

from typing import Any, Literal

import reflex as rx

from porter.components.files import beside
from porter.components.ui.icon import icon as draw_icon
from porter.components.ui.icon import spinner
from porter.components.ui.link import plain_link, route_link
from porter.components.ui.values import Child, Flag, Handler, Text, any_of, classes, compact, when

Variant = Literal["primary", "accent", "secondary", "ghost", "danger", "danger-ghost"]
Size = Literal["sm", "md", "lg", "xl"]

_COPY = beside(__name__, "copy_button.jsx")


class _Copy(rx.Component):
    library = _COPY.importable_path
    tag = "CopyButton"

    text: rx.Var[str]
    label: rx.Var[str]
    done: rx.Var[str]


def button(
    *children: Child,
    on_click: Handler = None,
    variant: Variant | rx.Var[str] = "primary",
    size: Size = "md",
    loading: Flag = False,
    disabled: Flag = False,
    icon: str | None = None,
    icon_end: str | None = None,
    full: bool = False,
    type: Literal["button", "submit", "reset"] = "button",
    **props: Any,
) -> rx.Component:
    """Draw a button whose words say what happens; while loading it keeps its width and cannot be pressed."""
    if on_click is not None:
        props["on_click"] = on_click
    return rx.el.button(
        when(loading, rx.el.span(spinner(), class_name="btn-wait")),
        rx.el.span(*_inside(children, icon, icon_end), class_name="btn-in"),
        type=type,
        disabled=any_of(loading, disabled),
        aria_busy=loading,
        **_look(variant, size, full, props),
        **props,
    )


def link_button(
    *children: Child,
    href: Text,
    variant: Variant | rx.Var[str] = "primary",
    size: Size = "md",
    icon: str | None = None,
    icon_end: str | None = None,
    full: bool = False,
    external: bool = False,
    **props: Any,
) -> rx.Component:
    """Draw a link with the looks of a button; `external` makes a plain page load."""
    look = _look(variant, size, full, props)
    inside = rx.el.span(*_inside(children, icon, icon_end), class_name="btn-in")
    if external:
        return plain_link(inside, href=href, **look, **props)
    return route_link(inside, href=href, **look, **props)


def icon_button(
    icon: str,
    label: Text,
    on_click: Handler = None,
    variant: Variant | rx.Var[str] = "ghost",
    size: Size = "md",
    loading: Flag = False,
    disabled: Flag = False,
    **props: Any,
) -> rx.Component:
    """Draw a square button with an icon; the label is spoken and shown as a tooltip."""
    if on_click is not None:
        props["on_click"] = on_click
    look = _look(variant, size, False, props)
    look["class_name"] = classes("btn btn-icon", look["class_name"])
    return rx.el.button(
        when(loading, spinner(), draw_icon(icon)),
        type="button",
        aria_label=label,
        title=label,
        disabled=any_of(loading, disabled),
        aria_busy=loading,
        **look,
        **props,
    )


def copy_button(text: Text, label: Text = "Copy", done: Text = "Copied") -> rx.Component:
    """Draw a button that copies a text and says so."""
    return _Copy.create(text=text, label=label, done=done)


def text_link(*children: Child, href: Text, **props: Any) -> rx.Component:
    """Draw a link inside running text."""
    return route_link(*compact(children), href=href, class_name=classes("link", props.pop("class_name", None)), **props)


def _inside(children: tuple[Child, ...], start: str | None, end: str | None) -> list[Any]:
    return compact([draw_icon(start) if start else None, *children, draw_icon(end) if end else None])


def _look(variant: Any, size: str, full: bool, props: dict[str, Any]) -> dict[str, Any]:
    return {
        "class_name": classes("btn btn-full" if full else "btn", props.pop("class_name", None)),
        "data_variant": variant,
        "data_size": size,
    }


__all__ = ["button", "copy_button", "icon_button", "link_button", "text_link"]
