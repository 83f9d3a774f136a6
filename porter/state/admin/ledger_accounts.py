"""The accounts of a kind, and the statement of one of them."""

from typing import Any, ClassVar
from urllib.parse import urlencode

import reflex as rx

from porter.core.ids import claimed_id
from porter.core.pages import Page
from porter.models.enums import LedgerAccountKind
from porter.services import ledger
from porter.services.accounts import Actor
from porter.services.ledger import LedgerAccountView, StatementLineView
from porter.state.admin.ledger import ALL_TIME, LOOKERS
from porter.state.admin.paged import Arranged, Filters, Paged, one_of, text_of
from porter.state.session import RequiredRole

KINDS = tuple((kind.value, words) for kind, words in ledger.ACCOUNT_TEXT.items())


class LedgerAccountsState(Arranged, rx.State):
    """Accounts of a kind."""

    __required_role__: ClassVar[RequiredRole] = LOOKERS

    kind: str = LedgerAccountKind.DRIVER_PAYABLE.value
    text: str = ""
    export: str = ""

    @rx.event
    async def load(self) -> None:
        """The kind that the address names."""
        asked = str(self.router.url.query_parameters.get("kind", ""))
        if asked in dict(KINDS) and asked != self.kind:
            self.kind, self.text, self.rows = asked, "", []
        self.loading = not self.rows
        await self._first_page()

    @rx.event
    async def narrow(self, what: str, value: str) -> None:
        """Another `kind`, or a part of the owner's name as `text`."""
        chosen = text_of(value)
        if what == "kind" and chosen in dict(KINDS):
            self.kind = chosen
        elif what == "text":
            self.text = chosen
        await self._first_page()

    def _arrangement(self) -> tuple[Filters, str]:
        return {"kind": self.kind, "text": self.text}, ""

    def _arrange(self, filters: Filters, sort: str) -> None:
        self.kind, self.text = one_of(filters.get("kind"), dict(KINDS), self.kind), text_of(filters.get("text"))

    async def _fetch(self, session: Any, actor: Actor, cursor: str, size: int) -> Page[LedgerAccountView]:
        self.export = urlencode({"kind": self.kind, "owner": self.text})
        return await ledger.see_accounts(
            session, actor, LedgerAccountKind(self.kind), cursor, size, owner=self.text.strip()
        )


class StatementState(Paged, rx.State):
    """The lines of one account."""

    __required_role__: ClassVar[RequiredRole] = LOOKERS

    account_id: str = ""
    account: dict[str, Any] = {}
    month: str = ""
    choices: list[tuple[str, str]] = [ALL_TIME]

    @rx.event
    async def load(self) -> None:
        """The account that the address names."""
        asked = self.router.url.query_parameters
        self.account_id = str(asked.get("id", ""))[:40]
        self.month = str(asked.get("month", ""))[:7]
        self.account, self.rows, self.loading = {}, [], True
        await self._first_page()

    @rx.event
    async def choose_month(self, month: str) -> None:
        """The lines of a month, or all of them."""
        self.month = str(month)[:7]
        await self._first_page()

    async def _fetch(self, session: Any, actor: Actor, cursor: str, size: int) -> Page[StatementLineView]:
        account_id = claimed_id(self.account_id, "We could not find this account.")
        account, found = await ledger.see_account(session, actor, account_id, cursor, size, month=self.month)
        months = await ledger.see_months(session, actor)
        self.account = account.plain()
        self.choices = [ALL_TIME, *((one.month, one.month_text) for one in months)]
        return found
