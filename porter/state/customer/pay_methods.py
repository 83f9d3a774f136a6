"""How a person wants to pay: what is offered first, and saved cards."""

from typing import Any, ClassVar
from uuid import UUID

import reflex as rx

from porter.core import db
from porter.core.errors import PorterError
from porter.core.language import here, msg
from porter.models.enums import PaymentMethod
from porter.services import payments
from porter.state.customer.pay_by import PayByState
from porter.state.notices import NoticeState
from porter.state.session import CustomerOnly


class PayMethodsState(CustomerOnly, rx.State):
    """The choice of `PayByState` as a preference; cards that can be removed."""

    __fleeting__: ClassVar[dict[str, str]] = {"save_url": "", "busy": ""}

    cards: list[dict[str, Any]] = []
    can_save: bool = False
    leaving: dict[str, str] = {}
    busy: str = ""
    error: str = ""
    save_url: str = ""
    loaded: bool = False

    @rx.event
    async def load(self) -> Any:
        """Show what we know, then ask the provider whether it still keeps the same cards."""
        self.error, self.busy, self.save_url, self.leaving = "", "", "", {}
        await self._read()
        self.loaded = True
        if not self.can_save:
            return
        yield
        try:
            await payments.refresh_cards(await self._actor())
            await self._read()
        except PorterError as problem:
            self.error = problem.message

    @rx.event
    async def prefer(self, key: str) -> Any:
        """Offer this first from now on."""
        method, _, card_id = str(key).partition(":")
        try:
            way, card = PaymentMethod(method), UUID(card_id) if card_id else None
        except ValueError:
            return None
        async with db.transaction() as session:
            await payments.prefer(session, await self._actor(), way, card)
        await self._read()
        return NoticeState.tell("good", msg("This is offered first from now on."))

    @rx.event
    async def add(self) -> Any:
        """To the provider, who takes the card."""
        if self.save_url:
            return
        self.busy, self.error = "add", ""
        yield
        try:
            self.save_url = (await payments.start_saving_card(await self._actor())).page_url
        except PorterError as problem:
            self.error, self.busy = problem.message, ""

    @rx.event
    async def ask_remove(self, card_id: str) -> None:
        """Ask before a card is removed."""
        found = next((card for card in self.cards if card["id"] == card_id), None)
        self.leaving = {"id": found["id"], "label": found["label"]} if found else {}

    @rx.event
    async def keep(self) -> None:
        """Keep the card."""
        self.leaving = {}

    @rx.event
    async def remove(self) -> Any:
        """Have the provider forget it."""
        leaving, self.leaving = self.leaving, {}
        if not leaving:
            return
        self.busy, self.error = "remove", ""
        yield
        try:
            await payments.forget_card(await self._actor(), UUID(leaving["id"]))
            await self._read()
            yield NoticeState.tell("good", here("{name} is removed.", name=leaving["label"]))
        except PorterError as problem:
            self.error = problem.message
        self.busy = ""

    async def _read(self) -> None:
        actor = await self._actor()
        async with db.reading() as session:
            preferred = await payments.preference(session, actor)
            self.cards = [card.plain() for card in await payments.cards(session, actor)]
        self.can_save = preferred.can_save_cards
        choice = await self.get_state(PayByState)
        choice.chosen = ""
        await choice._offer(actor, 0)
