"""The driver's way in."""

import reflex as rx

from porter.components.words import t
from porter.core.language import msg
from porter.pages.public.entry import entry_card, phone_steps
from porter.pages.shells import spoken_page
from porter.state.public.sign_in import DriverSignInState


@spoken_page(route="/driver/sign-in", title=msg("Driver sign-in"), on_load=DriverSignInState.open, theme="driver")
def driver_sign_in() -> rx.Component:
    """Phone and code, for people who drive."""
    return entry_card(
        phone_steps(DriverSignInState, "driver", (("Ravi, the demo driver", "+919000000101"),)),
        heading=t("Drive with Porter"),
        lead=t("Sign in, go online, take the jobs you like."),
        note=t("Driver"),
        theme="driver",
    )
