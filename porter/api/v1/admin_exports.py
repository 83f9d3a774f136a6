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
from porter.api.v1.admin_pilots import WantedDrivers
from porter.core.pages import Page
from porter.models.enums import AccountStatus, LedgerAccountKind
from porter.services import drivers, ledger, orders, reporting
from porter.services.drivers import DriverRow
from porter.services.ledger import LedgerAccountView, StatementLineView, TrialRowView
from porter.services.orders import OrderRow
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
