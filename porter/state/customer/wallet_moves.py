"""Money into the wallet, and back to where it came from."""

from typing import Any, ClassVar

import reflex as rx

from porter.core import db
from porter.core.errors import PorterError
from porter.core.language import here, msg
from porter.core.money import format_money
from porter.models.enums import PaymentMethod
from porter.services import payments, wallets
from porter.state.customer.wallet import WalletState
from porter.state.customer.words import typed_minor
from porter.state.notices import NoticeState
from porter.state.session import CustomerOnly


class AddMoneyState(CustomerOnly, rx.State):
    """How much is added, and the way to the checkout."""

    __fleeting__: ClassVar[dict[str, Any]] = {"checkout_url": "", "busy": False, "is_open": False}

    is_open: bool = False
    typed: str = ""
    button: str = ""
    limits: str = ""
    suggestions: list[dict[str, str]] = []
    error: str = ""
    busy: bool = False
    checkout_url: str = ""

    @rx.event
    async def open(self) -> None:
        """Ask how much."""
        await self._actor()  # what follows is said in this person's language
        async with db.reading() as session:
            choice = await payments.top_up_choice(session)
        self.limits = choice.limits_text
        self.suggestions = [{"rupees": str(minor // 100), "text": text} for minor, text in choice.suggestions]
        self.typed, self.error, self.busy, self.checkout_url, self.is_open = "", "", False, "", True
        self.button = here("Add money")

    @rx.event
    async def close(self) -> None:
        """Not now."""
        self.is_open = False

    @rx.event
    async def type(self, text: str) -> None:
        """An amount in rupees."""
        await self._actor()
        self.typed, self.error = str(text)[:12], ""
        minor = typed_minor(self.typed)
        self.button = here("Add {amount}", amount=format_money(minor, trim=True)) if minor else here("Add money")

    @rx.event
    async def go(self) -> Any:
        """On to the checkout; pressed twice, it is the same checkout."""
        if self.checkout_url:
            return
        self.error = ""
        minor = typed_minor(self.typed)
        if minor is None:
            self.error = msg("Please enter an amount in rupees, for example 500.")
            return
        self.busy = True
        yield
        try:
            checkout = await payments.start_top_up(await self._actor(), minor, PaymentMethod.UPI)
            self.checkout_url = checkout.page_url
        except PorterError as problem:
            self.error, self.busy = problem.message, False


class SendBackState(CustomerOnly, rx.State):
    """How much goes back, asked twice because it cannot be taken back."""

    is_open: bool = False
    typed: str = ""
    asked_text: str = ""
    error: str = ""
    busy: bool = False
    _minor: int = 0

    @rx.event
    async def open(self) -> None:
        """Offer all that may go back."""
        wallet = await self._wallet()
        self.typed = format_money(wallet.withdrawable_minor, wallet.currency).lstrip("₹").removesuffix(".00")
        self.error, self.asked_text, self.busy, self._minor, self.is_open = "", "", False, 0, True

    @rx.event
    async def close(self) -> None:
        """Keep it in the wallet."""
        self.is_open, self._minor, self.asked_text = False, 0, ""

    @rx.event
    async def type(self, text: str) -> None:
        """An amount in rupees."""
        self.typed, self.error, self.asked_text, self._minor = str(text)[:12], "", "", 0

    @rx.event
    async def ask(self) -> None:
        """Say once more how much, before it goes."""
        minor, wallet = typed_minor(self.typed), await self._wallet()
        if not minor:
            self.error = msg("Please enter an amount in rupees, for example 500.")
        elif minor > wallet.withdrawable_minor:
            self.error = here("At most {amount} can go back.", amount=wallet.withdrawable_text)
        else:
            self._minor, self.error = minor, ""
            self.asked_text = format_money(minor, wallet.currency)

    @rx.event
    async def confirm(self) -> Any:
        """Send it. What was asked for is sent once, however often this is pressed."""
        minor, self._minor = self._minor, 0
        if not minor:
            return
        self.busy, self.error = True, ""
        yield
        try:
            async with db.transaction() as session:
                sent = await wallets.withdraw(session, await self._actor(), minor)
            self.is_open = False
            await (await self.get_state(WalletState))._read()
            yield NoticeState.tell("good", sent.message)
        except PorterError as problem:
            self.error = problem.message
        self.busy, self.asked_text = False, ""

    async def _wallet(self) -> wallets.WalletView:
        async with db.reading() as session:
            return await wallets.balance(session, await self._actor())
