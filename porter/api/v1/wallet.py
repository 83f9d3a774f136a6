"""A customer's wallet."""

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import Field

from porter.api.answers import answer, answer_page, page_shape, shape
from porter.api.deps import Cursor, Customer, IdempotencyKey, PageLimit, Reading, Session
from porter.api.v1.estimate_body import Major
from porter.core.money import parse_minor
from porter.core.views import Input
from porter.models.enums import PaymentMethod
from porter.services import payments, wallets
from porter.services.ledger import StatementLineView
from porter.services.payments import CheckoutView
from porter.services.wallets import WalletView, WithdrawalView

router = APIRouter(prefix="/wallet", tags=["wallet"])


class AddMoneyBody(Input):
    """How much, and how it is paid."""

    amount: Major
    method: PaymentMethod = Field(default=PaymentMethod.UPI, description="`upi` or `card`")


class WithdrawBody(Input):
    """How much goes back to where it came from."""

    amount: Major


@router.get("", response_model=shape("wallet", WalletView), summary="My wallet")
async def balance(actor: Customer, session: Reading) -> Response:
    """What is in it, what is kept for orders, what may go back."""
    return answer("wallet", await wallets.balance(session, actor))


@router.post(
    "/add-money",
    status_code=201,
    response_model=shape("checkout", CheckoutView),
    dependencies=[IdempotencyKey],
    summary="Add money",
)
async def add_money(body: AddMoneyBody, actor: Customer) -> Response:
    """A checkout; the money is in the wallet once the payment provider has taken it."""
    return answer("checkout", await payments.start_top_up(actor, parse_minor(body.amount), body.method), 201)


@router.post(
    "/withdraw",
    status_code=201,
    response_model=shape("withdrawal", WithdrawalView),
    dependencies=[IdempotencyKey],
    summary="Send money back",
)
async def withdraw(body: WithdrawBody, actor: Customer, session: Session) -> Response:
    """To the accounts and cards it came from, newest first."""
    return answer("withdrawal", await wallets.withdraw(session, actor, parse_minor(body.amount)), 201)


@router.get(
    "/transactions", response_model=page_shape("transactions", StatementLineView), summary="What went in and out"
)
async def transactions(actor: Customer, session: Reading, cursor: Cursor = "", limit: PageLimit = 20) -> Response:
    """Newest first, with the balance after each."""
    return answer_page("transactions", await wallets.transactions(session, actor, cursor, limit))
