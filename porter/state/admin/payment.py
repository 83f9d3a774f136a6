"""The panel of one payment: its story, its refunds, its books, live."""

from typing import Any
from uuid import UUID

import reflex as rx

from porter.core import db
from porter.core.errors import PorterError
from porter.core.ids import claimed_id
from porter.services import accounts, payments
from porter.services.payments import PaymentPanelView
from porter.state.hub import hub
from porter.state.session import StaffOnly

TABS = frozenset({"payment", "timeline", "books"})


class PaymentPanelState(StaffOnly, rx.State):
    """One payment."""

    open_id: str = ""
    address: str = ""
    tab: str = "payment"
    view: dict[str, Any] = {}
    timeline: list[dict[str, Any]] = []
    refunds: list[dict[str, Any]] = []
    postings: list[dict[str, Any]] = []
    error: str = ""
    _channel: str = ""

    @rx.event
    async def load(self) -> None:
        """The payment that the address names, or none."""
        self._channel = ""  # a page that loads has left every channel
        await self._show(str(self.router.url.query_parameters.get("payment", "")))

    @rx.event
    async def open(self, payment_id: str) -> None:
        """Another payment."""
        await self._show(str(payment_id))

    @rx.event
    async def close(self) -> None:
        """Back to the table alone."""
        await self._show("")

    @rx.event
    async def refresh(self) -> None:
        """The same payment anew."""
        if self.open_id:
            await self._read()

    @rx.event
    def choose_tab(self, tab: str) -> None:
        """Payment, timeline or books."""
        if tab in TABS:
            self.tab = tab

    async def _show(self, payment_id: str) -> None:
        self.address = f"/ops/payments?payment={payment_id}" if payment_id else "/ops/payments"
        if payment_id != self.open_id:
            self.view, self.tab = {}, "payment"
        self.open_id, self.error = payment_id, ""
        await self._follow(await self._read() if payment_id else "")

    async def _follow(self, channel: str) -> None:
        """Changes of a payment are told to its order, or else to its payer."""
        token = self.router.session.client_token
        if self._channel and self._channel != channel:
            await hub.unwatch(self._channel, token)
        if channel and channel != self._channel:
            await hub.watch_events(channel, token, _refresh)
        self._channel = channel

    async def _read(self) -> str:
        """Take the payment in; answers the channel of its changes, or "" when it cannot be shown."""
        actor = await self._actor()
        try:
            async with db.reading() as session:
                panel = await payments.panel(session, actor, payment_id_of(self.open_id))
        except PorterError as refusal:
            self.error, self.view = refusal.message, {}
            return ""
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


def _refresh(_message: Any) -> Any:
    return PaymentPanelState.refresh
