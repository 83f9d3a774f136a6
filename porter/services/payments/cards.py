"""How a customer wants to pay: cards that the provider keeps, and the way of paying that is offered first.

The provider keeps the cards; we keep a copy of what may be shown, so that choosing one asks nobody. Numbers never come
near us.
"""

from contextlib import suppress
from typing import cast
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, db
from porter.core.config import settings
from porter.core.errors import Forbidden, GatewayRefused
from porter.core.ids import new_id
from porter.core.words import local_text
from porter.integrations.payments import CardKeeper, Payer, default_gateway, gateway
from porter.models import SavedMethod
from porter.models.enums import Audience, PaymentMethod, Provider
from porter.services import orders, zones
from porter.services.accounts import Actor
from porter.services.orders import MethodNotOffered
from porter.services.payments.errors import CardNotFound, CardsNotKept
from porter.services.payments.opening import payer_of
from porter.services.payments.present import PAY_PAGE, ZONE
from porter.services.payments.queries import cards as queries
from porter.services.payments.views import CardCheckoutView, CardView, PreferenceView

CARDS_PAGE = "/account/payment-methods"


async def cards(session: AsyncSession, actor: Actor) -> tuple[CardView, ...]:
    """The cards that can be paid with, newest first; none where the provider keeps none. Raises Forbidden."""
    _check_customer(actor)
    provider = await _provider(session)
    if not keeps_cards(provider):
        return ()
    return tuple(_view(card) for card in await queries.own(session, actor.id, provider))


async def preference(session: AsyncSession, actor: Actor) -> PreferenceView:
    """How this person wants to pay, unless they say otherwise. A card that is gone leaves the method. Raises Forbidden."""
    _check_customer(actor)
    kept = keeps_cards(await _provider(session))
    found = await queries.preference(session, actor.id)
    if found is None:
        return PreferenceView(method=None, card_id=None, can_save_cards=kept)
    card_id = found.saved_method_id
    there = card_id is not None and await queries.one(session, actor.id, card_id) is not None
    return PreferenceView(method=found.method, card_id=card_id if there else None, can_save_cards=kept)


async def prefer(session: AsyncSession, actor: Actor, method: PaymentMethod, card_id: UUID | None = None) -> None:
    """Offer this first from now on. Raises Forbidden, MethodNotOffered, CardNotFound."""
    _check_customer(actor)
    if method not in {offered.method for offered in orders.payment_methods()}:
        raise MethodNotOffered()
    if card_id is not None and (method is not PaymentMethod.CARD or not await queries.one(session, actor.id, card_id)):
        raise CardNotFound()
    await queries.prefer(session, actor.id, method, card_id, clock.now())


async def start_saving_card(actor: Actor) -> CardCheckoutView:
    """Let the person give a card to the provider. Raises Forbidden, CardsNotKept, GatewayUnavailable."""
    provider, keeper, payer = await _at_keeper(actor)
    opened = await keeper.start_saving(payer, str(new_id()), settings().origin + CARDS_PAGE)
    hosted = opened.kind == "hosted"
    return CardCheckoutView(
        provider=provider,
        kind=opened.kind,
        payload=opened.payload,
        page_url=str(opened.payload["url"]) if hosted else f"{PAY_PAGE}/card",
    )


async def refresh_cards(actor: Actor) -> tuple[CardView, ...]:
    """Ask the provider which cards it keeps, and remember them. Raises Forbidden, CardsNotKept, GatewayUnavailable."""
    provider, keeper, payer = await _at_keeper(actor)
    found = await keeper.saved_cards(payer)
    async with db.transaction() as session:
        await queries.keep(session, actor.id, provider, found, clock.now())
        return await cards(session, actor)


async def forget_card(actor: Actor, card_id: UUID) -> None:
    """Have the provider forget a card. Raises Forbidden, CardNotFound, CardsNotKept, GatewayUnavailable."""
    provider, keeper, payer = await _at_keeper(actor)
    async with db.reading() as session:
        card = await queries.one(session, actor.id, card_id)
    if card is None or card.provider is not provider:
        raise CardNotFound()
    with suppress(GatewayRefused):  # it is gone there already; the list that is read next tells
        await keeper.forget_card(payer, card.token)
    await refresh_cards(actor)


def keeps_cards(provider: Provider) -> bool:
    """Whether a provider keeps cards."""
    return gateway(provider).capabilities.saved_cards


async def _at_keeper(actor: Actor) -> tuple[Provider, CardKeeper, Payer]:
    _check_customer(actor)
    async with db.reading() as session:
        provider = await _provider(session)
        payer = await payer_of(session, actor.id)
    if not keeps_cards(provider):
        raise CardsNotKept()
    return provider, cast(CardKeeper, gateway(provider)), payer


async def _provider(session: AsyncSession) -> Provider:
    city = await zones.city(session, settings().default_city)
    return default_gateway(city.currency)


def _check_customer(actor: Actor) -> None:
    if actor.audience is not Audience.CUSTOMER:
        raise Forbidden()


def _view(card: SavedMethod) -> CardView:
    return CardView(id=card.id, label=card.label, created_text=local_text(card.created_at, ZONE))
