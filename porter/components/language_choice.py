"""Choosing the language of one's account."""

from typing import Any

import reflex as rx

from porter.components.ui.choice import segmented
from porter.components.words import t
from porter.core.language import NAMES


def language_choice(value: rx.Var[str], on_change: Any) -> rx.Component:
    """Draw the choice; each language calls itself by its own name."""
    return rx.el.div(
        rx.el.p(t("Language"), class_name="mb-2 text-16 font-semibold", custom_attrs={"aria-hidden": "true"}),
        segmented(
            tuple(NAMES.items()), name="language", value=value, on_change=on_change, label=t("Language"), full=True
        ),
        class_name="language-names",
    )
