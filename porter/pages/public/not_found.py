"""The page for addresses that do not exist, and for what is somebody else's."""

import reflex as rx

from porter.components.ui.button import link_button
from porter.components.words import t
from porter.core.language import msg
from porter.pages.public.entry import entry_card
from porter.pages.shells import public_page


@public_page(route="404", title=msg("Not found"), reader="person")
def not_found() -> rx.Component:
    """What happened and where to go."""
    return entry_card(
        link_button(t("To the front page"), href="/", full=True, size="lg"),
        heading=t("There is nothing here"),
        lead=t("The address may be mistyped, or what it showed has ended."),
    )
