"""The books as operations opens them: looking, closing a month, taking a posting back."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core.errors import Conflict, Forbidden, NotFound
from porter.core.pages import Page
from porter.models.enums import Audience, LedgerAccountKind
from porter.services.accounts import Actor
from porter.services.ledger import queries, read
from porter.services.ledger.check import keep_check, last_check
from porter.services.ledger.periods import months, periods, span, trial_balance_of
from porter.services.ledger.post import reverse
from porter.services.ledger.roles import MAY_CORRECT, MAY_LOOK
from porter.services.ledger.views import (
    CheckView,
    LedgerAccountView,
    MonthView,
    PeriodView,
    PostingView,
    StatementLineView,
    TrialBalanceView,
)


class NotReversible(Conflict):
    """Taken back before, or itself a correction."""

    code = "not_reversible"
    default_message = "This posting has been taken back already, or is itself a correction."


async def see_trial_balance(
    session: AsyncSession, actor: Actor, month: str = "", *, currency: str = "INR"
) -> TrialBalanceView:
    """The trial balance of all time, or of a month ("2026-11"). Raises Forbidden, Refused."""
    check_looks(actor)
    if month:
        return await trial_balance_of(session, month, currency=currency)
    return await read.trial_balance(session, currency=currency)


async def see_accounts(
    session: AsyncSession,
    actor: Actor,
    kind: LedgerAccountKind,
    cursor: str = "",
    limit: int = 20,
    *,
    owner: str = "",
    currency: str = "INR",
) -> Page[LedgerAccountView]:
    """The accounts of a kind, newest first; `owner` is a part of a name. Raises Forbidden, BadCursor."""
    check_looks(actor)
    return await read.accounts(session, kind, cursor, limit, owner=owner, currency=currency)


async def see_account(
    session: AsyncSession, actor: Actor, account_id: UUID, cursor: str = "", limit: int = 20, *, month: str = ""
) -> tuple[LedgerAccountView, Page[StatementLineView]]:
    """An account with its lines of all time or of a month. Raises Forbidden, NotFound, Refused, BadCursor."""
    check_looks(actor)
    within = span(month) if month else read.ALWAYS
    return await read.statement_of(session, account_id, cursor, limit, within=within)


async def see_posting(session: AsyncSession, actor: Actor, posting_id: UUID) -> PostingView:
    """A posting with both sides, and whether this person may take it back. Raises Forbidden, NotFound."""
    check_looks(actor)
    found = await read.posting(session, posting_id)
    if found.why_not or actor.role in MAY_CORRECT:
        return found
    return found.model_copy(update={"why_not": "Only finance and administrators take postings back."})


async def see_months(session: AsyncSession, actor: Actor) -> tuple[MonthView, ...]:
    """Every month since the books began, newest first. Raises Forbidden."""
    check_looks(actor)
    return await months(session)


async def see_check(session: AsyncSession, actor: Actor) -> CheckView | None:
    """What was found when everything was added up last. Raises Forbidden."""
    check_looks(actor)
    return await last_check(session)


async def recheck(session: AsyncSession, actor: Actor) -> CheckView:
    """Add everything up now, and keep what was found. Raises Forbidden."""
    check_looks(actor)
    return await keep_check(session)


async def see_periods(session: AsyncSession, actor: Actor) -> tuple[PeriodView, ...]:
    """Closed months, newest first. Raises Forbidden."""
    check_looks(actor)
    return await periods(session)


async def take_back(session: AsyncSession, actor: Actor, posting_id: UUID, why: str) -> PostingView:
    """Book the opposite of a posting. Raises Forbidden, NotFound, NotReversible, Overdrawn."""
    if actor.audience is not Audience.STAFF or actor.role not in MAY_CORRECT:
        raise Forbidden()
    found = await queries.posting_by_id(session, posting_id)
    if found is None:
        raise NotFound("There is no such posting.")
    memo = f"{why.strip()} ({actor.name or actor.role})"
    if found.reverses_id or not await reverse(session, found.correlation, memo):
        raise NotReversible()
    correction = await queries.corrected_by(session, posting_id)
    return await read.posting(session, correction or posting_id)


def check_looks(actor: Actor) -> None:
    """Raises Forbidden."""
    if actor.audience is not Audience.STAFF or actor.role not in MAY_LOOK:
        raise Forbidden()
