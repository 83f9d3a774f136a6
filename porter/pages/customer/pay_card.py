"""Saving a card in the fields of the vendor's own script; under the content policy of `/pay`, like every such page."""

import reflex as rx

from porter.components import ui
from porter.components.leave import leave
from porter.components.vendor_checkout import vendor_checkout
from porter.components.words import t
from porter.core.language import msg
from porter.pages.frame import customer_phone
from porter.pages.shells import customer_page
from porter.state.customer.inbox import UnreadState
from porter.state.customer.pay_card import CardFormState


@customer_page(route="/pay/card", title=msg("Save a card"), on_load=(UnreadState.load, CardFormState.load))
def pay_card() -> rx.Component:
    """The vendor's fields, and the way back."""
    return customer_phone(
        rx.el.div(
            ui.banner(t(CardFormState.error), tone="bad", shown=CardFormState.error != ""),
            rx.cond(
                CardFormState.payload.contains("client_secret"),
                vendor_checkout(
                    kind="stripe",
                    payload=CardFormState.payload,
                    words=t("Save this card"),
                    on_answer=CardFormState.saved,
                    on_fail=CardFormState.not_saved,
                ),
                rx.cond(CardFormState.error == "", ui.skeleton_rows(3, t("Opening"))),
            ),
            ui.link_button(
                t("Back to payment methods"),
                href="/account/payment-methods",
                variant="secondary",
                full=True,
                external=True,
            ),
            leave(to=CardFormState.leave_to),
            class_name="mx-auto grid max-w-110 gap-4",
        ),
        active="account",
        title=t("Save a card"),
        nav=False,
        bell=False,
    )
