"""Whether the books agree with themselves: asked every day and by whoever wants to know, and kept."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, outbox
from porter.core.money import format_money
from porter.core.words import local_text
from porter.models import LedgerCheck
from porter.models.enums import LedgerAccountKind
from porter.services.ledger import queries
from porter.services.ledger.queries import Astray
from porter.services.ledger.read import COMPANY_ZONE, natural
from porter.services.ledger.views import AstrayView, CheckView
from porter.services.ledger.words import ACCOUNT_TEXT

CHECK_EVERY = timedelta(hours=24)
"""Adding everything up reads every entry."""

SHOWN_ASTRAY = 50


@dataclass(frozen=True, slots=True)
class Findings:
    """What is wrong with the books; nothing, one hopes."""

    astray: tuple[Astray, ...]
    unbalanced_postings: int
    entries_sum_minor: int

    @property
    def is_sound(self) -> bool:
        """Every posting balances, and every kept balance is the sum of its entries."""
        return not (self.astray or self.unbalanced_postings or self.entries_sum_minor)


async def check(session: AsyncSession) -> Findings:
    """Add everything up again: slow and certain."""
    return Findings(
        astray=tuple(await queries.astray(session)),
        unbalanced_postings=len(await queries.unbalanced(session)),
        entries_sum_minor=await queries.total(session),
    )


async def keep_check(session: AsyncSession) -> CheckView:
    """Add everything up again, and keep what was found."""
    found = await check(session)
    kept = LedgerCheck(
        is_sound=found.is_sound,
        unbalanced_postings=found.unbalanced_postings,
        entries_sum_minor=found.entries_sum_minor,
        astray=[_plain(one) for one in found.astray[:SHOWN_ASTRAY]],
    )
    session.add(kept)
    await session.flush()
    outbox.emit(session, "ledger.checked", {"check_id": str(kept.id), "is_sound": kept.is_sound})
    return await _view(session, kept)


async def check_when_due(session: AsyncSession) -> bool:
    """Check once a day, however often this is called; False when it is not due."""
    last = await queries.last_check(session)
    if last and last.checked_at > clock.now() - CHECK_EVERY:
        return False
    await keep_check(session)
    return True


async def last_check(session: AsyncSession) -> CheckView | None:
    """What was found when everything was added up last."""
    kept = await queries.last_check(session)
    return await _view(session, kept) if kept else None


async def unsound_since(session: AsyncSession) -> CheckView | None:
    """The first check that found something wrong since the books were last sound; None when they are."""
    kept = await queries.unsound_since(session)
    return await _view(session, kept) if kept else None


def _plain(one: Astray) -> dict[str, object]:
    return {
        "account_id": str(one.account_id),
        "kind": one.kind.value,
        "currency": one.currency,
        "kept_minor": one.kept_minor,
        "entries_minor": one.entries_minor,
    }


async def _view(session: AsyncSession, kept: LedgerCheck) -> CheckView:
    owners = await queries.owners(session, [UUID(one["account_id"]) for one in kept.astray])
    return CheckView(
        checked_at=kept.checked_at,
        checked_text=local_text(kept.checked_at, COMPANY_ZONE),
        is_sound=kept.is_sound,
        summary=_summary(kept),
        astray=tuple(_astray(one, owners.get(UUID(one["account_id"]), "")) for one in kept.astray),
    )


def _astray(one: dict[str, object], owner: str) -> AstrayView:
    kind, currency = LedgerAccountKind(str(one["kind"])), str(one["currency"])
    return AstrayView(
        account_id=UUID(str(one["account_id"])),
        name=ACCOUNT_TEXT[kind],
        owner_name=owner,
        kept_text=format_money(natural(kind, int(str(one["kept_minor"]))), currency),
        entries_text=format_money(natural(kind, int(str(one["entries_minor"]))), currency),
    )


def _summary(kept: LedgerCheck) -> str:
    if kept.is_sound:
        return "Every posting balances, and every kept balance is the sum of its entries."
    wrong = [
        _counted(len(kept.astray), "kept balance is", "kept balances are", "not the sum of its entries"),
        _counted(kept.unbalanced_postings, "posting does", "postings do", "not balance"),
    ]
    return " ".join(part for part in wrong if part) or "All entries together do not sum to zero."


def _counted(count: int, one: str, many: str, rest: str) -> str:
    return f"{count} {one if count == 1 else many} {rest}." if count else ""
