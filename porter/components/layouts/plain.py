"""The quiet layout: sign-in, legal pages, errors."""

from typing import Any

import reflex as rx

from porter.components.files import beside
from porter.components.ui.link import route_link
from porter.components.ui.values import Child, Text, compact, inline
from porter.components.words import t

_skip = beside(__name__, "skip_link.jsx")


class SkipLink(rx.Component):
    """A link to the content of the page."""

    library = _skip.importable_path
    tag = "SkipLink"


def skip_link() -> rx.Component:
    """Draw the first stop of the tab key: past the navigation, to the content."""
    return SkipLink.create(t("Skip to content"), class_name="skip-link")


def wordmark(href: Text = "/", note: Text | None = None) -> rx.Component:
    """Draw the name of the product with its mark; `note` names the app (Driver, Operations)."""
    return route_link(
        rx.el.img(src="/icons/mark.svg", alt="", **inline(width="28px", height="28px")),
        rx.el.span("Porter", class_name="wordmark-name"),
        rx.el.span(note, class_name="wordmark-note") if note is not None else rx.fragment(),
        href=href,
        class_name="wordmark",
    )


def plain_layout(
    *children: Child,
    note: Text | None = None,
    home: Text = "/",
    header_actions: Child = None,
    wide: bool = False,
    theme: str | None = None,
    footer: Child = None,
) -> rx.Component:
    """Draw a page with the wordmark above and one narrow column; `wide` is for long reading and the landing page."""
    marks: dict[str, Any] = {"data_theme": theme} if theme else {}
    return rx.el.div(
        skip_link(),
        rx.el.header(
            wordmark(home, note),
            rx.el.div(header_actions, class_name="plain-actions") if header_actions is not None else rx.fragment(),
            class_name="plain-head",
        ),
        rx.el.main(*compact(children), id="main", tab_index=-1, class_name="plain-main", data_wide=wide),
        rx.el.footer(footer, class_name="plain-foot") if footer is not None else rx.fragment(),
        class_name="plain",
        **marks,
    )
