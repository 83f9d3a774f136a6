"""Lists of people, and keeping somebody out."""

import pytest

from porter.core import db
from porter.models import Account, Driver
from porter.models.enums import AccountStatus, Role, Verification
from porter.services import accounts
from porter.services.accounts import InvitationEnded
from porter.state.admin.customers import CustomersState
from porter.state.admin.drivers import DriversState, VerifyState
from porter.state.admin.palette import PaletteState
from porter.state.admin.people import SuspendState
from porter.state.admin.staff import StaffState
from tests import booking
from tests.state.admin.conftest import OpenDesk


async def account(account_id: object) -> Account:
    """The row as it is now."""
    async with db.reading() as session:
        return await session.get_one(Account, account_id)


async def test_customers_with_what_they_ordered(desk: OpenDesk) -> None:
    """Found by name and by any part of the phone."""
    asha = await booking.customer()
    await booking.customer("Nikhil", "+919000000002")
    await booking.booked(asha)
    tab = await desk()
    await tab.fire(CustomersState.load)
    assert {(row["name"], row["orders"]) for row in (await tab.state(CustomersState)).rows} == {
        ("Asha", 1),
        ("Nikhil", 0),
    }
    for text in ("ash", "90000 00001"):
        await tab.fire(CustomersState.narrow, kind="text", value=text)
        assert [row["name"] for row in (await tab.state(CustomersState)).rows] == ["Asha"]


async def test_suspending_takes_words_and_a_role(desk: OpenDesk) -> None:
    """A dispatcher may not; support may, with a reason; and back again."""
    asha = await booking.customer()
    tab = await desk(Role.DISPATCHER)
    await tab.fire(SuspendState.ask, what="suspend", account_id=str(asha.id), name="Asha")
    await tab.fire(SuspendState.say, reason="Fraud")
    await tab.fire(SuspendState.confirm)
    assert (await account(asha.id)).status is AccountStatus.ACTIVE
    tab = await desk(Role.SUPPORT)
    await tab.fire(SuspendState.ask, what="suspend", account_id=str(asha.id), name="Asha")
    await tab.fire(SuspendState.confirm)
    assert (await tab.state(SuspendState)).error == "Please say why."
    await tab.fire(SuspendState.say, reason="Fraud")
    await tab.fire(SuspendState.confirm)
    assert (await account(asha.id)).status is AccountStatus.SUSPENDED
    await tab.fire(SuspendState.ask, what="reinstate", account_id=str(asha.id), name="Asha")
    await tab.fire(SuspendState.say, reason="A mistake")
    await tab.fire(SuspendState.confirm)
    assert (await account(asha.id)).status is AccountStatus.ACTIVE


async def test_nobody_is_suspended_by_a_word_of_the_browser(desk: OpenDesk) -> None:
    """An unknown verb opens nothing, and confirming nothing does nothing."""
    asha = await booking.customer()
    tab = await desk(Role.ADMIN)
    await tab.fire(SuspendState.ask, what="delete", account_id=str(asha.id), name="Asha")
    await tab.fire(SuspendState.say, reason="x")
    await tab.fire(SuspendState.confirm)
    assert (await account(asha.id)).status is AccountStatus.ACTIVE
    assert (await tab.state(SuspendState)).asking == ""


async def test_papers_are_judged_by_a_delivery_manager(desk: OpenDesk) -> None:
    """Turning down needs a reason; approving does not; a dispatcher does neither."""
    ravi = await booking.driver()
    who = {"driver_id": str(ravi.id), "name": "Ravi"}
    tab = await desk(Role.DELIVERY_MANAGER)
    await tab.fire(VerifyState.ask, **who)
    await tab.fire(VerifyState.reject)
    assert "why" in (await tab.state(VerifyState)).error
    await tab.fire(VerifyState.say, reason="The photo is blurred")
    await tab.fire(VerifyState.reject)
    assert await papers(ravi.id) is Verification.REJECTED
    await (await desk(Role.DISPATCHER)).fire(VerifyState.approve, **who)
    assert await papers(ravi.id) is Verification.REJECTED
    await tab.fire(VerifyState.approve, **who)
    assert await papers(ravi.id) is Verification.APPROVED


async def test_drivers_are_narrowed(desk: OpenDesk) -> None:
    """By papers, by presence, by plate."""
    await booking.driver()
    tab = await desk()
    await tab.fire(DriversState.narrow, kind="state", value="pending")
    assert (await tab.state(DriversState)).rows == []
    await tab.fire(DriversState.narrow, kind="state", value="pending")
    await tab.fire(DriversState.narrow, kind="state", value="online")
    await tab.fire(DriversState.narrow, kind="text", value="ka05")
    assert [row["name"] for row in (await tab.state(DriversState)).rows] == ["Ravi"]


async def test_only_administrators_see_and_invite_staff(desk: OpenDesk) -> None:
    """The link is shown once, and works; a dispatcher gets nothing at all."""
    tab = await desk(Role.ADMIN)
    await tab.fire(StaffState.invite, form={"email": "no address", "role": "dispatcher"})
    assert "e-mail" in (await tab.state(StaffState)).form_error
    await tab.fire(StaffState.invite, form={"email": "kavya@porter.example", "role": "customer"})
    assert (await tab.state(StaffState)).form_error == "That is not a role of operations."
    await tab.fire(StaffState.invite, form={"email": "kavya@porter.example", "role": "dispatcher"})
    state = await tab.state(StaffState)
    assert "/ops/invite/" in state.link
    assert [row["email"] for row in state.invited] == ["kavya@porter.example"]
    token, invitation_id = state.link.rpartition("/")[2], state.invited[0]["id"]
    for _ in range(2):
        await tab.fire(StaffState.withdraw, invitation_id=invitation_id)
        assert (await tab.state(StaffState)).invited == []
    with pytest.raises(InvitationEnded):
        await accounts.invitation(token)
    await tab.fire(StaffState.dismiss)
    assert (await tab.state(StaffState)).link == ""
    other = await desk(Role.DISPATCHER, "Nitin")
    await other.fire(StaffState.load)
    assert (await other.state(StaffState)).rows == []


async def test_the_palette_finds_orders_and_people(desk: OpenDesk) -> None:
    """Pages at once; the staff page only for those who have it."""
    order = await booking.booked(await booking.customer())
    tab = await desk()
    await tab.fire(PaletteState.show)
    pages = [item["title"] for item in (await tab.state(PaletteState)).items]
    assert "Orders" in pages and "Staff" not in pages
    await tab.fire(PaletteState.search, text=order.number)
    (found,) = (await tab.state(PaletteState)).items
    assert found["href"] == f"/ops/orders?order={order.id}"
    await tab.fire(PaletteState.search, text="asha")
    assert {item["group"] for item in (await tab.state(PaletteState)).items} == {"Orders", "Customers"}


async def papers(driver_id: object) -> Verification:
    """What was decided."""
    async with db.reading() as session:
        return (await session.get_one(Driver, driver_id)).verification
