"""The orders table of operations: every sort, every filter, no row lost between pages."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, db
from porter.core.errors import NotFound
from porter.core.pages import BadCursor
from porter.models.enums import OrderStatus, Party
from porter.services import orders
from porter.services.accounts import Actor
from porter.services.orders import OrderFilter, OrderRow, Sort
from tests import booking

pytestmark = pytest.mark.usefixtures("database")

SORTS: tuple[Sort, ...] = (
    "created_at", "-created_at", "total", "-total", "number", "-number", "status", "-status", "status_since",
    "-status_since",
)  # fmt: skip


async def rows(who: Actor, sort: Sort = "-created_at", size: int = 100, **wanted: object) -> list[OrderRow]:
    """All rows, page by page."""
    found: list[OrderRow] = []
    cursor = ""
    while True:
        async with db.reading() as session:
            page = await orders.table(session, who, OrderFilter.model_validate(wanted), sort, cursor, size)
        found += page.items
        if not page.next_cursor:
            return found
        cursor = page.next_cursor


async def a_busy_day() -> Actor:
    """Six orders of two people in several states; the operator who looks at them."""
    await booking.demo_city()
    asha, nikhil = await booking.customer(), await booking.customer("Nikhil 50%", "+919845012345")
    ravi = await booking.driver()
    for code in ("two_wheeler", "mini_truck", "truck"):
        await booking.booked(asha, code=code)
    held = await booking.booked(nikhil, code="mini_truck")
    await booking.taken(held.id, ravi)
    gone = await booking.booked(nikhil)
    async with db.transaction() as session:
        await orders.cancel(session, nikhil, gone.id, "Not needed")
    await booking.booked(nikhil, code="pickup")
    return await booking.operations()


@pytest.mark.parametrize("sort", SORTS)
async def test_every_sort_pages_without_losing_or_repeating(sort: Sort) -> None:
    meera = await a_busy_day()
    whole = await rows(meera, sort)
    assert [row.id for row in await rows(meera, sort, size=2)] == [row.id for row in whole]
    assert len({row.id for row in whole}) == 6
    keys = {
        "created_at": [row.created_at for row in whole],
        "total": [row.total_minor for row in whole],
        "number": [row.number for row in whole],
        "status": [row.status.value for row in whole],
        "status_since": [row.status_since for row in whole],
    }[sort.removeprefix("-")]
    assert keys == sorted(keys, reverse=sort.startswith("-"))


async def test_filters_and_search() -> None:
    meera = await a_busy_day()
    everything = await rows(meera)
    assert {row.status for row in await rows(meera, status=["assigned", "cancelled"])} == {
        OrderStatus.ASSIGNED,
        OrderStatus.CANCELLED,
    }
    assert {row.vehicle_code for row in await rows(meera, class_code=["truck", "pickup"])} == {"truck", "pickup"}
    number = everything[0].number
    for said in (number, number.lower(), number.removeprefix("PRT-"), f"#{number}", number[:7]):
        assert number in {row.number for row in await rows(meera, text=said)}
    assert {row.customer_name for row in await rows(meera, text="98450 12345")} == {"Nikhil 50%"}
    assert {row.customer_name for row in await rows(meera, text="45012")} == {"Nikhil 50%"}
    assert len(await rows(meera, text="asha")) == 3
    assert [row.driver_name for row in await rows(meera, text="ravi")] == ["Ravi"]
    assert len(await rows(meera, text="50%")) == 3
    assert {row.id for row in await rows(meera, text="%")} == {row.id for row in await rows(meera, text="50%")}
    assert await rows(meera, text="nobody of this name") == []
    assert await rows(meera, from_at=clock.now()) == []
    assert len(await rows(meera, to_at=clock.now())) == 6


async def test_what_waits_too_long_is_late() -> None:
    meera = await a_busy_day()
    assert await rows(meera, late_only=True) == []
    with clock.travel(timedelta(minutes=4)):
        assert {row.status for row in await rows(meera, late_only=True)} == {OrderStatus.SEARCHING_DRIVER}
    with clock.travel(timedelta(hours=3)):
        late = await rows(meera, late_only=True)
        assert {row.status for row in late} == {OrderStatus.SEARCHING_DRIVER, OrderStatus.ASSIGNED}
        assert all(row.is_late and row.in_status_s > 3600 for row in late)


async def test_only_operations_see_it() -> None:
    await booking.demo_city()
    for outsider in (await booking.customer(), await booking.driver()):
        with pytest.raises(NotFound):
            await rows(outsider)


async def test_garbage_and_foreign_cursors_are_refused() -> None:
    meera = await a_busy_day()
    async with db.reading() as session:
        page = await orders.table(session, meera, OrderFilter(), "-total", limit=2)
        for sort, cursor in (("-created_at", page.next_cursor), ("-total", "garbage"), ("number", "W10")):
            with pytest.raises(BadCursor):
                await orders.table(session, meera, OrderFilter(), sort, cursor)  # type: ignore[arg-type]


async def test_the_common_questions_use_an_index() -> None:
    meera = await a_busy_day()
    assert meera.party is Party.STAFF
    questions = {
        "ix_orders_created": "SELECT id FROM orders ORDER BY created_at DESC, id DESC LIMIT 50",
        "ix_orders_total": "SELECT id FROM orders ORDER BY total_minor DESC, id DESC LIMIT 50",
        "ix_orders_status_id": "SELECT id FROM orders ORDER BY status, id LIMIT 50",
        "ix_orders_updated": "SELECT id FROM orders ORDER BY updated_at, id LIMIT 50",
        "ix_orders_status_created": (
            "SELECT id FROM orders WHERE status = 'searching_driver' ORDER BY created_at DESC LIMIT 50"
        ),
        "ix_orders_customer_created": (
            "SELECT id FROM orders WHERE customer_id = '019a0000-0000-7000-8000-000000000000' ORDER BY created_at DESC LIMIT 20"
        ),
    }
    async with db.transaction() as session:
        await session.exec(text("SET LOCAL enable_seqscan = off"))  # type: ignore[call-overload]
        await session.exec(text("SET LOCAL enable_sort = off"))  # type: ignore[call-overload]
        for index, question in questions.items():
            plan = await _plan_with_only(session, index, question)
            assert index in plan, plan
            assert "Sort" not in plan, plan
            assert "Filter" not in plan, plan


async def _plan_with_only(session: AsyncSession, index: str, question: str) -> str:
    """The plan when no other index is there to be taken: on six rows they all cost the same."""
    rivals = (
        await session.exec(
            text(
                "SELECT indexname FROM pg_indexes WHERE tablename = 'orders' "
                "AND indexname LIKE 'ix\\_%' AND indexname <> :kept"
            ),
            params={"kept": index},
        )
    ).scalars()  # type: ignore[call-overload]
    aside = await session.begin_nested()
    for rival in rivals.all():
        await session.exec(text(f'DROP INDEX "{rival}"'))  # type: ignore[call-overload]
    plan = (await session.exec(text(f"EXPLAIN {question}"))).scalars().all()  # type: ignore[call-overload]
    await aside.rollback()
    return "\n".join(plan)


async def test_a_plate_finds_what_its_driver_held() -> None:
    """However it is written."""
    meera = await a_busy_day()
    for written in ("KA05MH4321", "ka 05 mh 4321"):
        assert {row.driver_name for row in await rows(meera, text=written)} == {"Ravi"}
    assert await rows(meera, text="KA05MH432") == []
