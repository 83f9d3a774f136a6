"""What operations are told: by role, once, until it is done; read by each for themselves."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import update

from porter.core import clock, db, live
from porter.models import Account
from porter.models.enums import AccountStatus, NotificationKind, Role
from porter.services import notifications
from porter.services.accounts import Actor
from porter.services.notifications import DeskNotice, NotificationView
from tests import booking

pytestmark = pytest.mark.usefixtures("database")

DECIDERS = frozenset({Role.FINANCE, Role.ADMIN})


def notice(name: str = "1", matter: str = "refund:1") -> DeskNotice:
    """Something to decide."""
    return DeskNotice(
        NotificationKind.REFUND, "Refund to decide", f"Sunita asks for {name}.", f"/ops/refunds?refund={name}",
        at=clock.now(), dedupe=f"refund:{name}", matter=matter,
    )  # fmt: skip


async def tell(what: DeskNotice | None = None, besides: UUID | None = None) -> int:
    """Everybody who decides."""
    async with db.transaction() as session:
        return await notifications.tell_roles(session, DECIDERS, what or notice(), besides=besides)


async def done(*matters: str, outcome: str = "Approved by Farid") -> int:
    """These matters are done."""
    async with db.transaction() as session:
        return await notifications.resolve(session, matters, outcome)


async def inbox(who: Actor) -> tuple[NotificationView, ...]:
    """What somebody sees."""
    async with db.reading() as session:
        return (await notifications.inbox(session, who)).items


async def unread(who: Actor) -> int:
    """The number on the bell."""
    async with db.reading() as session:
        return await notifications.unread_count(session, who)


async def read(who: Actor, *ids: UUID) -> int:
    """Mark some, or all."""
    async with db.transaction() as session:
        return await notifications.mark_read(session, who, ids or None)


async def becomes(who: Actor, role: Role) -> Actor:
    """Another role from now on."""
    async with db.transaction() as session:
        await session.exec(update(Account).where(Account.id == who.id).values(role=role))
    return Actor(who.id, who.audience, role, who.name, who.session_id)


async def test_those_with_the_role_are_told_and_whoever_asked_is_not() -> None:
    farid, gita = await booking.operations(Role.FINANCE, "Farid"), await booking.operations(Role.ADMIN, "Gita")
    sunita, dev = await booking.operations(Role.SUPPORT, "Sunita"), await booking.operations(Role.FINANCE, "Dev")
    assert await tell(besides=dev.id) == 2
    assert [await unread(who) for who in (farid, gita, sunita, dev)] == [1, 1, 0, 0]
    (seen,) = await inbox(farid)
    assert (seen.title, seen.body) == ("Refund to decide", "Sunita asks for 1.")
    assert (seen.data["href"], seen.is_read, seen.is_resolved) == ("/ops/refunds?refund=1", False, False)


async def test_who_may_not_sign_in_is_not_told() -> None:
    farid = await booking.operations(Role.FINANCE, "Farid")
    async with db.transaction() as session:
        await session.exec(update(Account).where(Account.id == farid.id).values(status=AccountStatus.SUSPENDED))
    assert await tell() == 0


async def test_ten_tellers_at_once_tell_each_once() -> None:
    people = [await booking.operations(Role.FINANCE, name) for name in ("Farid", "Dev")]
    told = await asyncio.gather(*(tell() for _ in range(10)))
    assert sum(told) == 2
    assert [await unread(who) for who in people] == [1, 1]


async def test_reading_is_ones_own() -> None:
    farid, gita = await booking.operations(Role.FINANCE, "Farid"), await booking.operations(Role.ADMIN, "Gita")
    await tell()
    (his,), (hers,) = await inbox(farid), await inbox(gita)
    assert await read(farid, hers.id) == 0
    assert await read(farid, his.id) == 1
    assert await read(farid) == 0
    assert [await unread(who) for who in (farid, gita)] == [0, 1]


async def test_without_the_role_it_is_out_of_sight_and_with_it_back() -> None:
    farid = await booking.operations(Role.FINANCE, "Farid")
    await tell()
    async with db.transaction() as session:
        own = DeskNotice(
            NotificationKind.SECURITY, "Two-step sign-in is on", "Yours.", "/ops/account", clock.now(), "own"
        )
        assert await notifications.tell_colleague(session, farid.id, own)
        assert not await notifications.tell_colleague(session, farid.id, own)
    moved = await becomes(farid, Role.DISPATCHER)
    assert [one.title for one in await inbox(moved)] == ["Two-step sign-in is on"]
    assert await unread(moved) == 1
    assert await read(moved) == 1
    back = await becomes(moved, Role.FINANCE)
    assert await unread(back) == 1


async def test_what_is_done_counts_for_nobody_and_says_how_it_ended() -> None:
    farid, gita = await booking.operations(Role.FINANCE, "Farid"), await booking.operations(Role.ADMIN, "Gita")
    await tell()
    await tell(notice("2", matter="refund:2"))
    await tell(notice("3", matter=""))
    assert await done("refund:1", "refund:7") == 2
    assert await done("refund:1", outcome="Rejected by Gita") == 0
    assert await done("") == 0
    assert await done() == 0
    for who in (farid, gita):
        assert await unread(who) == 2
        ended = [(one.outcome, one.is_read) for one in await inbox(who) if one.is_resolved]
        assert ended == [("Approved by Farid", False)]
    assert await tell() == 0
    async with db.reading() as session:
        assert await notifications.open_matters(session, ["refund:1", "refund:2", ""]) == {"refund:2"}


async def test_open_windows_hear_of_it() -> None:
    farid = await booking.operations(Role.FINANCE, "Farid")
    await tell()
    await done("refund:1")
    await read(farid)
    kinds = [message["kind"] for message in await live.since(f"account:{farid.id}", "0-0")]
    assert kinds == ["notification:new", "notification:resolved", "notification:read"]


async def test_a_cursor_goes_through_all_of_them_once() -> None:
    farid = await booking.operations(Role.FINANCE, "Farid")
    for number in range(25):
        await tell(notice(f"{number:02}", matter=f"refund:{number}"))
    seen: list[str] = []
    cursor = ""
    async with db.reading() as session:
        while True:
            page = await notifications.inbox(session, farid, cursor, 10)
            seen += [one.body for one in page.items]
            if not (cursor := page.next_cursor):
                break
    assert seen == [f"Sunita asks for {number:02}." for number in reversed(range(25))]


async def test_ninety_days_are_kept_of_operations_and_all_of_customers() -> None:
    farid, asha = await booking.operations(Role.FINANCE, "Farid"), await booking.customer()
    await tell()
    async with db.transaction() as session:
        await notifications.notify(session, asha.id, NotificationKind.WELCOME, "Welcome to Porter", "x", dedupe="w")
    with clock.travel(timedelta(days=89)):
        await tell(notice("2"))
        assert await notifications.forget_old() == 0
    with clock.travel(timedelta(days=91)):
        assert await notifications.forget_old() == 1
    assert [one.body for one in await inbox(farid)] == ["Sunita asks for 2."]
    assert len(await inbox(asha)) == 1


async def test_the_number_comes_from_its_index() -> None:
    """The predicate of the count implies the one of the index."""
    sql = (
        "EXPLAIN SELECT count(*) FROM notification WHERE account_id = gen_random_uuid() AND read_at IS NULL"
        " AND resolved_at IS NULL AND (roles IS NULL OR roles @> ARRAY['admin']::varchar[])"
    )
    async with db.transaction() as session:
        await session.exec(text("SET LOCAL enable_seqscan = off"))  # type: ignore[call-overload]
        plan = " ".join(row[0] for row in (await session.exec(text(sql))).all())  # type: ignore[call-overload]
    assert "ix_notification_unread" in plan
