"""Links that change the page without loading it anew."""

from typing import Any

import reflex as rx
from reflex_components_core.react_router import ReactRouterLink

from porter.components.ui.values import Child, Text, compact


def route_link(*children: Child, href: Text, **props: Any) -> rx.Component:
    """Draw a link to a page of this app."""
    return ReactRouterLink.create(*compact(children), to=href, **props)
