"""How the gallery shows a thing: a section with an anchor, a specimen with its name."""

from typing import Any

import reflex as rx
from reflex.experimental import ClientStateVar

from porter.components.ui.values import Child


def section(name: str, *specimens: rx.Component) -> rx.Component:
    """Draw a part of the gallery that can be linked to."""
    key = name.lower().replace(" ", "-")
    return rx.el.section(
        rx.el.h2(name, class_name="text-22 font-semibold mb-4"),
        rx.el.div(*specimens, class_name="grid gap-6 lg:grid-cols-2 items-start"),
        id=key,
        class_name="scroll-mt-16 py-6 border-t border-hairline",
    )


def specimen(name: str, *children: Child, wide: bool = False) -> rx.Component:
    """Draw one primitive in its states, with its name above."""
    return rx.el.div(
        rx.el.h3(name, class_name="text-13 text-muted font-medium mb-2"),
        rx.el.div(*children, class_name="flex flex-wrap items-start gap-3 [&>.field]:w-full [&>.card]:w-full"),
        class_name="min-w-0 lg:col-span-2" if wide else "min-w-0",
    )


def local(name: str, default: Any) -> ClientStateVar:
    """Keep a value in this browser only: the gallery needs no state on the server."""
    return ClientStateVar.create(f"gallery_{name}", default=default)


def said(words: str) -> Any:
    """Return a handler that takes anything and writes to the console."""
    return lambda *_: rx.console_log(words)
