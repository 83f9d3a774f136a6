"""The customer's way in."""

import reflex as rx

from porter.pages.public.entry import entry_card, phone_steps
from porter.pages.shells import public_page
from porter.state.public.sign_in import CustomerSignInState


@public_page(route="/sign-in", title="Sign in", on_load=CustomerSignInState.open)
def sign_in() -> rx.Component:
    """Phone and code, for people who send things."""
    return entry_card(
        phone_steps(CustomerSignInState, "customer", (("Asha, the demo customer", "+919000000001"),)),
        heading="Sign in",
        lead="Book a vehicle and follow it to the door.",
    )
