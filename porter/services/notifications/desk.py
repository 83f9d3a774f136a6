"""Telling operations: everybody who holds a role, or one colleague; and taking it off their minds once it is done."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, db, live
from porter.core.ids import new_id
from porter.models.enums import NotificationKind, Role
from porter.services.notifications import queries
from porter.services.notifications.views import NotificationView

KEPT = timedelta(days=90)
"""How long notices of operations are kept. Customers and drivers keep their inboxes."""


@dataclass(frozen=True, slots=True)
class DeskNotice:
    """What operations are told, in English: a few words, one plain sentence, the page that shows the thing.

    `at` is when it happened, and `dedupe` names the happening: nobody is told of it twice. `matter` names what it is
    about until that is done.
    """

    kind: NotificationKind
    title: str
    sentence: str
    href: str
    at: datetime
    dedupe: str
    matter: str = ""
    order_id: UUID | None = None


async def tell_roles(
    session: AsyncSession, roles: Collection[Role], notice: DeskNotice, *, besides: UUID | None = None
) -> int:
    """Tell everybody who holds one of these roles now, `besides` excepted; how many had not been told before."""
    readers = await queries.colleagues(session, roles)
    return await _tell(session, [reader for reader in readers if reader != besides], notice, sorted(roles))


async def tell_colleague(session: AsyncSession, account_id: UUID, notice: DeskNotice) -> bool:
    """Tell one of operations something of their own; False when told before."""
    return bool(await _tell(session, [account_id], notice, None))


async def resolve(session: AsyncSession, matters: Collection[str], outcome: str) -> int:
    """These matters are done, and how: their notices no longer ask for anything; how many did."""
    readers = await queries.resolve(session, matters, outcome[:200], clock.now()) if matters else ()
    for account_id in set(readers):
        live.notify(session, f"account:{account_id}", "notification:resolved", {"outcome": outcome[:200]})
    return len(readers)


async def open_matters(session: AsyncSession, matters: Collection[str]) -> frozenset[str]:
    """Which of these matters somebody was told of and are not done."""
    return frozenset(await queries.open_matters(session, matters))


async def open_under(session: AsyncSession, prefix: str) -> dict[str, str]:
    """Open matters whose names begin so, each with the happening (`dedupe`) that somebody was told of."""
    return dict(await queries.open_under(session, prefix))


async def forget_old() -> int:
    """Delete notices of operations that are older than they are kept; returns how many rows went."""
    async with db.transaction() as session:
        return await queries.forget_staff(session, clock.now() - KEPT)


async def _tell(session: AsyncSession, readers: Iterable[UUID], notice: DeskNotice, roles: list[Role] | None) -> int:
    common: dict[str, Any] = {
        "kind": notice.kind,
        "title": notice.title[:200],
        "body": notice.sentence[:1000],
        "dedupe": notice.dedupe,
        "roles": roles,
        "matter": notice.matter,
        "order_id": notice.order_id,
        "data": {"href": notice.href},
        "created_at": notice.at,
        "outcome": "",
    }
    rows = await queries.add_all(session, [common | {"id": new_id(), "account_id": reader} for reader in readers])
    for row in rows:
        live.notify(session, f"account:{row.account_id}", "notification:new", NotificationView.of(row).plain())
    return len(rows)
