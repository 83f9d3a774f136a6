"""What the product says back: banner, empty state, toasts."""

from typing import Any

import reflex as rx

from porter.components.files import beside
from porter.components.ui import events
from porter.components.ui.button import icon_button
from porter.components.ui.icon import icon as draw_icon
from porter.components.ui.values import Child, Flag, Handler, Text, compact, optional, when

_TOASTS = beside(__name__, "toast.jsx")
_TONE_ICONS = {
    "info": "info",
    "good": "circle_check",
    "warn": "triangle_alert",
    "bad": "circle_alert",
    "neutral": "info",
}


class _ToastRegion(rx.Component):
    library = _TOASTS.importable_path
    tag = "ToastRegion"

    toasts: rx.Var[Any]
    on_dismiss: rx.EventHandler[events.text]


def banner(
    title: Text,
    body: Text | None = None,
    *,
    tone: str = "info",
    icon: str | None = None,
    action: Child = None,
    on_close: Handler = None,
    shown: Flag = True,
    urgent: bool = False,
) -> rx.Component:
    """Draw a notice across its container: what is the case, what to do, one action. An `urgent` one is read out at once."""
    close = icon_button("x", "Close", on_close, size="sm") if on_close is not None else None
    return when(
        shown,
        rx.el.div(
            *compact(
                [
                    draw_icon(icon or _TONE_ICONS[tone]),
                    rx.el.div(
                        rx.el.p(title, class_name="banner-title"),
                        optional(body, lambda text: rx.el.p(text, class_name="banner-body")),
                        class_name="banner-words",
                    ),
                    action,
                    close,
                ]
            ),
            class_name="banner",
            data_tone=tone,
            role="alert" if urgent or tone == "bad" else "status",
        ),
    )


def empty_state(title: Text, body: Text, *, icon: str = "inbox", action: Child = None) -> rx.Component:
    """Draw what stands where nothing is yet: what, why, one action."""
    return rx.el.div(
        *compact(
            [
                rx.el.span(draw_icon(icon, size=24), class_name="empty-icon"),
                rx.el.h2(title, class_name="empty-title"),
                rx.el.p(body, class_name="empty-body"),
                action,
            ]
        ),
        class_name="empty",
    )


def toast_region(toasts: Any, on_dismiss: Handler) -> rx.Component:
    """Draw the toasts of a list that the state keeps; put it once into a layout.

    A toast is a mapping or view with `id`, `title`, and if wanted `tone`, `body`, `href` and `action`.
    `on_dismiss` gets the id, after six seconds or by its button; bad news stays until it is closed.
    """
    return _ToastRegion.create(toasts=toasts, on_dismiss=on_dismiss)
