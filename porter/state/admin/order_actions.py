"""What operations does with an order: give it to a driver, cancel it, search again, raise the offer."""

from typing import Any, ClassVar
from uuid import UUID

import reflex as rx
from pydantic import Field, ValidationError

from porter.core import db
from porter.core.errors import PorterError
from porter.core.ids import claimed_id
from porter.core.money import format_money
from porter.core.views import Input
from porter.models.enums import Fault, OrderStatus
from porter.models.transitions import IllegalStep
from porter.services import matching, orders
from porter.services.accounts import Actor
from porter.state.admin.order import OrderPanelState
from porter.state.notices import NoticeState
from porter.state.session import Identified, RequiredRole

GIVERS = frozenset({"dispatcher", "delivery_manager", "admin"})
CANCELLERS = frozenset({"dispatcher", "delivery_manager", "support", "admin"})

REASONS = ("Customer asked for it", "Driver cannot come", "No driver available", "Booked by mistake", "Suspected fraud")


class CancelInput(Input):
    """Why, and whose fault."""

    reason: str = Field(min_length=3, max_length=300)
    fault: Fault = Fault.NONE


class _OnOrder(Identified):
    async def _order_id(self) -> UUID:
        """The order of the open panel: a claim of the browser, which every verb checks."""
        panel = await self.get_state(OrderPanelState)  # type: ignore[attr-defined]
        return claimed_id(panel.open_id, "Please open an order first.")


class GiveState(_OnOrder, rx.State):
    """Choosing a driver for an order, or another one."""

    __required_role__: ClassVar[RequiredRole] = GIVERS

    asking: bool = False
    again: bool = False
    choices: list[dict[str, Any]] = []
    why: str = ""
    loading: bool = False
    busy: str = ""
    error: str = ""

    @rx.event
    async def ask(self) -> Any:
        """Show who is near."""
        panel = await self.get_state(OrderPanelState)
        self.again = panel.view.get("order", {}).get("status") == "assigned"
        self.asking, self.loading, self.choices, self.why, self.error, self.busy = True, True, [], "", "", ""
        return GiveState.look

    @rx.event
    async def look(self) -> None:
        """Find the drivers near the pickup."""
        try:
            found = await matching.choices(await self._actor(), await self._order_id())
        except PorterError as refusal:
            self.error, self.loading = refusal.message, False
            return
        self.choices, self.loading = [one.plain() for one in found], False

    @rx.event
    def say_why(self, why: str) -> None:
        """The reason, for the timeline."""
        self.why = str(why)[:300]

    @rx.event
    async def give(self, driver_id: str) -> Any:
        """Give the order to this driver."""
        actor = await self._actor()
        verb = matching.reassign if self.again else matching.assign
        self.error = ""
        try:
            async with db.transaction() as session:
                driver = claimed_id(driver_id, "We could not find this driver.")
                await verb(session, actor, await self._order_id(), driver, self.why.strip())
        except PorterError as refusal:
            self.error = refusal.message
            return await self._meanwhile(actor) if isinstance(refusal, IllegalStep | matching.OfferTaken) else None
        self.asking = False
        return [OrderPanelState.refresh, NoticeState.tell("good", "The order has been given to the driver.")]

    @rx.event
    def dismiss(self) -> None:
        """Leave it."""
        self.asking = False

    async def _meanwhile(self, actor: Actor) -> Any:
        """Somebody was faster: say who has the order now, and choose anew whom to give it to instead."""
        async with db.reading() as session:
            order = await orders.get(session, actor, await self._order_id())
        if order.status is OrderStatus.ASSIGNED and order.driver:
            self.error = f"{order.driver.name or 'Another driver'} got this order a moment ago. You can still give it to somebody else."
            self.again, self.loading = True, True
            return [OrderPanelState.refresh, GiveState.look]
        return OrderPanelState.refresh


