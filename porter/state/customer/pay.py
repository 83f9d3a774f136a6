"""A customer's payment on its own page: an order's, a tip, money for the wallet."""

from typing import Any

import reflex as rx

from porter.core import db
from porter.core.language import here
from porter.models.enums import PaymentPurpose
from porter.services import wallets
from porter.services.accounts import Actor
from porter.services.payments import PaymentView
from porter.state.checkout import Checkout
from porter.state.customer.inbox import UnreadState
from porter.state.hub import Message
from porter.state.session import CustomerOnly


class CheckoutState(CustomerOnly, Checkout, rx.State):
    """The payment on the page."""

    @staticmethod
    def _told(_message: Message) -> Any:
        return [UnreadState.refresh, CheckoutState.changed]

    async def _around(self, actor: Actor, payment: PaymentView) -> dict[str, str]:
        amount = payment.amount_text
        if payment.purpose is not PaymentPurpose.TOP_UP:
            return {
                "done_text": here("{amount} paid", amount=amount),
                "after_text": "",
                "back_text": here("Go to my order"),
                "back_href": f"/orders/{payment.order_id}" if payment.order_id else "/orders",
            }
        return {
            "done_text": here("{amount} is in your wallet", amount=amount),
            "after_text": await _balance_text(actor) if payment.is_secured else "",
            "back_text": here("Go to my wallet"),
            "back_href": "/wallet",
        }


async def _balance_text(actor: Actor) -> str:
    async with db.reading() as session:
        wallet = await wallets.balance(session, actor)
    return here("Your wallet holds {amount} now.", amount=wallet.balance_text)
