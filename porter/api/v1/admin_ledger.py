"""The books for finance: trial balance, accounts, postings, closed months."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import Field

from porter.api.answers import answer, answer_page, page_shape, plain, shape
from porter.api.deps import Cursor, IdempotencyKey, PageLimit, Reading, Session, Staff
from porter.core.views import Input
from porter.models.enums import LedgerAccountKind
from porter.services import ledger
from porter.services.ledger import (
    CheckView,
    LedgerAccountView,
    MonthView,
    PeriodView,
    PostingView,
    StatementLineView,
    TrialBalanceView,
)
from porter.services.quotes import Text

router = APIRouter(prefix="/admin/ledger", tags=["admin"])

Month = Annotated[str, Query(max_length=7, description='"2026-11"; empty for all time')]


Owner = Annotated[str, Query(max_length=60, description="A part of the owner's name")]


class CloseBody(Input):
    """Which month."""

    month: str = Field(max_length=7, examples=["2026-10"])


class ReverseBody(Input):
    """Why it is taken back."""

    why: Text = Field(min_length=3, max_length=200, examples=["Booked twice"])


@router.get("/trial-balance", response_model=shape("trial_balance", TrialBalanceView), summary="Trial balance")
async def trial_balance(actor: Staff, session: Reading, month: Month = "") -> Response:
    """The difference of debits and credits is zero."""
    return answer("trial_balance", await ledger.see_trial_balance(session, actor, month))


@router.get("/check", response_model=shape("check", CheckView | None), summary="The last check")
async def last_check(actor: Staff, session: Reading) -> Response:
    """When everything was added up last, and what was found."""
    return answer("check", await ledger.see_check(session, actor))


@router.post(
    "/check",
    status_code=201,
    response_model=shape("check", CheckView),
    dependencies=[IdempotencyKey],
    summary="Check again",
)
async def check(actor: Staff, session: Session) -> Response:
    """Adds up every entry."""
    return answer("check", await ledger.recheck(session, actor), 201)


@router.get("/months", response_model=shape("months", tuple[MonthView, ...]), summary="Months of the books")
async def months(actor: Staff, session: Reading) -> Response:
    """Newest first, since the first posting."""
    return answer("months", await ledger.see_months(session, actor))


@router.get("/accounts", response_model=page_shape("accounts", LedgerAccountView), summary="Accounts of a kind")
async def accounts(
    actor: Staff,
    session: Reading,
    kind: LedgerAccountKind,
    owner: Owner = "",
    cursor: Cursor = "",
    limit: PageLimit = 50,
) -> Response:
    """Newest first."""
    name = owner.replace("\x00", "").strip()
    return answer_page("accounts", await ledger.see_accounts(session, actor, kind, cursor, limit, owner=name))


@router.get(
    "/accounts/{account_id}",
    response_model=shape("account", LedgerAccountView, ("lines", (tuple[StatementLineView, ...], ...))),
    summary="An account and its lines",
)
async def account(
    account_id: UUID, actor: Staff, session: Reading, month: Month = "", cursor: Cursor = "", limit: PageLimit = 50
) -> Response:
    """Newest first, with the balance after each."""
    found, page = await ledger.see_account(session, actor, account_id, cursor, limit, month=month)
    return plain({"account": found, "lines": page.items, "next_cursor": page.next_cursor})


@router.get("/postings/{posting_id}", response_model=shape("posting", PostingView), summary="A posting")
async def posting(posting_id: UUID, actor: Staff, session: Reading) -> Response:
    """With both sides."""
    return answer("posting", await ledger.see_posting(session, actor, posting_id))


@router.post(
    "/postings/{posting_id}/reverse",
    status_code=201,
    response_model=shape("posting", PostingView),
    dependencies=[IdempotencyKey],
    summary="Take a posting back",
)
async def reverse(posting_id: UUID, body: ReverseBody, actor: Staff, session: Session) -> Response:
    """By booking its opposite; nothing is ever changed."""
    return answer("posting", await ledger.take_back(session, actor, posting_id, body.why), 201)


@router.get("/periods", response_model=shape("periods", tuple[PeriodView, ...]), summary="Closed months")
async def periods(actor: Staff, session: Reading) -> Response:
    """Newest first."""
    return answer("periods", await ledger.see_periods(session, actor))


@router.post(
    "/periods",
    status_code=201,
    response_model=shape("period", PeriodView),
    dependencies=[IdempotencyKey],
    summary="Close a month",
)
async def close(body: CloseBody, actor: Staff, session: Session) -> Response:
    """Afterwards the database refuses postings into it."""
    return answer("period", await ledger.close_period(session, actor, body.month), 201)
