"""A driver's payment on its own page: the cash that is handed in."""

from typing import Any

import reflex as rx

from porter.core.language import here
from porter.services.accounts import Actor
from porter.services.payments import PaymentView
from porter.state.checkout import Checkout
from porter.state.hub import Message
from porter.state.session import DriverOnly


class HandInState(DriverOnly, Checkout, rx.State):
    """The payment on the page."""

    @staticmethod
    def _told(message: Message) -> Any:
        return HandInState.changed if message["kind"] == "payment:updated" else None

    async def _around(self, actor: Actor, payment: PaymentView) -> dict[str, str]:
        return {
            "done_text": here("{amount} was received", amount=payment.amount_text),
            "after_text": here("It is no longer in your hands.") if payment.is_secured else "",
            "back_text": here("Back to cash in hand"),
            "back_href": f"/driver/cash?payment={payment.id}",
        }
