"""Line icons. Only the icons named in code reach the bundle: each is imported from its own file."""

import reflex as rx

from porter.components.ui.values import classes

_STROKE = 1.75


def icon(name: str, size: int = 20, label: str | None = None, **props: object) -> rx.Component:
    """Draw a lucide icon by its constant name; give `label` only when no word stands beside it."""
    spoken = {"role": "img", "aria_label": label} if label else {"aria_hidden": "true"}
    props["class_name"] = classes("icon", props.pop("class_name", None))
    return rx.icon(name, size=size, stroke_width=_STROKE, **spoken, **props)


def spinner(size_px: int = 18) -> rx.Component:
    """Draw the turning ring; never alone, always inside something that says what is awaited."""
    return rx.el.span(class_name="spinner", style={"fontSize": f"{size_px}px"}, aria_hidden="true")
