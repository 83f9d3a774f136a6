"""Offers as drivers see them."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock
from porter.core.money import format_money
from porter.core.words import distance_text, duration_text
from porter.models import Offer, Order, Stop
from porter.services import orders, vehicles
from porter.services.matching.views import OfferView


async def offer_views(session: AsyncSession, order: Order, offers: Sequence[Offer]) -> tuple[OfferView, ...]:
    """The same order as each asked driver sees it, in the order of the offers."""
    if not offers:
        return ()
    stops = await orders.stops(session, order.id)
    vehicle = await vehicles.of_code(session, order.class_code)
    return tuple(offer_view(order, stops, vehicle.name, offer) for offer in offers)


def offer_view(order: Order, stops: Sequence[Stop], vehicle_name: str, offer: Offer) -> OfferView:
    """One ask, in words."""
    pickup, last = stops[0], stops[-1]
    return OfferView(
        id=offer.id,
        order_id=order.id,
        order_number=order.number,
        payout_minor=offer.payout_minor,
        payout=offer.payout_minor,
        payout_text=format_money(offer.payout_minor, offer.currency),
        cash_minor=offer.cash_minor,
        cash=offer.cash_minor,
        cash_text=format_money(offer.cash_minor, offer.currency) if offer.cash_minor else "",
        currency=offer.currency,
        pickup_address=pickup.address,
        pickup_distance_m=offer.pickup_distance_m,
        pickup_distance_text=distance_text(offer.pickup_distance_m),
        pickup_eta_text=duration_text(offer.pickup_eta_s),
        pickup_lat=pickup.lat,
        pickup_lng=pickup.lng,
        drop_area=area(last.address),
        drop_lat=round(last.lat, 3),
        drop_lng=round(last.lng, 3),
        drops=len(stops) - 1,
        distance_text=distance_text(order.distance_m),
        vehicle_name=vehicle_name,
        goods_text=orders.goods_text(order.goods),
        expires_at=offer.expires_at,
        total_s=max(1, round((offer.expires_at - offer.sent_at).total_seconds())),
        server_now=clock.now(),
    )


def area(address: str) -> str:
    """The part of the city that an address lies in, without house or street: for whoever does not hold the order."""
    parts = [part.strip() for part in address.split(",") if part.strip()]
    named = [part for part in parts if not any(sign.isdigit() for sign in part)]
    if len(parts) < 2 or not named:
        return parts[0] if parts else ""
    return named[-2] if len(named) > 1 else named[-1]
