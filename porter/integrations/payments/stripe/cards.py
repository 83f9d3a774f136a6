"""Cards that Stripe keeps: a customer of Stripe's per account of ours, found again by what we wrote on it."""

from typing import Any

import structlog

from porter.core.errors import GatewayRefused, GatewayUnavailable
from porter.core.language import here
from porter.integrations.payments.base import (
    Checkout,
    Payer,
    SavedCard,
)
from porter.integrations.payments.stripe.client import StripeCaller

log = structlog.get_logger(__name__)


class StripeCards:
    """The part of the gateway that knows customers and their cards."""

    _caller: StripeCaller
    _key: str

    async def start_saving(self, customer: Payer, key: str, return_url: str) -> Checkout:
        """A SetupIntent: the person enters a card, nothing is charged."""
        params = {
            "customer": await self._customer(customer),
            "automatic_payment_methods": {"enabled": True},
            "usage": "off_session",
        }
        intent = await self._caller.insist(f"save-{key}", lambda v1, option: v1.setup_intents.create(params, option))
        payload = {
            "publishable_key": self._key,
            "client_secret": intent["client_secret"],
            "return_url": return_url,
            "intent": "setup",
        }
        return Checkout(provider_order=intent["id"], kind="stripe", payload=payload)

    async def saved_cards(self, customer: Payer) -> tuple[SavedCard, ...]:
        """The cards of a customer, newest first."""
        params = {"customer": await self._customer(customer), "type": "card", "limit": 100}
        found = await self._caller.ask(lambda v1: v1.payment_methods.list(params))
        return tuple(SavedCard(token=method["id"], label=_label(method["card"])) for method in found["data"])

    async def forget_card(self, customer: Payer, token: str) -> None:
        """Detach a card. Raises GatewayRefused when it is somebody else's."""
        if token not in {card.token for card in await self.saved_cards(customer)}:
            raise GatewayRefused(here("This card is not among your saved cards."))
        await self._caller.ask(lambda v1: v1.payment_methods.detach(token))

    async def _offer_saved_cards(self, intent_id: str, customer: Payer) -> None:
        """Tell Stripe whose payment this is. Apart from opening it: a payment must not fail, nor differ, for this."""
        try:
            params = {"customer": await self._customer(customer)}
            await self._caller.ask(lambda v1: v1.payment_intents.update(intent_id, params))
        except (GatewayRefused, GatewayUnavailable) as error:
            log.warning("stripe_saved_cards_not_offered", intent=intent_id, error=error.code)

    async def _customer(self, customer: Payer) -> str:
        query = {"query": f"metadata['account_id']:'{customer.id}'", "limit": 1}
        found = await self._caller.ask(lambda v1: v1.customers.search(query))
        if found["data"]:
            return str(found["data"][0]["id"])
        # The search is a minute behind: the key, which says only who it is, bridges that minute.
        params: dict[str, Any] = {"metadata": {"account_id": str(customer.id)}}
        made = await self._caller.insist(
            f"customer-{customer.id}", lambda v1, option: v1.customers.create(params, option)
        )
        return str(made["id"])


def _label(card: dict[str, Any]) -> str:
    return f"{str(card.get('brand', 'card')).title()} •••• {card.get('last4', '')}"
