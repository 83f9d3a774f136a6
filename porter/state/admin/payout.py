"""The panel of one payout: where it goes, its tries, its books; and looking again at once."""

from typing import Any, ClassVar
from uuid import UUID

import reflex as rx

from porter.core import db
from porter.core.ids import claimed_id
from porter.services import accounts, payouts
from porter.services.accounts import Actor
from porter.services.payouts import PayoutPanelView
from porter.state.admin.panelled import Panelled
from porter.state.notices import NoticeState
from porter.state.session import StaffOnly

PAYOUT_READERS = frozenset(role.value for role in payouts.MAY_SEE)


class PayoutPanelState(StaffOnly, Panelled, rx.State):
    """One payout."""

    __page__: ClassVar[str] = "/ops/payouts"
    __word__: ClassVar[str] = "payout"

    postings: list[dict[str, Any]] = []

    @rx.event
    async def look_again(self) -> Any:
        """Have it sent again with the same key, or asked after, now. The service says when that is possible."""
        actor = await self._actor()
        async with db.transaction() as session:
            self._take(await payouts.look_again(session, actor, _payout_id(self.open_id)))
        return NoticeState.tell("good", "We look at this payout now.")

    async def _take_in(self, actor: Actor) -> str:
        """The table beside it hears of its changes."""
        async with db.reading() as session:
            self._take(await payouts.panel(session, actor, _payout_id(self.open_id)))
        return ""

    def _take(self, panel: PayoutPanelView) -> None:
        shown = panel.plain()
        self.postings = shown.pop("postings")
        phone = accounts.display_phone(panel.row.driver_phone) if panel.row.driver_phone else ""
        self.view = shown | {"driver_phone_text": phone}


def _payout_id(text: str) -> UUID:
    return claimed_id(text, "We could not find this payout.")
