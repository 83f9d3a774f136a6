"""Cancelling: the fee is shown first, and the shown fee is the charged fee."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock
from porter.core.errors import Forbidden, NotFound
from porter.core.language import here
from porter.models import Order
from porter.models.enums import Fault, OrderStatus, Party, Role
from porter.models.transitions import IllegalStep
from porter.services import ledger, zones
from porter.services.accounts import Actor
from porter.services.orders import queries
from porter.services.orders.errors import AlreadyCancelled, FeeChanged, NotCancellable
from porter.services.orders.matrix import Verdict, judge
from porter.services.orders.move import move
from porter.services.orders.paper import issue_cancellation
from porter.services.orders.queries import who
from porter.services.orders.read import get
from porter.services.orders.views import CancellationView, OrderView
from porter.services.orders.words import party_text

_MAY_CANCEL = frozenset({Role.CUSTOMER, Role.DISPATCHER, Role.DELIVERY_MANAGER, Role.SUPPORT, Role.ADMIN})


async def cancellation_preview(session: AsyncSession, actor: Actor, order_id: UUID) -> CancellationView:
    """What cancelling would cost now. Raises NotFound."""
    known = await queries.known(session, actor, order_id)
    verdict = await _verdict(session, actor.party, known.order)
    return verdict.view(known.order.currency, known.city.time_zone)


async def cancel(
    session: AsyncSession,
    actor: Actor,
    order_id: UUID,
    reason: str,
    expected_fee_minor: int | None = None,
    *,
    fault: Fault | None = None,
    only: OrderStatus | None = None,
) -> OrderView:
    """Cancel for the fee that was shown; not naming a fee means that none is expected. Twice is once.

    With `only` an order that has left that state goes on: what was looked at may be old.

    A fee is booked as owed and gets its numbered paper: make it the last step of the transaction.
    Whose fault it was the matrix says, unless operations names it; the fee stays the matrix's.
    Raises NotFound, Forbidden, NotCancellable, IllegalStep, FeeChanged with the present fee, and to operations
    AlreadyCancelled by whoever else did it, or for another reason.
    """
    _check_role(actor)
    order = await queries.locked(session, actor, order_id)
    if order.status is OrderStatus.CANCELLED and actor.party is Party.STAFF:
        await _check_mine(session, actor, order, reason, fault)
    elif order.status is not OrderStatus.CANCELLED or order.cancelled_by is not actor.party:
        if only not in {None, order.status}:
            raise IllegalStep()
        named = fault if actor.party is Party.STAFF else None
        await _cancel(session, actor, order, reason, expected_fee_minor or 0, named)
    return await get(session, actor, order_id)


async def _check_mine(session: AsyncSession, actor: Actor, order: Order, reason: str, fault: Fault | None) -> None:
    """The same person with the same words tries again: what they wanted is done."""
    who_id, name = await who.cancelled(session, order.id)
    mine = order.cancelled_by is Party.STAFF and who_id == actor.id
    if mine and order.cancel_reason == reason and fault in {None, order.cancel_fault}:
        return
    by, why = name or party_text(order.cancelled_by or Party.SYSTEM), order.cancel_reason
    if not why:
        raise AlreadyCancelled(here("This order had already been cancelled by {who}.", who=by))
    raise AlreadyCancelled(here("This order had already been cancelled by {who}: {why}.", who=by, why=why))


async def _cancel(
    session: AsyncSession, actor: Actor, order: Order, reason: str, expected_fee_minor: int, named: Fault | None
) -> None:
    verdict = await _verdict(session, actor.party, order)
    city = await zones.city(session, order.city_code)
    if not verdict.allowed:
        raise NotCancellable(verdict.explanation(order.currency, city.time_zone))
    if verdict.fee_minor != expected_fee_minor:
        raise FeeChanged(cancellation=verdict.view(order.currency, city.time_zone))
    driver_id = order.driver_id
    fault = named or verdict.fault
    cancelled = await move(
        session,
        order.id,
        OrderStatus.CANCELLED,
        party=actor.party,
        actor_id=actor.id,
        event="order.cancelled",
        why=reason,
        data={"fee_minor": verdict.fee_minor, "fault": fault.value, "counts_against": verdict.counts_against},
        cancelled_by=actor.party,
        cancel_reason=reason,
        cancel_fault=fault,
        cancel_fee_minor=verdict.fee_minor,
    )
    if verdict.fee_minor:
        await _book_fee(session, cancelled, driver_id, zones.rules(city))
        await issue_cancellation(session, cancelled, _tax_in(cancelled))


async def _verdict(session: AsyncSession, party: Party, order: Order) -> Verdict:
    return judge(order, party, await queries.cancellation_rules(session, order), clock.now())


async def _book_fee(session: AsyncSession, order: Order, driver_id: UUID | None, rules: zones.CityRules) -> None:
    entries = ledger.cancellation_fee(
        order.customer_id,
        driver_id,
        fee_minor=order.cancel_fee_minor,
        tax_minor=_tax_in(order),
        driver_share_bps=rules.cancel_driver_share_bps,
    )
    await ledger.post(
        session, f"cancel:{order.id}", "order.cancelled", entries, order.id, order.number, currency=order.currency
    )


def _tax_in(order: Order) -> int:
    """The tax inside the fee, at the rate at which the order was taxed."""
    quoted = order.total_minor - order.raise_minor
    return order.cancel_fee_minor * order.tax_minor // quoted if quoted else 0


def _check_role(actor: Actor) -> None:
    if actor.party is Party.DRIVER:
        raise NotFound("We could not find this order.")
    if actor.role not in _MAY_CANCEL:
        raise Forbidden()
