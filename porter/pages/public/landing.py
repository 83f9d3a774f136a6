"""The front door."""

import reflex as rx

from porter.pages.shells import public_page


@public_page(route="/", title="Porter")
def landing() -> rx.Component:
    """What Porter is, and its three doors."""
    return rx.el.main(rx.el.h1("Porter"), id="main")
