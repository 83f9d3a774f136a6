"""Line icons. Only the icons named in code reach the bundle: each is imported from its own file."""

import reflex as rx

from porter.components.ui.values import classes, inline


def icon(name: str, size: int = 20, label: str | None = None, **props: object) -> rx.Component:
    """Draw a lucide icon by its constant name; give `label` only when no word stands beside it. Its stroke is in base.css."""
    spoken = {"role": "img", "aria_label": label} if label else {"aria_hidden": "true"}
    props["class_name"] = classes("icon", props.pop("class_name", None))
    return rx.icon(name, size=size, **spoken, **props)


def spinner(size_px: int = 18) -> rx.Component:
    """Draw the turning ring; never alone, always inside something that says what is awaited."""
    return rx.el.span(class_name="spinner", aria_hidden="true", **inline(fontSize=f"{size_px}px"))
