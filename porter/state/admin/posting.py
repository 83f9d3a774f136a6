"""The panel of one posting, and taking it back."""

from typing import Any, ClassVar
from urllib.parse import urlencode

import reflex as rx
from pydantic import Field, ValidationError

from porter.core import db
from porter.core.errors import PorterError
from porter.core.ids import claimed_id
from porter.core.views import Input
from porter.services import ledger
from porter.services.quotes import Text
from porter.state.admin.ledger import LOOKERS
from porter.state.admin.ledger_accounts import StatementState
from porter.state.notices import NoticeState
from porter.state.session import Identified, RequiredRole

CORRECTORS = frozenset(role.value for role in ledger.MAY_CORRECT)
ACCOUNT_PAGE = "/ops/ledger/account"
LEDGER_PAGE = "/ops/ledger"


class ReverseInput(Input):
    """Why it is taken back."""

    why: Text = Field(min_length=3, max_length=200)


class PostingState(Identified, rx.State):
    """One posting, over the page that it was opened from."""

    __required_role__: ClassVar[RequiredRole] = LOOKERS

    open_id: str = ""
    address: str = ""
    view: dict[str, Any] = {}
    entries: list[dict[str, Any]] = []
    error: str = ""
    _account_id: str = ""

    @rx.event
    async def load(self) -> None:
        """The posting that the address names, or none."""
        asked = self.router.url.query_parameters
        self._account_id = str(asked.get("id", ""))[:40]
        await self._show(str(asked.get("posting", ""))[:40])

    @rx.event
    async def open(self, posting_id: str) -> None:
        """Another posting."""
        await self._show(str(posting_id)[:40])

    @rx.event
    async def close(self) -> None:
        """Back to the page alone."""
        await self._show("")

    @rx.event
    async def refresh(self) -> None:
        """The same posting anew."""
        if self.open_id:
            await self._read()

    async def _show(self, posting_id: str) -> None:
        self.address = self._address(posting_id)
        if posting_id != self.open_id:
            self.view, self.entries = {}, []
        self.open_id, self.error = posting_id, ""
        if posting_id:
            await self._read()

    def _address(self, posting_id: str) -> str:
        page = ACCOUNT_PAGE if self._account_id else LEDGER_PAGE
        query = {"id": self._account_id, "posting": posting_id}
        words = urlencode({key: value for key, value in query.items() if value})
        return f"{page}?{words}" if words else page

    async def _read(self) -> None:
        actor = await self._actor()
        try:
            posting_id = claimed_id(self.open_id, "We could not find this posting.")
            async with db.reading() as session:
                found = await ledger.see_posting(session, actor, posting_id)
        except PorterError as refusal:
            self.error, self.view = refusal.message, {}
            return
        shown = found.plain()
        self.entries = shown.pop("entries")
        self.view = shown


class ReverseState(Identified, rx.State):
    """Taking the open posting back."""

    __required_role__: ClassVar[RequiredRole] = CORRECTORS

    asking: bool = False
    why: str = ""
    error: str = ""

    @rx.event
    def ask(self) -> None:
        """Ask for the reason."""
        self.asking, self.why, self.error = True, "", ""

    @rx.event
    def say(self, why: str) -> None:
        """The reason."""
        self.why = str(why)[:200]

    @rx.event
    async def confirm(self) -> Any:
        """Book the opposite, and show it."""
        actor, panel = await self._actor(), await self.get_state(PostingState)
        try:
            posting_id = claimed_id(panel.open_id, "Please open a posting first.")
            wanted = ReverseInput(why=self.why)
            async with db.transaction() as session:
                correction = await ledger.take_back(session, actor, posting_id, wanted.why)
        except ValidationError:
            self.error = "Please say why it is taken back."
            return None
        except PorterError as refusal:
            self.error = refusal.message
            return None
        self.asking = False
        told = NoticeState.tell("good", "Taken back: this is the correction.")
        return [PostingState.open(str(correction.id)), StatementState.refresh, told]

    @rx.event
    def dismiss(self) -> None:
        """Leave it."""
        self.asking = False
