"""The tables of operations as files: the same filters, the same rights, at most `MOST_ROWS` rows."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.api.deps import Staff
from porter.api.sheets import MOST_ROWS, Form, Kind, SheetColumn, sheet
from porter.api.v1.admin_ledger import Month, Owner
from porter.api.v1.admin_orders import Sorted, WantedOrders
from porter.api.v1.admin_payments import WantedPayments, WantedRefunds
from porter.api.v1.admin_pilots import WantedDrivers
from porter.api.v1.payouts import WantedPayouts
from porter.core.pages import Page
from porter.models.enums import AccountStatus, LedgerAccountKind
from porter.services import drivers, ledger, orders, payments, payouts, reporting
from porter.services.drivers import DriverRow
from porter.services.ledger import LedgerAccountView, StatementLineView, TrialRowView
from porter.services.orders import OrderRow
from porter.services.payments import PaymentRow, PaymentSort, RefundView
from porter.services.payouts import PayoutRow, PayoutSort
from porter.services.reporting import CustomerFilter, CustomerRow

router = APIRouter(prefix="/admin", tags=["admin"])

Format = Annotated[
    Form, Query(alias="format", description=f"At most {MOST_ROWS:,} rows; the last row says when some were left out.")
]
_FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {"text/csv": {}, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {}},
        "description": "The rows as a file",
    }
}


@router.get("/orders/export", responses=_FILE, response_class=Response, summary="The orders table as a file")
async def orders_file(
    actor: Staff, wanted: WantedOrders, sort: Sorted = "-created_at", form: Format = Form.CSV
) -> Response:
    """The filters of `GET /admin/orders`."""

    async def fetch(session: AsyncSession, cursor: str, limit: int) -> Page[OrderRow]:
        return await orders.table(session, actor, wanted, sort, cursor, limit)

    return await sheet(actor, form, "orders", _ORDERS, fetch)


@router.get("/customers/export", responses=_FILE, response_class=Response, summary="Customers as a file")
async def customers_file(
    actor: Staff,
    suspended: bool = False,
    q: Annotated[str, Query(max_length=60)] = "",
    form: Format = Form.CSV,
) -> Response:
    """Newest first."""
    wanted = CustomerFilter(status=(AccountStatus.SUSPENDED,) if suspended else (), text=q.replace("\x00", ""))

    async def fetch(session: AsyncSession, cursor: str, limit: int) -> Page[CustomerRow]:
        return await reporting.customers(session, actor, wanted, cursor=cursor, limit=limit)

    return await sheet(actor, form, "customers", _CUSTOMERS, fetch)


@router.get("/pilots/export", responses=_FILE, response_class=Response, summary="Drivers as a file")
async def drivers_file(actor: Staff, wanted: WantedDrivers, form: Format = Form.CSV) -> Response:
    """The filters of `GET /admin/pilots`."""

    async def fetch(session: AsyncSession, cursor: str, limit: int) -> Page[DriverRow]:
        return await drivers.table(session, actor, wanted, cursor=cursor, limit=limit)

    return await sheet(actor, form, "drivers", _DRIVERS, fetch)


@router.get("/payments/export", responses=_FILE, response_class=Response, summary="The payments table as a file")
async def payments_file(
    actor: Staff, wanted: WantedPayments, sort: PaymentSort = "-created_at", form: Format = Form.CSV
) -> Response:
    """The filters of `GET /admin/payments`."""

    async def fetch(session: AsyncSession, cursor: str, limit: int) -> Page[PaymentRow]:
        return await payments.table(session, actor, wanted, sort, cursor, limit)

    return await sheet(actor, form, "payments", _PAYMENTS, fetch)


@router.get("/refunds/export", responses=_FILE, response_class=Response, summary="Refunds as a file")
async def refunds_file(actor: Staff, wanted: WantedRefunds, form: Format = Form.CSV) -> Response:
    """The filters of `GET /admin/refunds`."""

    async def fetch(session: AsyncSession, cursor: str, limit: int) -> Page[RefundView]:
        return await payments.refunds(session, actor, wanted, cursor, limit)

    return await sheet(actor, form, "refunds", _REFUNDS, fetch)


@router.get("/payouts/export", responses=_FILE, response_class=Response, summary="Payouts as a file")
async def payouts_file(
    actor: Staff, wanted: WantedPayouts, sort: PayoutSort = "-created_at", form: Format = Form.CSV
) -> Response:
    """The filters of `GET /admin/payouts`."""

    async def fetch(session: AsyncSession, cursor: str, limit: int) -> Page[PayoutRow]:
        return await payouts.table(session, actor, wanted, sort, cursor, limit)

    return await sheet(actor, form, "payouts", _PAYOUTS, fetch)


@router.get("/ledger/trial-balance/export", responses=_FILE, response_class=Response, summary="Trial balance as a file")
async def trial_balance_file(actor: Staff, month: Month = "", form: Format = Form.CSV) -> Response:
    """Of all time or of a month."""

    async def fetch(session: AsyncSession, _cursor: str, _limit: int) -> Page[TrialRowView]:
        return Page(items=(await ledger.see_trial_balance(session, actor, month)).rows)

    return await sheet(actor, form, "trial-balance", _TRIAL, fetch)


@router.get("/ledger/accounts/export", responses=_FILE, response_class=Response, summary="Accounts of a kind as a file")
async def accounts_file(
    actor: Staff,
    kind: LedgerAccountKind,
    owner: Owner = "",
    form: Format = Form.CSV,
) -> Response:
    """Newest first."""
    name = owner.replace("\x00", "").strip()

    async def fetch(session: AsyncSession, cursor: str, limit: int) -> Page[LedgerAccountView]:
        return await ledger.see_accounts(session, actor, kind, cursor, limit, owner=name)

    return await sheet(actor, form, "accounts", _ACCOUNTS, fetch)


@router.get(
    "/ledger/accounts/{account_id}/export", responses=_FILE, response_class=Response, summary="A statement as a file"
)
async def statement_file(actor: Staff, account_id: UUID, month: Month = "", form: Format = Form.CSV) -> Response:
    """Newest first, with the balance after each line."""

    async def fetch(session: AsyncSession, cursor: str, limit: int) -> Page[StatementLineView]:
        return (await ledger.see_account(session, actor, account_id, cursor, limit, month=month))[1]

    return await sheet(actor, form, "statement", _LINES, fetch)


_ORDERS = (
    SheetColumn("Order", "number"),
    SheetColumn("Status", "status_text"),
    SheetColumn("In status since", "status_since", Kind.INSTANT),
    SheetColumn("Late", "is_late"),
    SheetColumn("Customer", "customer_name"),
    SheetColumn("Customer's phone", "customer_phone"),
    SheetColumn("Driver", "driver_name"),
    SheetColumn("Vehicle", "vehicle_name"),
    SheetColumn("Pickup", "pickup_address"),
    SheetColumn("Drop", "drop_address"),
    SheetColumn("Drops", "drops", Kind.COUNT),
    SheetColumn("Fare", "total_minor", Kind.AMOUNT),
    SheetColumn("Payment", "payment_text"),
    SheetColumn("Placed", "created_at", Kind.INSTANT),
)
_CUSTOMERS = (
    SheetColumn("Customer", "name"),
    SheetColumn("Phone", "phone_text"),
    SheetColumn("Account", "status"),
    SheetColumn("Last reason", "status_reason"),
    SheetColumn("Orders", "orders", Kind.COUNT),
    SheetColumn("Last order", "last_order_at", Kind.INSTANT),
    SheetColumn("Joined", "created_at", Kind.INSTANT),
)
_DRIVERS = (
    SheetColumn("Driver", "name"),
    SheetColumn("Phone", "phone"),
    SheetColumn("Account", "account_status"),
    SheetColumn("Verification", "verification"),
    SheetColumn("Online", "is_online"),
    SheetColumn("Licence", "licence_number"),
    SheetColumn("Vehicle", "class_name"),
    SheetColumn("Plate", "plate"),
    SheetColumn("Rating", "rating_text"),
    SheetColumn("Joined", "created_at", Kind.INSTANT),
)
_PAYMENTS = (
    SheetColumn("Payment", "id"),
    SheetColumn("Begun", "created_at", Kind.INSTANT),
    SheetColumn("For", "purpose_text"),
    SheetColumn("Order", "order_number"),
    SheetColumn("Amount", "amount_minor", Kind.AMOUNT),
    SheetColumn("Refunded", "refunded_minor", Kind.AMOUNT),
    SheetColumn("Currency", "currency"),
    SheetColumn("Status", "status_text"),
    SheetColumn("Needs somebody", "attention_text"),
    SheetColumn("Paid by", "payer_name"),
    SheetColumn("Phone", "payer_phone"),
    SheetColumn("Method", "method_text"),
    SheetColumn("Gateway", "provider_text"),
)
_REFUNDS = (
    SheetColumn("Refund", "id"),
    SheetColumn("Asked", "created_at", Kind.INSTANT),
    SheetColumn("Order", "order_number"),
    SheetColumn("Payment", "payment_id"),
    SheetColumn("Amount", "amount_minor", Kind.AMOUNT),
    SheetColumn("Currency", "currency"),
    SheetColumn("Status", "status_text"),
    SheetColumn("Goes", "to_text"),
    SheetColumn("Customer", "payer_name"),
    SheetColumn("Reason", "reason_text"),
    SheetColumn("Note", "note"),
    SheetColumn("Asked by", "requested_by"),
    SheetColumn("Decided by", "approved_by"),
    SheetColumn("Why not", "failure_text"),
    SheetColumn("Given back", "done_at", Kind.INSTANT),
)
_PAYOUTS = (
    SheetColumn("Payout", "payout.id"),
    SheetColumn("Asked", "payout.created_at", Kind.INSTANT),
    SheetColumn("Driver", "driver_name"),
    SheetColumn("Phone", "driver_phone"),
    SheetColumn("Amount", "payout.amount_minor", Kind.AMOUNT),
    SheetColumn("Currency", "payout.currency"),
    SheetColumn("Status", "status_text"),
    SheetColumn("To", "payout.destination"),
    SheetColumn("Gateway", "provider"),
    SheetColumn("Gateway's payout", "provider_payout"),
    SheetColumn("Tries", "attempts", Kind.COUNT),
    SheetColumn("What was said", "payout.failure_text"),
    SheetColumn("Arrived", "payout.paid_at", Kind.INSTANT),
)
_TRIAL = (
    SheetColumn("Account", "name"),
    SheetColumn("Debit", "debit_minor", Kind.AMOUNT),
    SheetColumn("Credit", "credit_minor", Kind.AMOUNT),
    SheetColumn("Balance", "balance_minor", Kind.AMOUNT),
)
_ACCOUNTS = (
    SheetColumn("Whose", "owner_name"),
    SheetColumn("Account", "name"),
    SheetColumn("Balance", "balance_minor", Kind.AMOUNT),
    SheetColumn("Currency", "currency"),
)
_LINES = (
    SheetColumn("When", "at", Kind.INSTANT),
    SheetColumn("What", "event_text"),
    SheetColumn("Order", "order_number"),
    SheetColumn("Note", "memo"),
    SheetColumn("Amount", "amount_minor", Kind.AMOUNT),
    SheetColumn("Balance", "balance_after_minor", Kind.AMOUNT),
    SheetColumn("Currency", "currency"),
)
