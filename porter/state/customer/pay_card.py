"""Saving a card in the fields of the provider's own script."""

from typing import Any, ClassVar

import reflex as rx

from porter.core.errors import PorterError
from porter.services import payments
from porter.state.checkout import OWN_SCRIPTS
from porter.state.session import CustomerOnly

CARDS_PAGE = "/account/payment-methods"


class CardFormState(CustomerOnly, rx.State):
    """What the script needs, and what came of it."""

    __fleeting__: ClassVar[dict[str, str]] = {"leave_to": ""}

    payload: dict[str, Any] = {}
    error: str = ""
    leave_to: str = ""

    @rx.event
    async def load(self) -> Any:
        """Begin to save a card. Providers without a script have a page of their own."""
        self.payload, self.error, self.leave_to = {}, "", ""
        yield
        try:
            opened = await payments.start_saving_card(await self._actor())
        except PorterError as problem:
            self.error = problem.message
            return
        if opened.kind in OWN_SCRIPTS:
            self.payload = opened.payload
        else:
            self.leave_to = opened.page_url

    @rx.event
    async def saved(self, _answer: dict[str, Any]) -> None:
        """The provider has it; the page that lists the cards asks which."""
        self.leave_to = CARDS_PAGE

    @rx.event
    async def not_saved(self, why: str) -> None:
        """The provider said no."""
        self.error = str(why)[:200]