class CancelState(_OnOrder, rx.State):
    """Cancelling an order, and mending a search."""

    __required_role__: ClassVar[RequiredRole] = CANCELLERS

    asking: bool = False
    explanation: str = ""
    error: str = ""
    busy: bool = False
    reason: str = ""
    fault: str = "none"
    _fee_minor: int = 0

    @rx.event
    async def ask(self) -> None:
        """Show what cancelling means now."""
        actor, order_id = await self._actor(), await self._order_id()
        async with db.reading() as session:
            preview = await orders.cancellation_preview(session, actor, order_id)
        self.asking, self.error, self.reason, self.fault = True, "", "", "none"
        self.explanation, self._fee_minor = preview.explanation, preview.fee_minor

    @rx.event
    def choose_reason(self, reason: str) -> None:
        """One of the usual reasons, or words of one's own."""
        self.reason = str(reason)[:300]

    @rx.event
    def choose_fault(self, fault: str) -> None:
        """Whose fault it is."""
        self.fault = str(fault)[:20]

    @rx.event
    async def cancel(self) -> Any:
        """Cancel for the fee that was shown."""
        actor, order_id = await self._actor(), await self._order_id()
        self.error = ""
        try:
            wanted = CancelInput(reason=self.reason, fault=self.fault)  # type: ignore[arg-type]
            async with db.transaction() as session:
                await orders.cancel(session, actor, order_id, wanted.reason, self._fee_minor, fault=wanted.fault)
        except ValidationError:
            self.error = "Please say why the order is cancelled."
            return None
        except PorterError as refusal:
            self.error = refusal.message
            return None
        self.asking = False
        return [OrderPanelState.refresh, NoticeState.tell("good", "The order has been cancelled.")]

    @rx.event
    def dismiss(self) -> None:
        """Leave it."""
        self.asking = False

    @rx.event
    async def search_again(self) -> Any:
        """Start a new search for an order that found nobody."""
        actor, order_id = await self._actor(), await self._order_id()
        async with db.transaction() as session:
            await orders.search_again(session, actor, order_id)
        return [OrderPanelState.refresh, NoticeState.tell("good", "The search has begun again.")]


class RaiseState(_OnOrder, rx.State):
    """Raising the offer: the customer pays more, so whoever does it sees the price before and after."""

    __required_role__: ClassVar[RequiredRole] = CANCELLERS

    asking: bool = False
    busy: bool = False
    error: str = ""
    before_text: str = ""
    after_text: str = ""
    step_text: str = ""
    _total_minor: int = 0
    _step_minor: int = 0

    @rx.event
    async def ask(self) -> None:
        """Show what one step more means."""
        self.error = ""
        await self._look()
        self.asking = True

    @rx.event
    async def raise_offer(self) -> Any:
        """One step more for the driver, at the price that was shown; a second press finds nothing to agree to."""
        if not self.asking or self.busy:
            return
        self.busy, self.error = True, ""
        yield
        try:
            await self._raise()
        except PorterError as refusal:
            self.error = refusal.message
            if isinstance(refusal, orders.PriceChanged):
                await self._look()
            return
        finally:
            self.busy = False
        self.asking = False
        yield [OrderPanelState.refresh, NoticeState.tell("good", f"The offer has been raised to {self.after_text}.")]

    @rx.event
    def dismiss(self) -> None:
        """Leave it."""
        self.asking = False

    async def _raise(self) -> None:
        actor, order_id = await self._actor(), await self._order_id()
        async with db.transaction() as session:
            await orders.raise_offer(session, actor, order_id, self._step_minor, expected_total_minor=self._total_minor)

    async def _look(self) -> None:
        actor, order_id = await self._actor(), await self._order_id()
        async with db.reading() as session:
            order = await orders.get(session, actor, order_id)
        self._total_minor, self._step_minor = order.total_minor, order.raise_step_minor
        after_minor = order.total_minor + order.raise_step_minor
        self.before_text, self.after_text = order.total_text, format_money(after_minor, order.currency)
        self.step_text = format_money(order.raise_step_minor, order.currency, trim=True)
