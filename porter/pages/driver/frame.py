"""What every screen of the driver app has: the strip, the navigation, and the offer that may come at any time."""

from typing import Any

import reflex as rx

from porter.components.ui.values import Child
from porter.pages.driver.offer import offer_screen
from porter.pages.frame import driver_phone
from porter.state.driver.device import DeviceState
from porter.state.driver.offer import OfferState
from porter.state.driver.trip import TripState

ALWAYS = (OfferState.load, TripState.load, DeviceState.load)
"""What every page of the driver app loads."""


def driver_screen(*content: Child, active: str, title: str, **layout: Any) -> rx.Component:
    """A page to scroll, with the offer above it when one comes."""
    return rx.fragment(driver_phone(*content, active=active, title=title, **layout), offer_screen())
