"""The wallet: what is in it, and what went in and out."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import reflex as rx

from porter.core import clock, db
from porter.core.ids import new_id
from porter.core.language import here
from porter.core.money import format_money
from porter.core.words import clock_text, day_text
from porter.services import wallets
from porter.services.ledger import StatementLineView
from porter.state.customer.inbox import UnreadState
from porter.state.hub import Message, hub
from porter.state.notices import NoticeState
from porter.state.session import CustomerOnly

PAGE = 20


class WalletState(CustomerOnly, rx.State):
    """Balance and history, live."""

    wallet: dict[str, Any] = {}
    lines: list[dict[str, str]] = []
    sent_back: list[dict[str, Any]] = []
    more: str = ""
    loading: bool = False
    loaded: bool = False

    @rx.event
    async def load(self) -> None:
        """Read it, and watch for more."""
        self.lines, self.more = [], ""
        await self._read()
        actor = await self._actor()
        await hub.watch_events(f"account:{actor.id}", self.router.session.client_token, _changed)
        self.loaded = True

    @rx.event
    async def refresh(self) -> None:
        """Money moved: new lines come above those that are shown."""
        await self._read()

    @rx.event
    async def show_more(self) -> Any:
        """The next page of the history."""
        if not self.more or self.loading:
            return
        self.loading = True
        yield
        try:
            async with db.reading() as session:
                found = await wallets.transactions(session, await self._actor(), self.more, PAGE)
            self.more = found.next_cursor
            self.lines = _by_day([*self.lines, *map(_line, found.items)])
        finally:
            self.loading = False

    @rx.event
    async def pay_owed(self) -> Any:
        """Pay what is owed with what the wallet holds; pressed twice, there is nothing left to pay."""
        actor = await self._actor()
        async with db.transaction() as session:
            paid_minor = await wallets.pay_owed(session, actor.id, key=new_id())
        await self._read()
        if not paid_minor:
            return None
        return NoticeState.tell("good", here("{amount} paid. Thank you.", amount=format_money(paid_minor)))

    async def _read(self) -> None:
        actor = await self._actor()
        async with db.reading() as session:
            self.wallet = (await wallets.balance(session, actor)).plain()
            self.sent_back = [sent.plain() for sent in await wallets.withdrawals(session, actor)]
            newest = await wallets.transactions(session, actor, limit=PAGE)
        known = {line["id"] for line in self.lines}
        fresh = [_line(line) for line in newest.items if str(line.id) not in known]
        if not known or len(fresh) == PAGE:
            self.lines, self.more = _by_day(fresh), newest.next_cursor
        else:
            self.lines = _by_day([*fresh, *self.lines])


def _line(line: StatementLineView) -> dict[str, str]:
    is_more = line.amount_minor > 0
    return {
        "id": str(line.id),
        "at": line.at.isoformat(),
        "title": line.event_text,
        "order": line.order_number,
        "href": f"/orders/{line.order_id}" if line.order_id else "",
        "time": clock_text(line.at, wallets.WALLET_ZONE),
        "amount_text": f"+{line.amount_text}" if is_more else line.amount_text.replace("-", "−"),
        "after_text": line.balance_after_text,
        "tone": "in" if is_more else "out",
        "day": "",
    }


def _by_day(lines: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """The first line of each day carries its name."""
    shown: list[dict[str, str]] = []
    last, now = "", clock.now()
    for line in lines:
        day = day_text(datetime.fromisoformat(line["at"]), now, wallets.WALLET_ZONE)
        shown.append({**line, "day": day if day != last else ""})
        last = day
    return shown


def _changed(_message: Message) -> Any:
    return [UnreadState.refresh, WalletState.refresh]
