"""The driver's home: the online switch; the job in hand when there is one; an offer above both."""

import reflex as rx

from porter.components.driver import forget_trip, last_known
from porter.components.layouts import DRIVER_NAV, phone_layout
from porter.components.ui import skeleton
from porter.components.words import t
from porter.core.language import msg
from porter.pages.driver.frame import ALWAYS
from porter.pages.driver.idle import idle
from porter.pages.driver.offer import offer_screen
from porter.pages.driver.summary import summary
from porter.pages.driver.trip import trip_screen
from porter.pages.frame import phone_at_work, phone_strip
from porter.pages.shells import driver_page
from porter.state.driver.home import HomeState
from porter.state.driver.trip import TripState


@driver_page(route="/driver", title=msg("Drive"), on_load=[HomeState.load, *ALWAYS])
def driver_home() -> rx.Component:
    """One thing at a time."""
    return rx.fragment(
        phone_at_work(),
        rx.cond(
            HomeState.loaded & TripState.loaded,
            rx.cond(TripState.order_id != "", trip_screen(), rx.fragment(forget_trip(), _at_rest())),
            phone_layout(last_known(_waiting()), audience="driver", strip=phone_strip(), nav_items=DRIVER_NAV),
        ),
        offer_screen(),
    )


def _at_rest() -> rx.Component:
    return phone_layout(rx.cond(TripState.settled, summary(), idle()), audience="driver", strip=phone_strip())


def _waiting() -> rx.Component:
    return rx.el.div(
        skeleton(width="60%", height="28px"),
        skeleton(width="100%", height="88px"),
        skeleton(width="100%", height="140px"),
        class_name="grid gap-4",
        role="status",
        aria_label=t("Loading"),
    )
