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
from porter.services.accounts import Actor
from porter.services.quotes import Text
from porter.state.admin.ledger import LOOKERS
from porter.state.admin.ledger_accounts import StatementState
from porter.state.admin.panelled import Panelled
from porter.state.notices import NoticeState
from porter.state.session import Identified, RequiredRole

CORRECTORS = frozenset(role.value for role in ledger.MAY_CORRECT)
ACCOUNT_PAGE = "/ops/ledger/account"


class ReverseInput(Input):
    """Why it is taken back."""

    why: Text = Field(min_length=3, max_length=200)


class PostingState(Panelled, rx.State):
    """One posting, over the page that it was opened from."""

    __required_role__: ClassVar[RequiredRole] = LOOKERS
    __page__: ClassVar[str] = "/ops/ledger"
    __word__: ClassVar[str] = "posting"

    entries: list[dict[str, Any]] = []
    _account_id: str = ""

    def _arrive(self) -> None:
        super()._arrive()
        self._account_id = str(self.router.url.query_parameters.get("id", ""))[:40]

    def _address(self, which: str) -> str:
        if not self._account_id:
            return super()._address(which)
        query = {"id": self._account_id} | ({self.__word__: which} if which else {})
        return f"{ACCOUNT_PAGE}?{urlencode(query)}"

    async def _leave(self) -> None:
        await super()._leave()
        self.entries = []

    async def _take_in(self, actor: Actor) -> str:
        """A posting never changes."""
        posting_id = claimed_id(self.open_id, "We could not find this posting.")
        async with db.reading() as session:
            found = await ledger.see_posting(session, actor, posting_id)
        shown = found.plain()
        self.entries = shown.pop("entries")
        self.view = shown
        return ""


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
