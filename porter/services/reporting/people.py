"""Customers and colleagues, as operations look them up."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock
from porter.core.errors import Forbidden, NotFound
from porter.core.pages import BadCursor, Page, decode_cursor, encode_cursor, hold_limit
from porter.models import Account
from porter.models.enums import Audience, Role
from porter.services.accounts import Actor, display_phone
from porter.services.reporting import queries
from porter.services.reporting.views import CustomerFilter, CustomerRow, CustomerSort, InvitedRow, StaffRow

_FEWEST_DIGITS = 4


async def customers(
    session: AsyncSession,
    actor: Actor,
    wanted: CustomerFilter,
    sort: CustomerSort = "-created_at",
    *,
    cursor: str = "",
    limit: int = 50,
) -> Page[CustomerRow]:
    """A page of customers. Raises NotFound for anybody but staff, BadCursor."""
    if actor.audience is not Audience.STAFF:
        raise NotFound()
    size = hold_limit(limit)
    people = queries.Wanted(wanted.status, wanted.text, _digits(wanted.text))
    found = await queries.customers(session, people, sort, _after(sort, cursor), size + 1)
    rows = tuple(_customer(*each) for each in found[:size])
    return Page(items=rows, next_cursor=_cursor(sort, rows[-1]) if len(found) > size else "")


async def staff(session: AsyncSession, actor: Actor) -> tuple[StaffRow, ...]:
    """Everybody of operations. Raises Forbidden for anybody but administrators."""
    _admin_only(actor)
    return tuple(_colleague(*each) for each in await queries.staff(session))


async def invitations(session: AsyncSession, actor: Actor) -> tuple[InvitedRow, ...]:
    """Invitations that wait for an answer. Raises Forbidden for anybody but administrators."""
    _admin_only(actor)
    found = await queries.open_invitations(session, clock.now())
    return tuple(
        InvitedRow(id=row.id, email=row.email, role_text=_role_text(row.role), expires_at=row.expires_at)
        for row in found
    )


def _admin_only(actor: Actor) -> None:
    if actor.role is not Role.ADMIN:
        raise Forbidden("Only administrators see who works here.")


def _digits(text: str) -> str:
    digits = "".join(sign for sign in text if sign.isdigit())
    return digits if len(digits) >= _FEWEST_DIGITS else ""


def _cursor(sort: CustomerSort, last: CustomerRow) -> str:
    return encode_cursor(last.name if sort.endswith("name") else last.created_at.isoformat(), str(last.id))


def _after(sort: CustomerSort, cursor: str) -> tuple[Any, UUID] | None:
    if not cursor:
        return None
    key, account_id = decode_cursor(cursor, str, str)
    try:
        return key if sort.endswith("name") else datetime.fromisoformat(key), UUID(account_id)
    except ValueError as error:
        raise BadCursor() from error


def _customer(account: Account, orders: int, last_order_at: datetime | None) -> CustomerRow:
    return CustomerRow(
        id=account.id,
        name=account.name,
        phone_text=display_phone(account.phone) if account.phone else "",
        status=account.status,
        status_reason=account.status_reason or "",
        orders=orders,
        last_order_at=last_order_at,
        created_at=account.created_at,
    )


def _colleague(account: Account, two_step_since: datetime | None) -> StaffRow:
    return StaffRow(
        id=account.id,
        name=account.name,
        email=account.email or "",
        role=account.role.value,
        role_text=_role_text(account.role),
        status=account.status,
        status_reason=account.status_reason or "",
        two_step=two_step_since is not None,
        last_login_at=account.last_login_at,
        created_at=account.created_at,
    )


def _role_text(role: Role) -> str:
    return role.value.replace("_", " ").capitalize()
