"""What a driver says to an offer. Locks are taken in one order everywhere: order, driver, offers."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, outbox
from porter.core.errors import NotFound
from porter.core.language import here
from porter.models import Offer, Order
from porter.models.enums import OfferStatus, OrderStatus, Party
from porter.services import trips
from porter.services.accounts import Actor
from porter.services.matching import queries
from porter.services.matching.errors import OfferAnswered, OfferExpired, OfferTaken, OfferWithdrawn
from porter.services.matching.giving import give
from porter.services.matching.offer_views import offer_views
from porter.services.matching.views import OfferView
from porter.services.trips import JobView

DECLINE_REASON_MAX = 200


async def accept_offer(session: AsyncSession, actor: Actor, offer_id: UUID) -> JobView:
    """Take the order: the first driver to say so holds it, and saying it again gives the same answer.

    `offer_id` may be the order's id as well. Raises NotFound, OfferTaken, OfferExpired, OfferWithdrawn, OfferAnswered,
    DriverBusy, CannotTake, and JobEnded when they held it and do not any more.
    """
    asked = await _own_offer(session, actor, offer_id)
    order = await queries.lock_order(session, asked.order_id)
    if order is None:
        raise NotFound(here("We could not find this job."))
    await queries.lock_driver(session, actor.id)
    # Read again under the locks: it may have been answered or withdrawn while we waited.
    offer = await _own_offer(session, actor, asked.id)
    if offer.status is not OfferStatus.ACCEPTED:
        await _take(session, actor, order, offer)
    return await trips.job(session, actor, order.id)


async def decline_offer(session: AsyncSession, actor: Actor, offer_id: UUID, reason: str = "") -> None:
    """Say no; saying it again changes nothing. Raises NotFound, OfferAnswered when it had been accepted."""
    offer = await _own_offer(session, actor, offer_id)
    said_no = await queries.answer_offer(
        session, offer.id, OfferStatus.DECLINED, clock.now(), reason=reason[:DECLINE_REASON_MAX] or None
    )
    if said_no:
        outbox.emit(session, "offer.declined", {"offer_id": str(offer.id), "order_id": str(offer.order_id)})
        return
    if (await _own_offer(session, actor, offer.id)).status is OfferStatus.ACCEPTED:
        raise OfferAnswered()


async def current_offer(session: AsyncSession, actor: Actor) -> OfferView | None:
    """What the driver is asked now, or nothing."""
    return next(iter(await open_offers(session, actor)), None)


async def open_offers(session: AsyncSession, actor: Actor) -> tuple[OfferView, ...]:
    """Everything that the driver may answer now, newest first."""
    views: list[OfferView] = []
    for offer in await queries.open_offers_of_driver(session, actor.id, clock.now()):
        order = await session.get_one(Order, offer.order_id)
        views += await offer_views(session, order, [offer])
    return tuple(views)


async def _own_offer(session: AsyncSession, actor: Actor, offer_or_order_id: UUID) -> Offer:
    offer = await queries.offer_of_driver(session, actor.id, offer_or_order_id)
    if offer is None:
        raise NotFound(here("We could not find this job."))
    return offer


async def _take(session: AsyncSession, actor: Actor, order: Order, offer: Offer) -> None:
    _check_open(order, offer)
    if not await queries.answer_offer(session, offer.id, OfferStatus.ACCEPTED, clock.now()):
        raise OfferExpired()
    await give(session, order, actor.id, party=Party.DRIVER, actor_id=actor.id, offer_id=offer.id)


def _check_open(order: Order, offer: Offer) -> None:
    if order.status is not OrderStatus.SEARCHING_DRIVER:
        raise OfferTaken() if order.driver_id and order.status is not OrderStatus.CANCELLED else OfferWithdrawn()
    if offer.status is OfferStatus.DECLINED:
        raise OfferAnswered()
    if offer.status is OfferStatus.WITHDRAWN:
        raise OfferWithdrawn()
    if offer.status is OfferStatus.EXPIRED or offer.expires_at <= clock.now():
        raise OfferExpired()
