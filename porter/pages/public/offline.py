"""What the service worker shows when a page was never opened before and there is no connection."""

import reflex as rx

from porter.pages.public.entry import entry_card
from porter.pages.shells import public_page


@public_page(route="/offline", title="Offline")
def offline() -> rx.Component:
    """Plain words; the page that was asked for opens by itself when the connection is back."""
    return entry_card(
        rx.el.a("Try again", href="", class_name="btn btn-full", data_variant="primary", data_size="lg"),
        heading="You are offline",
        lead="Pages that you opened before still work. This one needs a connection.",
    )
