"""Payouts of operations: the failed first on wish, one opened, looked at again where that is possible."""

from typing import Any

from porter.core import clock, db
from porter.models import Payout
from porter.models.enums import DestinationKind, PayoutStatus, Role
from porter.services import ledger, payouts
from porter.services.accounts import Actor
from porter.services.payouts import DestinationInput, PayoutView
from porter.state.admin.payout import PayoutPanelState
from porter.state.admin.payouts import PayoutsState
from porter.tasks.drain import drain
from tests import booking
from tests.state.admin.conftest import OpenDesk
from tests.state.tabs import Tab

UPI = DestinationInput(kind=DestinationKind.UPI, name="Ravi Kumar", upi="ravi.kumar@okbank")


async def earning_driver(name: str = "Ravi", phone: str = "+919000000101", plate: str = "KA05MH4321") -> Actor:
    """A driver to whom we owe 500 rupees."""
    ravi = await booking.driver(name, phone, plate=plate)
    async with db.transaction() as session:
        entries = ledger.rules.incentive_earned(ravi.id, 50_000)
        await ledger.post(session, f"incentive:{ravi.id}", "incentive", entries)
        await payouts.add_destination(session, ravi, UPI)
    return ravi


async def asked(ravi: Actor, minor: int) -> PayoutView:
    """A withdrawal that nobody has sent yet."""
    async with db.transaction() as session:
        return await payouts.request(session, ravi, minor)


async def stands(payout: PayoutView, status: PayoutStatus) -> None:
    """So it came."""
    async with db.transaction() as session:
        row = await session.get_one(Payout, payout.id)
        row.status = status
        row.due_at = None if status in {PayoutStatus.FAILED, PayoutStatus.PAID} else row.due_at


async def amounts(tab: Tab) -> list[str]:
    """What the rows on the screen are worth."""
    return [row["payout"]["amount_text"] for row in (await tab.state(PayoutsState)).rows]


async def test_failed_first_on_wish_and_found_by_the_driver(desk: OpenDesk) -> None:
    """Newest first otherwise; by name, phone and reference; by status."""
    ravi = await earning_driver()
    failed, paid = await asked(ravi, 10_000), await asked(ravi, 20_000)
    await stands(failed, PayoutStatus.FAILED)
    await stands(paid, PayoutStatus.PAID)
    tab = await desk(Role.FINANCE, "Farid")
    await tab.fire(PayoutsState.load)
    assert await amounts(tab) == ["₹200.00", "₹100.00"]
    await tab.fire(PayoutsState.put_failed_first, wanted=True)
    assert await amounts(tab) == ["₹100.00", "₹200.00"]
    for text, found in (("ravi", 2), ("90000 00101", 2), (str(paid.id), 1), ("nobody", 0)):
        await tab.fire(PayoutsState.narrow, kind="text", value=text)
        assert len(await amounts(tab)) == found, text
    await tab.fire(PayoutsState.narrow, kind="clear", value="")
    await tab.fire(PayoutsState.narrow, kind="status", value="paid")
    assert await amounts(tab) == ["₹200.00"]


async def test_pages_keep_the_failed_first(desk: OpenDesk, monkeypatch: Any) -> None:
    """The cursor knows on which side of the line it stands."""
    ravi = await earning_driver()
    made = [await asked(ravi, minor) for minor in (10_000, 11_000, 12_000)]
    await stands(made[0], PayoutStatus.FAILED)
    monkeypatch.setattr("porter.state.admin.paged.PAGE_SIZE", 1)
    tab, seen = await desk(Role.FINANCE, "Farid"), []
    await tab.fire(PayoutsState.put_failed_first, wanted=True)
    for _ in made:
        seen += await amounts(tab)
        await tab.fire(PayoutsState.turn, by=1)
    assert seen == ["₹100.00", "₹120.00", "₹110.00"]


async def test_the_panel_shows_the_last_signs_only(desk: OpenDesk) -> None:
    """Destination masked, tries, references, both sides in the books."""
    payout = await asked(await earning_driver(), 10_000)
    tab = await desk(Role.SUPPORT, "Sunita")
    await tab.fire(PayoutPanelState.open, which=str(payout.id))
    panel = await tab.state(PayoutPanelState)
    assert panel.view["row"]["payout"]["destination"] == "UPI ra••@okbank"
    assert "ravi.kumar" not in str(panel.view)
    assert [posting["event"] for posting in panel.postings] == ["payout.requested"]
    assert (panel.view["can_look_again"], panel.view["why_not"]) == (
        False,
        "Finance or an administrator can have it looked at again.",
    )


async def test_looking_again_sends_once_and_only_what_is_under_way(desk: OpenDesk) -> None:
    """A payout that waits for its next try is sent now; one that is over says why nothing is to be done."""
    ravi = await earning_driver()
    payout = await asked(ravi, 10_000)
    async with db.transaction() as session:
        row = await session.get_one(Payout, payout.id)
        row.due_at = clock.now().replace(year=clock.now().year + 1)
    await drain()
    tab = await desk(Role.FINANCE, "Farid")
    await tab.fire(PayoutPanelState.open, which=str(payout.id))
    assert (await tab.state(PayoutPanelState)).view["row"]["attempts"] == 0
    for _ in range(2):
        await tab.fire(PayoutPanelState.look_again)
    await drain()
    await tab.fire(PayoutPanelState.refresh)
    view = (await tab.state(PayoutPanelState)).view
    assert view["row"]["attempts"] >= 1
    await stands(payout, PayoutStatus.FAILED)
    await tab.fire(PayoutPanelState.look_again)
    async with db.reading() as session:
        assert (await session.get_one(Payout, payout.id)).status is PayoutStatus.FAILED
        assert (await payouts.balance(session, ravi)).in_transit_minor in {0, 10_000}


async def test_dispatchers_are_told_that_payouts_are_not_theirs(desk: OpenDesk) -> None:
    """The page says so; nothing of a driver's money is in it."""
    payout = await asked(await earning_driver(), 10_000)
    tab = await desk(Role.DISPATCHER)
    await tab.fire(PayoutsState.load)
    state = await tab.state(PayoutsState)
    assert (state.rows, state.error) == ([], "Payouts are for finance, support and administrators.")
    await tab.fire(PayoutPanelState.open, which=str(payout.id))
    assert (await tab.state(PayoutPanelState)).view == {}
    await tab.fire(PayoutPanelState.look_again)
