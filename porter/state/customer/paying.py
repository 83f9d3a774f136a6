"""Paying for an order that waits for its money."""

from typing import Any

import reflex as rx

from porter.core.errors import PorterError
from porter.models.enums import PaymentMethod
from porter.services import payments
from porter.state.customer.order import OrderState
from porter.state.session import CustomerOnly

_OWN_SCRIPTS = frozenset({"razorpay", "stripe"})
"""Checkouts that are scripts of the vendor: the content policy does not let them in yet."""


class PayState(CustomerOnly, rx.State):
    """The way to the checkout, or back to cash."""

    checkout_url: str = ""
    busy: str = ""
    error: str = ""

    @rx.event
    def open(self) -> None:
        """The page opens: nothing is under way."""
        self.checkout_url, self.busy, self.error = "", "", ""

    @rx.event
    async def pay(self) -> Any:
        """Go to the checkout, or on where paying stopped."""
        self.checkout_url, self.busy, self.error = "", "pay", ""
        yield
        await self._start(None)

    @rx.event
    async def pay_in_cash(self) -> Any:
        """Pay the driver instead; the search starts at once."""
        self.busy, self.error = "cash", ""
        yield
        await self._start(PaymentMethod.CASH)

    async def _start(self, method: PaymentMethod | None) -> None:
        page = await self.get_state(OrderState)
        try:
            actor, order_id = await self._actor(), await page._here()
            checkout = await payments.start_checkout(actor, order_id, method=method)
            await page._read(order_id)
        except PorterError as problem:
            self.error, self.busy = problem.message, ""
            return
        self.checkout_url = checkout.payload["url"] if checkout.kind == "hosted" else ""
        if not self.checkout_url:
            self.busy = ""
        if checkout.kind in _OWN_SCRIPTS:
            self.error = "This page cannot open the bank's window yet. Please pay the driver in cash."
