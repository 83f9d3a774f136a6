"""The money of one order: how it is paid while it waits, what was paid, what is on its way back, and its papers."""

from typing import Any, ClassVar
from uuid import UUID

import reflex as rx

from porter.core import db
from porter.core.errors import PorterError
from porter.core.language import here, msg
from porter.core.money import format_money
from porter.models.enums import OrderStatus, PaymentMethod, PaymentPurpose, PaymentStatus, Provider
from porter.services import orders, payments, receipts
from porter.services.payments import PaymentView
from porter.state.customer.order import OrderState
from porter.state.customer.pay_by import PayByState, Way
from porter.state.hub import Message, hub
from porter.state.session import CustomerOnly


class PayState(CustomerOnly, rx.State):
    """The way to the checkout of an order, and its payments."""

    __fleeting__: ClassVar[dict[str, str]] = {"busy": ""}

    busy: str = ""
    error: str = ""
    failed_text: str = ""
    paid: list[dict[str, str]] = []
    tipped_text: str = ""
    returning: list[str] = []
    papers: list[dict[str, str]] = []

    @rx.event
    async def open(self) -> None:
        """The page opens: nothing is under way; read what was paid, and watch."""
        self.busy, self.error = "", ""
        self.paid, self.tipped_text, self.returning, self.papers = [], "", [], []
        page = await self.get_state(OrderState)
        if page.missing or not page.order:
            return
        await self._read()
        # One reader per channel and tab: this one wakes the order itself as well.
        await hub.watch_events(f"order:{page.order['id']}", self.router.session.client_token, _changed)

    @rx.event
    async def refresh(self) -> None:
        """Something changed."""
        if (await self.get_state(OrderState)).order:
            await self._read()

    @rx.event
    async def pay(self) -> Any:
        """To the checkout of what was chosen, or on where paying stopped; from the wallet at once."""
        self.busy, self.error = "pay", ""
        yield
        await self._start((await self.get_state(PayByState))._way())

    @rx.event
    async def pay_in_cash(self) -> Any:
        """Pay the driver instead; the search starts at once."""
        self.busy, self.error = "cash", ""
        yield
        await self._start(Way(PaymentMethod.CASH, None, False))

    async def _start(self, way: Way) -> None:
        page, pay_by = await self.get_state(OrderState), await self.get_state(PayByState)
        pay_by.checkout_url = ""
        try:
            actor, order_id = await self._actor(), await page._here()
            checkout = await payments.start_checkout(
                actor, order_id, method=way.method, use_wallet=way.use_wallet, card_id=way.card_id
            )
            pay_by.checkout_url = checkout.page_url
            await page._read(order_id)
        except PorterError as problem:
            self.error = problem.message
        if not pay_by.checkout_url:
            self.busy = ""
            await self._read_quietly()

    async def _read_quietly(self) -> None:
        if (await self.get_state(OrderState)).order:
            await self._read()

    async def _read(self) -> None:
        page, actor = await self.get_state(OrderState), await self._actor()
        order_id = UUID(page.order["id"])
        async with db.reading() as session:
            order = await orders.get(session, actor, order_id)
            found = (await payments.history(session, actor, order_id=order_id, limit=100)).items
            papers = await receipts.documents(session, order_id)
        mine = [one for one in found if one.purpose in {PaymentPurpose.ORDER, PaymentPurpose.TIP}]
        self.paid = [_row(one) for one in mine if one.is_secured]
        self.tipped_text = _tipped(mine)
        self.returning = [refund.told_text for one in mine for refund in one.refunds if refund.told_text]
        self.papers = [
            {"title": f"{paper.title} {paper.number}", "detail": paper.total_text, "href": paper.pdf_url}
            for paper in papers
        ]
        self.failed_text = _failed(mine) if order.status is OrderStatus.PENDING else ""
        if order.status is OrderStatus.PENDING:
            pay_by = await self.get_state(PayByState)
            kept = sum(one.amount_minor for one in mine if one.provider is Provider.WALLET and one.is_secured)
            before = None if pay_by.rows else Way(order.payment_method, None, kept > 0)
            await pay_by._offer(actor, order.total_minor, before=before, kept_minor=kept)


def _row(payment: PaymentView) -> dict[str, str]:
    name = payment.method_text
    if payment.purpose is PaymentPurpose.TIP:
        name = here("Tip by {way}", way=name)
    return {"name": name, "detail": payment.headline, "amount_text": payment.captured_text or payment.amount_text}


def _tipped(found: list[PaymentView]) -> str:
    given = [one for one in found if one.purpose is PaymentPurpose.TIP and one.is_secured]
    return format_money(sum(one.amount_minor for one in given), given[0].currency, trim=True) if given else ""


def _failed(found: list[PaymentView]) -> str:
    """What the bank said to the last try, when it said no."""
    last = next((one for one in found if one.provider is not Provider.WALLET), None)
    if last is None or last.status is not PaymentStatus.FAILED or not last.can_retry:
        return ""
    return last.failure_text or msg("The payment did not go through.")


def _changed(_message: Message) -> Any:
    return [OrderState.refresh, PayState.refresh]
