"""Links that change the page without loading it anew."""

from typing import Any

import reflex as rx
from reflex_components_core.el.elements.inline import A  # type: ignore[import-untyped]
from reflex_components_core.react_router import ReactRouterLink  # type: ignore[import-untyped]

from porter.components.ui.values import Child, Text, compact


def route_link(*children: Child, href: Text, **props: Any) -> rx.Component:
    """Draw a link to a page of this app."""
    return ReactRouterLink.create(*compact(children), to=href, **props)


def plain_link(*children: Child, href: Text, **props: Any) -> rx.Component:
    """Draw a link that the browser follows by itself: a phone number, a file, a place on this page.

    `rx.el.a` would not do: Reflex turns it into a link of the router.
    """
    return A.create(*compact(children), href=href, **props)
