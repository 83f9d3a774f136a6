"""The orders table of operations: filter, sort and page on the server."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock
from porter.core.errors import NotFound
from porter.core.money import format_money
from porter.core.pages import BadCursor, Page, decode_cursor, encode_cursor, hold_limit
from porter.core.words import local_text
from porter.models.enums import Audience
from porter.services.accounts import Actor, PhoneWrong, parse_phone
from porter.services.orders.inputs import OrderFilter, Sort
from porter.services.orders.queries import table as queries
from porter.services.orders.queries.table import Found, Search
from porter.services.orders.views import OrderRow
from porter.services.orders.words import PAYMENT_TEXT, status_text


async def table(
    session: AsyncSession,
    actor: Actor,
    what: OrderFilter,
    sort: Sort = "-created_at",
    cursor: str = "",
    limit: int = 50,
) -> Page[OrderRow]:
    """A page of orders for operations. Raises NotFound for anybody else, BadCursor."""
    if actor.audience is not Audience.STAFF:
        raise NotFound()
    size = hold_limit(limit)
    search = await _search(session, what.text)
    found = await queries.page(session, what, search, sort, _position(sort, cursor), size + 1, clock.now())
    last = found[size - 1] if len(found) > size else None
    return Page[OrderRow](
        items=tuple(_row(one) for one in found[:size]),
        next_cursor=encode_cursor(_key(sort, last), str(last.order.id)) if last else "",
    )


async def _search(session: AsyncSession, text: str) -> Search | None:
    """What a search text can mean: the beginning of an order number, a paper's number, a phone, a name, a plate."""
    if not text:
        return None
    return Search(
        number=_number(text),
        people=[*await queries.people(session, text, _phone(text)), *await queries.drives(session, _plate(text))],
        receipted=await queries.with_receipt(session, text.upper()),
    )


def _number(text: str) -> str:
    bare = text.upper().removeprefix("#").removeprefix("PRT-").removeprefix("PRT")
    return f"PRT-{bare}"


def _plate(text: str) -> str:
    """A plate as it is kept: people write it with gaps."""
    return "".join(sign for sign in text if sign.isalnum()).upper()


def _phone(text: str) -> str:
    try:
        return parse_phone(text)
    except PhoneWrong:
        digits = "".join(sign for sign in text if sign.isdigit())
        return digits if len(digits) >= 4 else ""


def _key(sort: Sort, found: Found) -> str | int:
    order = found.order
    keys: dict[str, str | int] = {
        "created_at": order.created_at.isoformat(),
        "status_since": order.updated_at.isoformat(),
        "total": order.total_minor,
        "number": order.number,
        "status": order.status.value,
    }
    return keys[sort.removeprefix("-")]


def _position(sort: Sort, cursor: str) -> tuple[Any, UUID] | None:
    if not cursor:
        return None
    column = sort.removeprefix("-")
    key, order_id = decode_cursor(cursor, int if column == "total" else str, str)
    try:
        at = datetime.fromisoformat(key) if column in {"created_at", "status_since"} else key
        return at, UUID(order_id)
    except ValueError as error:
        raise BadCursor() from error


def _row(found: Found) -> OrderRow:
    order, zone = found.order, found.time_zone
    return OrderRow(
        id=order.id,
        number=order.number,
        status=order.status,
        status_text=status_text(order.status),
        customer_name=found.customer_name,
        customer_phone=found.customer_phone or "",
        driver_name=found.driver_name or "",
        driver_id=order.driver_id,
        vehicle_code=order.class_code,
        vehicle_name=found.vehicle_name,
        pickup_address=order.pickup_address,
        drop_address=order.drop_address,
        drops=found.drops,
        total_minor=order.total_minor,
        total=order.total_minor,
        total_text=format_money(order.total_minor, order.currency),
        payment_text=PAYMENT_TEXT[order.payment_method],
        created_at=order.created_at,
        created_text=local_text(order.created_at, zone),
        status_since=order.updated_at,
        in_status_s=max(0, int((clock.now() - order.updated_at).total_seconds())),
        is_late=found.is_late,
    )
