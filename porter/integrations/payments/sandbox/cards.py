"""Cards that the sandbox keeps. They have names and no numbers: nothing like a card number is ever typed here."""

from uuid import UUID, uuid4

from pydantic import Field

from porter.core.errors import GatewayRefused
from porter.core.language import here
from porter.integrations.payments.base import Checkout, Payer, SavedCard
from porter.integrations.payments.errors import UnknownAtVendor
from porter.integrations.payments.sandbox import book
from porter.integrations.payments.sandbox.book import Document

CARDS_PATH = "/api/v1/sandbox/cards"

TEST_CARDS = {"visa": "Visa •••• 4242", "mastercard": "Mastercard •••• 4444", "rupay": "RuPay •••• 0008"}
"""What can be kept; the page offers them by name."""


class SandboxSetup(Document):
    """Somebody is about to have a card kept."""

    account_id: UUID
    payer: str
    return_url: str
    token: str = ""


class CardBox(Document):
    """The cards of one customer, newest first."""

    cards: list[SavedCard] = Field(default_factory=list)


class SandboxCards:
    """The part of the gateway that keeps cards."""

    async def start_saving(self, customer: Payer, key: str, return_url: str) -> Checkout:
        """A page on which the person picks one of the test cards."""
        setup = SandboxSetup(
            id=f"sbs_{key.replace('-', '')}", account_id=customer.id, payer=customer.name, return_url=return_url
        )
        await book.keep_new(setup)
        return Checkout(provider_order=setup.id, kind="hosted", payload={"url": f"{CARDS_PATH}/{setup.id}"})

    async def saved_cards(self, customer: Payer) -> tuple[SavedCard, ...]:
        """The cards of a customer, newest first."""
        try:
            return tuple((await book.find(CardBox, _box(customer.id))).cards)
        except UnknownAtVendor:
            return ()

    async def forget_card(self, customer: Payer, token: str) -> None:
        """Remove a card. Raises GatewayRefused when it is somebody else's."""
        if token not in {card.token for card in await self.saved_cards(customer)}:
            raise GatewayRefused(here("This card is not among your saved cards."))

        def step(box: CardBox) -> None:
            box.cards = [card for card in box.cards if card.token != token]

        await book.change(CardBox, _box(customer.id), step)


async def setup(setup_id: str) -> SandboxSetup:
    """Whose card is to be kept. Raises UnknownAtVendor, GatewayUnavailable."""
    return await book.find(SandboxSetup, setup_id)


async def keep_card(setup_id: str, name: str) -> SandboxSetup:
    """Keep a test card; the same page sent twice keeps one. Raises UnknownAtVendor, GatewayRefused."""
    if name not in TEST_CARDS:
        raise GatewayRefused("There is no such test card.")
    fresh = f"sbm_{uuid4().hex}"

    def claim(found: SandboxSetup) -> SandboxSetup:
        found.token = found.token or fresh
        return found

    claimed = await book.change(SandboxSetup, setup_id, claim)
    await book.keep_new(CardBox(id=_box(claimed.account_id)))

    def add(box: CardBox) -> None:
        if claimed.token not in {card.token for card in box.cards}:
            box.cards = [SavedCard(token=claimed.token, label=TEST_CARDS[name]), *box.cards]

    await book.change(CardBox, _box(claimed.account_id), add)
    return claimed


async def label_of(customer: Payer, token: str) -> str:
    """What may be shown of a kept card. Raises GatewayRefused when it is not this customer's."""
    for card in await SandboxCards().saved_cards(customer):
        if card.token == token:
            return card.label
    raise GatewayRefused(here("This card is not among your saved cards."))


def _box(account_id: UUID) -> str:
    return f"sbc_{account_id.hex}"
