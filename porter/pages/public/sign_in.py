"""The customer's way in."""

import reflex as rx

from porter.components.words import t
from porter.core.language import msg
from porter.pages.public.entry import entry_card, phone_steps
from porter.pages.shells import spoken_page
from porter.state.public.sign_in import CustomerSignInState


@spoken_page(route="/sign-in", title=msg("Sign in"), on_load=CustomerSignInState.open)
def sign_in() -> rx.Component:
    """Phone and code, for people who send things."""
    return entry_card(
        phone_steps(CustomerSignInState, "customer", (("Asha, the demo customer", "+919000000001"),)),
        heading=t("Sign in"),
        lead=t("Book a vehicle and follow it to the door."),
    )
