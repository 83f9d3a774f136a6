"""The panel of one payment: its story, its refunds, its books, live."""

from typing import Any, ClassVar
from uuid import UUID

import reflex as rx

from porter.core import db
from porter.core.ids import claimed_id
from porter.services import accounts, payments
from porter.services.accounts import Actor
from porter.services.payments import PaymentPanelView
from porter.state.admin.panelled import Panelled
from porter.state.session import StaffOnly

TABS = frozenset({"payment", "timeline", "books"})


class PaymentPanelState(StaffOnly, Panelled, rx.State):
    """One payment."""

    __page__: ClassVar[str] = "/ops/payments"
    __word__: ClassVar[str] = "payment"

    tab: str = "payment"
    timeline: list[dict[str, Any]] = []
    refunds: list[dict[str, Any]] = []
    postings: list[dict[str, Any]] = []

    @rx.event
    def choose_tab(self, tab: str) -> None:
        """Payment, timeline or books."""
        if tab in TABS:
            self.tab = tab

    async def _leave(self) -> None:
        await super()._leave()
        self.tab = "payment"

    async def _take_in(self, actor: Actor) -> str:
        """Changes of a payment are told to its order, or else to its payer."""
        async with db.reading() as session:
            panel = await payments.panel(session, actor, payment_id_of(self.open_id))
        self._take(panel)
        order_id = panel.payment.order_id
        return f"order:{order_id}" if order_id else f"account:{panel.payer_id}"

    def _take(self, panel: PaymentPanelView) -> None:
        shown = panel.plain()
        self.timeline = [entry_of(step) for step in reversed(shown.pop("steps"))]
        self.postings = shown.pop("postings")
        self.refunds = shown["payment"].pop("refunds")
        shown.pop("reasons")
        phone = accounts.display_phone(panel.payer_phone) if panel.payer_phone else ""
        self.view = shown | {"payer_phone_text": phone}


def payment_id_of(text: str) -> UUID:
    """The id that a browser claims. Raises NotFound."""
    return claimed_id(text, "We could not find this payment.")


def entry_of(step: dict[str, Any]) -> dict[str, Any]:
    """A step of a payment as the timeline draws it."""
    return {"title": step["text"], "detail": step["detail"], "at": step["at"], "tone": step["tone"]}
