"""The bell at the screen: counts, opens, leads to the thing, is read by each for themselves."""

from typing import Any
from uuid import UUID

import pytest
from reflex_base.event.processor import BaseStateEventProcessor

from porter.core import clock, db
from porter.core.errors import PorterError
from porter.core.ids import new_id
from porter.models.enums import NotificationKind, Role
from porter.services import notifications
from porter.services.accounts import Actor
from porter.services.notifications import DeskNotice
from porter.state.admin.bell import BellState
from porter.state.admin.drivers import DriversState
from porter.state.admin.refund import RefundPanelState
from tests import booking
from tests.state.admin.conftest import OpenDesk
from tests.state.tabs import Tab, cookie_of


async def tell(name: str, href: str = "/ops/refunds?refund=x") -> None:
    """Finance is told."""
    notice = DeskNotice(
        NotificationKind.REFUND, "Refund to decide", f"Somebody asks for {name}.", href, clock.now(), name, matter=name
    )
    async with db.transaction() as session:
        await notifications.tell_roles(session, {Role.FINANCE}, notice)


async def opened(tab: Tab) -> Any:
    """The panel is open."""
    await tab.fire(BellState.load)
    await tab.fire(BellState.show)
    return await tab.state(BellState)


async def test_it_counts_opens_and_leads_to_the_thing(desk: OpenDesk) -> None:
    tab, other = await desk(Role.FINANCE, "Farid"), await desk(Role.FINANCE, "Gita")
    await tell("one")
    await tell("two", "/ops/payouts?payout=y")
    await tab.fire(BellState.load)
    assert (await tab.state(BellState)).unread == 2
    bell = await opened(tab)
    assert [(one["sentence"], one["day"], one["is_unread"]) for one in bell.notices] == [
        ("Somebody asks for two.", "Today", True),
        ("Somebody asks for one.", "", True),
    ]
    await tab.fire(BellState.open, notice_id=bell.notices[0]["id"])
    bell = await tab.state(BellState)
    assert (bell.unread, [one["is_unread"] for one in bell.notices]) == (1, [False, True])
    await tab.fire(BellState.read, notice_id=bell.notices[1]["id"])
    assert (await tab.state(BellState)).unread == 0
    assert (await opened(other)).unread == 2


async def test_a_page_that_shows_the_thing_already_opens_it_there(desk: OpenDesk) -> None:
    """Again and again, although the address does not change."""
    tab, claim = await desk(Role.FINANCE, "Farid"), str(new_id())
    await tell("one", f"/ops/refunds?refund={claim}")
    bell = await opened(tab)
    await tab.fire(BellState.open, notice_id=bell.notices[0]["id"])
    assert (await tab.state(RefundPanelState)).open_id == ""
    tab.page = "/ops/refunds"
    for _ in range(2):
        await tab.fire(BellState.open, notice_id=bell.notices[0]["id"])
        await tab.until(RefundPanelState, lambda panel: panel.open_id == claim)
        await tab.fire(RefundPanelState.close)


async def test_another_window_follows(desk: OpenDesk) -> None:
    """The hub makes every window of a person refresh."""
    tab = await desk(Role.FINANCE, "Farid")
    window = Tab(tab.processor, tab.cookie)
    await tell("one")
    bell = await opened(tab)
    await opened(window)
    await tell("two")
    await window.fire(BellState.refresh)
    assert (await window.state(BellState)).notices[0]["sentence"] == "Somebody asks for two."
    await tab.fire(BellState.open, notice_id=bell.notices[0]["id"])
    await window.fire(BellState.refresh)
    assert (await window.state(BellState)).unread == 1
    async with db.transaction() as session:
        await notifications.resolve(session, ["two"], "Approved by Gita")
    await window.fire(BellState.refresh)
    state = await window.state(BellState)
    assert (state.unread, state.notices[0]["outcome"], state.notices[0]["is_unread"]) == (0, "Approved by Gita", False)
    await window.fire(BellState.hide)
    await tell("three")
    await window.fire(BellState.refresh)
    state = await window.state(BellState)
    assert (state.unread, len(state.notices)) == (1, 2)


async def test_earlier_ones_come_below_and_each_once(desk: OpenDesk) -> None:
    """Also when new ones have come meanwhile; the day stands where it begins."""
    tab = await desk(Role.FINANCE, "Farid")
    for number in range(25):
        await tell(f"{number:02}")
    bell = await opened(tab)
    assert (len(bell.notices), bool(bell.more)) == (20, True)
    await tell("25")
    await tab.fire(BellState.earlier)
    bell = await tab.state(BellState)
    sentences = [one["sentence"] for one in bell.notices]
    assert sentences == [f"Somebody asks for {number:02}." for number in reversed(range(25))]
    assert [one["day"] for one in bell.notices if one["day"]] == ["Today"]
    assert (bell.more, bell.loading) == ("", False)
    await tab.fire(BellState.refresh)
    assert len((await tab.state(BellState)).notices) == 25
    await tab.fire(BellState.earlier)
    assert len((await tab.state(BellState)).notices) == 26
    await tab.fire(BellState.read_all)
    bell = await tab.state(BellState)
    assert (bell.unread, any(one["is_unread"] for one in bell.notices)) == (0, False)


async def test_a_failure_is_said_and_tried_again(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    tab = await desk(Role.FINANCE, "Farid")
    await tell("one")
    await tab.fire(BellState.load)

    async def refuse(*_: object, **__: object) -> None:
        raise PorterError("Please try again in a moment.")

    with monkeypatch.context() as patch:
        patch.setattr(notifications, "inbox", refuse)
        await tab.fire(BellState.show)
        bell = await tab.state(BellState)
        assert (bell.error, bell.loaded) == ("Please try again in a moment.", False)
    await tab.fire(BellState.show)
    bell = await tab.state(BellState)
    assert (bell.error, bell.loaded, len(bell.notices)) == ("", True, 1)


async def test_nobody_opens_what_was_told_to_others(
    desk: OpenDesk, processor: BaseStateEventProcessor, sessions: dict[UUID, Actor]
) -> None:
    """Neither another colleague by its id, nor a customer at all."""
    farid, dev = await desk(Role.FINANCE, "Farid"), await desk(Role.DISPATCHER, "Dev")
    await tell("one")
    notice_id = (await opened(farid)).notices[0]["id"]
    await opened(dev)
    for handler in (BellState.open, BellState.read):
        for claim in (notice_id, "garbage", "", str(new_id())):
            await dev.fire(handler, notice_id=claim)
    assert dev.failures == []
    assert (await opened(farid)).unread == 1
    asha = await booking.customer()
    sessions[asha.id] = asha
    stranger = Tab(processor, cookie_of(asha))
    await opened(stranger)
    await stranger.fire(BellState.read_all)
    assert (await stranger.state(BellState)).notices == []
    assert (await opened(farid)).unread == 1


async def test_the_list_of_drivers_narrows_to_one(desk: OpenDesk) -> None:
    """Whoever does not exist changes nothing."""
    tab = await desk(Role.DELIVERY_MANAGER)
    devi = await booking.driver("Devi", "+919000000103", plate="KA05MH7777")
    await booking.driver()
    await tab.fire(DriversState.load)
    await tab.fire(DriversState.find, driver_id=str(devi.id))
    assert [row["name"] for row in (await tab.state(DriversState)).rows] == ["Devi"]
    for claim in ("garbage", str(new_id())):
        await tab.fire(DriversState.find, driver_id=claim)
    assert [row["name"] for row in (await tab.state(DriversState)).rows] == ["Devi"]
    assert tab.failures == []
