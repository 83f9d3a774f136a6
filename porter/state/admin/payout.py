"""The panel of one payout: where it goes, its tries, its books; and looking again at once."""

from typing import Any
from uuid import UUID

import reflex as rx

from porter.core import db
from porter.core.errors import PorterError
from porter.core.ids import claimed_id
from porter.services import accounts, payouts
from porter.services.payouts import PayoutPanelView
from porter.state.notices import NoticeState
from porter.state.session import StaffOnly


class PayoutPanelState(StaffOnly, rx.State):
    """One payout."""

    open_id: str = ""
    address: str = ""
    view: dict[str, Any] = {}
    postings: list[dict[str, Any]] = []
    error: str = ""

    @rx.event
    async def load(self) -> None:
        """The payout that the address names, or none."""
        await self._show(str(self.router.url.query_parameters.get("payout", "")))

    @rx.event
    async def open(self, payout_id: str) -> None:
        """Another payout."""
        await self._show(str(payout_id))

    @rx.event
    async def close(self) -> None:
        """Back to the table alone."""
        await self._show("")

    @rx.event
    async def refresh(self) -> None:
        """The same payout anew."""
        if self.open_id:
            await self._read()

    @rx.event
    async def look_again(self) -> Any:
        """Have it sent again with the same key, or asked after, now. The service says when that is possible."""
        actor = await self._actor()
        async with db.transaction() as session:
            self._take(await payouts.look_again(session, actor, _payout_id(self.open_id)))
        return NoticeState.tell("good", "We look at this payout now.")

    async def _show(self, payout_id: str) -> None:
        self.address = f"/ops/payouts?payout={payout_id}" if payout_id else "/ops/payouts"
        if payout_id != self.open_id:
            self.view = {}
        self.open_id, self.error = payout_id, ""
        if payout_id:
            await self._read()

    async def _read(self) -> None:
        actor = await self._actor()
        try:
            async with db.reading() as session:
                panel = await payouts.panel(session, actor, _payout_id(self.open_id))
        except PorterError as refusal:
            self.error, self.view = refusal.message, {}
            return
        self._take(panel)

    def _take(self, panel: PayoutPanelView) -> None:
        shown = panel.plain()
        self.postings = shown.pop("postings")
        phone = accounts.display_phone(panel.row.driver_phone) if panel.row.driver_phone else ""
        self.view = shown | {"driver_phone_text": phone}


def _payout_id(text: str) -> UUID:
    return claimed_id(text, "We could not find this payout.")
