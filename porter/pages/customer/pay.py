"""One payment of a customer: pay it here, wait for the bank, or see how it went."""

import reflex as rx

from porter.components import ui
from porter.components.words import t
from porter.core.language import msg
from porter.pages.frame import customer_phone
from porter.pages.payment import payment_steps
from porter.pages.shells import customer_page
from porter.state.customer.inbox import UnreadState
from porter.state.customer.pay import CheckoutState


@customer_page(route="/pay/[payment_id]", title=msg("Payment"), on_load=(UnreadState.load, CheckoutState.load))
def pay() -> rx.Component:
    """The payment, without ways to other pages but its own."""
    return customer_phone(
        payment_steps(CheckoutState, _missing()), active="wallet", title=t("Payment"), nav=False, bell=False
    )


def _missing() -> rx.Component:
    return ui.empty_state(
        t("We could not find this payment"),
        t("It may belong to another account. Your own payments are in your wallet and on your orders."),
        icon="search_x",
        action=ui.link_button(t("See my wallet"), href="/wallet", external=True),
    )
