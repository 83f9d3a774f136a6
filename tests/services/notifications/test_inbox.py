"""Telling somebody something, once."""

import asyncio
from uuid import UUID

import pytest
from sqlalchemy.exc import IntegrityError

from porter.core import db, live
from porter.core.ids import new_id
from porter.models.enums import NotificationKind
from porter.services import notifications
from tests.people import ASHA, NIKHIL, actor

pytestmark = pytest.mark.usefixtures("database")


async def _tell(account_id: UUID, dedupe: str, title: str = "Hello") -> object:
    async with db.transaction() as session:
        return await notifications.notify(
            session, account_id, NotificationKind.DELIVERED, title, "It is there.", dedupe=dedupe, data={"n": 1}
        )


async def test_ten_tellers_at_once_tell_once() -> None:
    asha = await actor(ASHA)
    told = await asyncio.gather(*(_tell(asha.id, "delivered:1") for _ in range(10)))
    assert sum(view is not None for view in told) == 1
    async with db.reading() as session:
        assert len((await notifications.inbox(session, asha)).items) == 1
        assert await notifications.unread_count(session, asha) == 1


async def test_the_same_fact_is_told_to_each_person() -> None:
    asha, nikhil = await actor(ASHA), await actor(NIKHIL)
    assert await _tell(asha.id, "delivered:1")
    assert await _tell(nikhil.id, "delivered:1")


async def test_open_screens_hear_of_it_after_the_commit_and_not_before() -> None:
    asha = await actor(ASHA)
    channel = f"account:{asha.id}"
    with pytest.raises(ZeroDivisionError):
        async with db.transaction() as session:
            await notifications.notify(session, asha.id, NotificationKind.OFFER, "Never", "No", dedupe="x")
            raise ZeroDivisionError
    assert await live.since(channel, "0-0") == []
    await _tell(asha.id, "y", "Now")
    (message,) = await live.since(channel, "0-0")
    assert (message["kind"], message["data"]["title"]) == ("notification:new", "Now")


async def test_reading_is_counted_and_only_ones_own() -> None:
    asha, nikhil = await actor(ASHA), await actor(NIKHIL)
    await _tell(asha.id, "1")
    await _tell(nikhil.id, "1")
    async with db.transaction() as session:
        (mine,) = (await notifications.inbox(session, asha)).items
        assert await notifications.mark_read(session, nikhil, [mine.id]) == 0
        assert await notifications.mark_read(session, asha, [mine.id, new_id()]) == 1
        assert await notifications.mark_read(session, asha) == 0
        assert (await notifications.inbox(session, asha)).items[0].is_read
        assert await notifications.unread_count(session, nikhil) == 1


async def test_long_words_are_cut_and_unknown_people_refused() -> None:
    asha = await actor(ASHA)
    view = await _tell(asha.id, "long", "x" * 500)
    assert isinstance(view, notifications.NotificationView)
    assert len(view.title) == 200
    with pytest.raises(IntegrityError):
        await _tell(new_id(), "nobody")
