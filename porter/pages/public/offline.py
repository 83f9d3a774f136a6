"""What the service worker shows when a page was never opened before and there is no connection."""

import reflex as rx

from porter.components.words import t
from porter.core.language import msg
from porter.pages.public.entry import entry_card
from porter.pages.shells import public_page


@public_page(route="/offline", title=msg("Offline"), reader="person")
def offline() -> rx.Component:
    """Plain words; the page that was asked for opens by itself when the connection is back."""
    return entry_card(
        rx.el.a(t("Try again"), href="", class_name="btn btn-full", data_variant="primary", data_size="lg"),
        heading=t("You are offline"),
        lead=t("Pages that you opened before still work. This one needs a connection."),
    )
