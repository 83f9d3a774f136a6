"""Booking: a quote becomes an order, exactly once."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, db, geo, live
from porter.core.errors import NotFound
from porter.core.language import here, msg
from porter.models import Account, City, Estimate, Order, Quote, Stop
from porter.models.enums import AccountStatus, Audience, OrderStatus, PaymentMethod, QuoteStatus
from porter.services import zones
from porter.services.accounts import Actor
from porter.services.orders.errors import QuoteExpired, QuoteUsed, TooManyOrders
from porter.services.orders.inputs import BookInput
from porter.services.orders.move import announce, record
from porter.services.orders.payment_methods import check_method
from porter.services.orders.present import order_view
from porter.services.orders.queries import Known, Searched
from porter.services.orders.queries import booking as queries
from porter.services.orders.read import get
from porter.services.orders.search import search_window
from porter.services.orders.views import OrderView
from porter.services.pricing import LineKind
from porter.services.quotes import TripInput, quote_trip, trip_of_estimate

Within = Callable[[AsyncSession, UUID], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class _New:
    """An order that was not there a moment ago: nothing of it has to be read back."""

    known: Known
    stops: Sequence[Stop]

    def view(self, actor: Actor) -> OrderView:
        searches = self.known.order.status is OrderStatus.SEARCHING_DRIVER
        return order_view(self.known, self.stops, None, Searched(0, 0, 0) if searches else None, actor.party)


class _Expired(Exception):
    """Leaves the transaction of a late booking, so that a fresh quote can be asked for outside it."""

    def __init__(self, trip: TripInput) -> None:
        super().__init__()
        self.trip = trip


async def book(actor: Actor, what: BookInput, *, within: Within | None = None) -> OrderView:
    """Commit to a quote in a transaction of its own. The same quote again gives the same order.

    `within` is done in the same transaction: an order whose wallet does not hold enough is not placed at all.
    Raises NotFound for a quote of somebody else, QuoteExpired with a fresh estimate, QuoteUsed, MethodNotOffered,
    TooManyOrders.
    """
    try:
        async with db.transaction() as session:
            placed = await _place(session, actor, what)
            if isinstance(placed, _New) and within is None:
                return placed.view(actor)
            order_id = _id_of(placed)
            if within is not None:
                await within(session, order_id)
            return await get(session, actor, order_id)
    except _Expired as late:
        raise QuoteExpired(estimate=await quote_trip(actor.id, late.trip)) from late


async def place(session: AsyncSession, actor: Actor, what: BookInput) -> UUID:
    """Claim the quote by one conditional UPDATE and copy fare and stops into an order.

    Paid in cash it starts searching; paid any other way it waits until the money is secured (`start_searching`).
    """
    return _id_of(await _place(session, actor, what))


async def _place(session: AsyncSession, actor: Actor, what: BookInput) -> _New | UUID:
    """A new order, or the id of the one that this quote has become before."""
    check_method(what.payment_method)
    if actor.audience is not Audience.CUSTOMER:
        raise NotFound(msg("We could not find this price."))
    claimed = await queries.claim(session, actor.id, what.quote_id, clock.now())
    if claimed is None:
        return await _not_claimed(session, actor, what)
    customer, city = claimed.customer, claimed.city
    _check_customer(customer, city, claimed.live_orders)
    order = _order(claimed.quote, claimed.estimate, customer, city, what)
    await queries.insert_order(session, order)
    stops = _stops(order, claimed.estimate, customer)
    session.add_all(stops)
    record(session, order, party=actor.party, actor_id=actor.id, event="order.placed")
    announce(session, order, None)
    live.notify(session, "ops:orders", "order:created", {"order_id": str(order.id), "number": order.number})
    return _New(Known(order, claimed.vehicle, city, None, None), stops)


def _id_of(placed: _New | UUID) -> UUID:
    return placed.known.order.id if isinstance(placed, _New) else placed


async def _not_claimed(session: AsyncSession, actor: Actor, what: BookInput) -> UUID:
    """Why the claim failed: unknown or somebody else's, already an order, or too late."""
    found = await queries.own_quote(session, actor.id, what.quote_id)
    if found is None:
        raise NotFound(msg("We could not find this price. Please ask for a new one."))
    quote, estimate = found
    if quote.status is not QuoteStatus.USED:
        raise _Expired(trip_of_estimate(estimate))
    order_id = await queries.order_of_quote(session, actor.id, quote.id)
    if order_id is None:
        raise QuoteUsed()
    return order_id


def _check_customer(customer: Account, city: City, live_orders: int) -> None:
    if customer.status is not AccountStatus.ACTIVE:
        raise NotFound(here("We could not find this account."))
    most = zones.rules(city).live_orders_max
    if live_orders >= most:
        raise TooManyOrders(
            here("You already have {count} orders under way. Please wait until one of them is done.", count=live_orders)
        )


def _order(quote: Quote, estimate: Estimate, customer: Account, city: City, what: BookInput) -> Order:
    pickup, drop = estimate.stops[0], estimate.stops[-1]
    tax = _sum(quote, LineKind.TAX)
    discount = -_sum(quote, LineKind.DISCOUNT)
    waits = what.payment_method is not PaymentMethod.CASH
    return Order(
        number="",
        customer_id=customer.id,
        quote_id=quote.id,
        city_code=city.code,
        service_type=estimate.service_type,
        class_code=quote.class_code,
        status=OrderStatus.PENDING if waits else OrderStatus.SEARCHING_DRIVER,
        payment_method=what.payment_method,
        goods=estimate.goods,
        note=what.note,
        lines=quote.lines,
        terms=quote.terms,
        total_minor=quote.total_minor,
        driver_payout_minor=quote.driver_payout_minor,
        commission_minor=quote.total_minor + discount - tax - quote.driver_payout_minor,
        tax_minor=tax,
        currency=quote.currency,
        distance_m=estimate.distance_m,
        duration_s=quote.duration_s,
        polyline=estimate.polyline,
        pickup_lat=pickup["lat"],
        pickup_lng=pickup["lng"],
        pickup_address=pickup["address"],
        drop_address=drop["address"],
        pickup_cell=geo.cell(geo.Point(pickup["lat"], pickup["lng"])),
        **({} if waits else search_window(zones.rules(city))),
    )


def _stops(order: Order, estimate: Estimate, customer: Account) -> list[Stop]:
    """Copies of the quoted stops; whoever books is met at the pickup unless somebody else was named."""
    stops = [Stop(order_id=order.id, sequence=place, **stop) for place, stop in enumerate(estimate.stops)]
    pickup = stops[0]
    if not pickup.contact_phone:
        pickup.contact_phone = customer.phone or ""
        pickup.contact_name = pickup.contact_name or customer.name
    return stops


def _sum(quote: Quote, kind: LineKind) -> int:
    return sum(line["minor"] for line in quote.lines if line["kind"] == kind)
