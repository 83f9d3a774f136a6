"""What happened, in order: who, what, when, why."""

from typing import Any

import reflex as rx

from porter.components.ui.progress import relative_time
from porter.components.ui.values import each, optional, part


def timeline(entries: Any) -> rx.Component:
    """Draw entries: mappings or views with `title`, `detail`, `at` (ISO 8601) and `tone` (neutral, live, good, warn, bad)."""
    return rx.el.ol(*each(entries, _entry), class_name="timeline")


def _entry(entry: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(class_name="timeline-dot", aria_hidden="true"),
        rx.el.div(
            rx.el.p(part(entry, "title"), class_name="timeline-title"),
            optional(part(entry, "detail"), lambda text: rx.el.p(text, class_name="timeline-detail")),
            class_name="timeline-words",
        ),
        rx.el.span(relative_time(part(entry, "at")), class_name="timeline-when"),
        class_name="timeline-entry",
        data_tone=part(entry, "tone"),
    )
