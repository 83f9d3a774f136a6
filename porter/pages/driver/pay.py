"""One payment of a driver: cash that is handed in, paid here with the vendor, and how it went."""

import reflex as rx

from porter.components import ui
from porter.components.leave import leave
from porter.components.words import t
from porter.core.language import msg
from porter.pages.driver.frame import ALWAYS, driver_screen
from porter.pages.payment import payment_steps
from porter.pages.shells import driver_page
from porter.state.driver.offer import OfferState
from porter.state.driver.pay import HandInState


@driver_page(route="/driver/pay/[payment_id]", title=msg("Payment"), on_load=[HandInState.load, *ALWAYS])
def driver_pay() -> rx.Component:
    """The payment; offers come here too."""
    return driver_screen(
        payment_steps(HandInState, _missing()),
        leave(to=OfferState.leave_to),
        active="earnings",
        title=t("Payment"),
        nav=False,
    )


def _missing() -> rx.Component:
    return ui.empty_state(
        t("We could not find this payment"),
        t("It may belong to another account. What you hand in is on the page of your cash."),
        icon="search_x",
        action=ui.link_button(t("Back to cash in hand"), href="/driver/cash", external=True),
    )
