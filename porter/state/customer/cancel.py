"""Cancelling: what it costs is shown first, and that is what is charged."""

from typing import Any

import reflex as rx

from porter.core import db
from porter.core.errors import PorterError
from porter.core.language import msg
from porter.services import orders
from porter.services.orders import CancellationView, FeeChanged
from porter.state.customer.order import OrderState
from porter.state.session import CustomerOnly

REASONS = (
    msg("My plans changed"),
    msg("It takes too long"),
    msg("Wrong address or goods"),
    msg("I found another vehicle"),
    msg("Something else"),
)


class CancelState(CustomerOnly, rx.State):
    """The question before an order is cancelled."""

    is_open: bool = False
    busy: bool = False
    allowed: bool = False
    fee_minor: int = 0
    fee_text: str = ""
    explanation: str = ""
    reason: str = REASONS[0]
    error: str = ""

    @rx.event
    async def ask(self) -> None:
        """Look up what it would cost now."""
        async with db.reading() as session:
            order_id = await (await self.get_state(OrderState))._here()
            shown = await orders.cancellation_preview(session, await self._actor(), order_id)
        self._show(shown)
        self.error, self.is_open, self.busy = "", True, False

    @rx.event
    async def close(self) -> None:
        """Keep the order."""
        self.is_open = False

    @rx.event
    async def choose(self, reason: str) -> None:
        """Say why."""
        self.reason = reason if reason in REASONS else REASONS[-1]

    @rx.event
    async def confirm(self) -> Any:
        """Cancel for the fee that is shown; when it changed meanwhile, show the new one and ask again."""
        self.busy, self.error = True, ""
        yield
        page = await self.get_state(OrderState)
        try:
            async with db.transaction() as session:
                actor, order_id = await self._actor(), await page._here()
                order = await orders.cancel(session, actor, order_id, self.reason, self.fee_minor)
            await page._show(order, actor)
            self.is_open = False
        except FeeChanged as changed:
            self._show(changed.extra["cancellation"])
            self.error = changed.message
        except PorterError as problem:
            self.error = problem.message
        self.busy = False

    def _show(self, shown: CancellationView) -> None:
        self.allowed, self.fee_minor = shown.allowed, shown.fee_minor
        self.fee_text, self.explanation = shown.fee_text, shown.explanation
