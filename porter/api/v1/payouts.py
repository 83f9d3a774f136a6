"""A driver's money: balance, statements, where it goes, withdrawals, cash in hand; and payouts as operations sees them."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response
from pydantic import AwareDatetime, Field

from porter.api.answers import Done, answer, answer_page, done, page_shape, shape
from porter.api.deps import Cursor, Driver, IdempotencyKey, PageLimit, Reading, Session, Staff
from porter.api.v1.estimate_body import Major
from porter.core.money import parse_minor
from porter.core.views import Id, Input
from porter.models.enums import PayoutStatus, Provider
from porter.services import payments, payouts
from porter.services.ledger import StatementLineView
from porter.services.payments import CheckoutView
from porter.services.payouts import (
    CashView,
    DestinationInput,
    DestinationView,
    DriverBalanceView,
    PayoutFilter,
    PayoutPanelView,
    PayoutRow,
    PayoutSort,
    PayoutView,
    StatementAccount,
    StatementView,
)

router = APIRouter(tags=["payouts"])

BalanceAnswer = shape("balance", DriverBalanceView)
Month = Annotated[str, Query(max_length=7, description="Like 2026-11; this month when nothing is said")]
PDF: dict[int | str, dict[str, Any]] = {200: {"content": {"application/pdf": {}}, "description": "The statement"}}


class PayoutBody(Input):
    """How much, and where to; the usual destination when none is named."""

    amount: Major
    destination_id: UUID | None = None


class CashBody(Input):
    """How much of the cash in hand; all of it when nothing is said."""

    amount: Major | None = None

    @property
    def amount_minor(self) -> int | None:
        """In minor units."""
        return None if self.amount is None else parse_minor(self.amount)


class SetOffBody(Input):
    """How much cash is set against earnings; `key` makes sure that it happens once."""

    amount: Major
    key: Id = Field(description="Made by the caller, once for each wish")


@router.get("/pilots/balance", response_model=BalanceAnswer, summary="What I can withdraw")
async def balance(actor: Driver, session: Reading) -> Response:
    """And what is locked, and why."""
    return answer("balance", await payouts.balance(session, actor))


@router.get(
    "/pilots/statement", response_model=page_shape("lines", StatementLineView), summary="Earnings, line by line"
)
async def statement(actor: Driver, session: Reading, cursor: Cursor = "", limit: PageLimit = 20) -> Response:
    """Newest first, with the balance after each."""
    return answer_page("lines", await payouts.statement(session, actor, cursor, limit))


@router.get(
    "/pilots/statement/month", response_model=shape("statement", StatementView), summary="A month of an account"
)
async def month(
    actor: Driver,
    session: Reading,
    month: Month = "",
    account: StatementAccount = "earnings",
    cursor: Cursor = "",
    limit: PageLimit = 50,
) -> Response:
    """Opening balance, lines, closing balance; the oldest line first."""
    return answer("statement", await payouts.month_statement(session, actor, month, account, cursor, limit))


@router.get("/pilots/statement.pdf", responses=PDF, response_class=Response, summary="A month as PDF")
async def statement_pdf(actor: Driver, session: Reading, month: Month = "") -> Response:
    """Earnings and cash in hand; of a month that is over the same bytes whenever it is asked for."""
    found = await payouts.statement_pdf(session, actor, month)
    headers = {"content-disposition": f'inline; filename="{found.name}"', "cache-control": "private, no-cache"}
    return Response(found.body, 200, headers, "application/pdf")


@router.get("/pilots/cash/limit", response_model=shape("cash", CashView), summary="Cash in hand and its limit")
async def cash_limit(actor: Driver, session: Reading) -> Response:
    """How much, up to where, and what can be done about it."""
    return answer("cash", await payouts.cash(session, actor))


@router.get("/pilots/cash", response_model=page_shape("lines", StatementLineView), summary="Cash in hand, line by line")
async def cash(actor: Driver, session: Reading, cursor: Cursor = "", limit: PageLimit = 20) -> Response:
    """Newest first, with the balance after each."""
    return answer_page("lines", await payouts.cash_statement(session, actor, cursor, limit))


@router.post(
    "/pilots/cash/settle",
    status_code=201,
    response_model=shape("checkout", CheckoutView),
    dependencies=[IdempotencyKey],
    summary="Hand in cash by UPI",
)
async def settle_cash(body: CashBody, actor: Driver) -> Response:
    """A checkout; the cash is settled once the payment provider has taken it."""
    return answer("checkout", await payments.start_cash_settlement(actor, body.amount_minor), 201)


@router.post(
    "/pilots/cash/set-off",
    response_model=BalanceAnswer,
    dependencies=[IdempotencyKey],
    summary="Settle cash by earnings",
)
async def set_off(body: SetOffBody, actor: Driver, session: Session) -> Response:
    """The same key settles once."""
    await payouts.set_off_cash(session, actor, parse_minor(body.amount), key=body.key)
    return answer("balance", await payouts.balance(session, actor))


@router.get(
    "/pilots/payout-destinations",
    response_model=shape("destinations", tuple[DestinationView, ...]),
    summary="Where my money goes",
)
async def destinations(actor: Driver, session: Reading) -> Response:
    """The usual one first."""
    return answer("destinations", await payouts.destinations(session, actor))


@router.post(
    "/pilots/payout-destinations",
    status_code=201,
    response_model=shape("destination", DestinationView),
    dependencies=[IdempotencyKey],
    summary="Add a bank account or UPI address",
)
async def add_destination(body: DestinationInput, actor: Driver, session: Session) -> Response:
    """Kept encrypted; only its last signs are shown."""
    return answer("destination", await payouts.add_destination(session, actor, body), 201)


@router.put(
    "/pilots/payout-destinations/{destination_id}/default",
    response_model=shape("destinations", tuple[DestinationView, ...]),
    summary="Make it the usual one",
)
async def make_default(destination_id: UUID, actor: Driver, session: Session) -> Response:
    """For withdrawals that name none."""
    return answer("destinations", await payouts.make_default(session, actor, destination_id))


@router.delete("/pilots/payout-destinations/{destination_id}", response_model=Done, summary="Remove a destination")
async def remove_destination(destination_id: UUID, actor: Driver, session: Session) -> Response:
    """What is on its way there still arrives."""
    await payouts.remove_destination(session, actor, destination_id)
    return done()


@router.get("/pilots/payouts", response_model=page_shape("payouts", PayoutView), summary="My withdrawals")
async def mine(actor: Driver, session: Reading, cursor: Cursor = "", limit: PageLimit = 20) -> Response:
    """Newest first."""
    return answer_page("payouts", await payouts.mine(session, actor, cursor, limit))


@router.post(
    "/pilots/payouts",
    status_code=201,
    response_model=shape("payout", PayoutView),
    dependencies=[IdempotencyKey],
    summary="Withdraw",
)
async def request(body: PayoutBody, actor: Driver, session: Session) -> Response:
    """It leaves the balance now, and is sent at once."""
    wanted = await payouts.request(session, actor, parse_minor(body.amount), body.destination_id)
    return answer("payout", wanted, 201)


def _wanted(
    status: Annotated[list[PayoutStatus] | None, Query()] = None,
    provider: Annotated[list[Provider] | None, Query()] = None,
    text: Annotated[str, Query(max_length=60, description="Driver's name or phone, or a reference")] = "",
    from_at: AwareDatetime | None = None,
    to_at: AwareDatetime | None = None,
) -> PayoutFilter:
    return PayoutFilter(
        status=tuple(status or ()),
        provider=tuple(provider or ()),
        text=text.replace("\x00", ""),
        from_at=from_at,
        to_at=to_at,
    )


WantedPayouts = Annotated[PayoutFilter, Depends(_wanted)]


@router.get("/admin/payouts", response_model=page_shape("payouts", PayoutRow), summary="Payouts", tags=["admin"])
async def table(
    actor: Staff,
    session: Reading,
    wanted: WantedPayouts,
    sort: PayoutSort = "-created_at",
    cursor: Cursor = "",
    limit: PageLimit = 50,
) -> Response:
    """Newest first; `sort=-failed` puts those that failed first."""
    return answer_page("payouts", await payouts.table(session, actor, wanted, sort, cursor, limit))


@router.get(
    "/admin/payouts/{payout_id}",
    response_model=shape("payout", PayoutPanelView),
    summary="Everything about one payout",
    tags=["admin"],
)
async def panel(payout_id: UUID, actor: Staff, session: Reading) -> Response:
    """With its tries and its postings."""
    return answer("payout", await payouts.panel(session, actor, payout_id))


@router.post(
    "/admin/payouts/{payout_id}/look-again",
    response_model=shape("payout", PayoutPanelView),
    dependencies=[IdempotencyKey],
    summary="Look at it now",
    tags=["admin"],
)
async def look_again(payout_id: UUID, actor: Staff, session: Session) -> Response:
    """Sent again with the same key, or asked after; only while it is under way."""
    return answer("payout", await payouts.look_again(session, actor, payout_id))
