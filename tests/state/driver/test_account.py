"""The driver's card and garage on the screen."""

from uuid import UUID

from reflex_base.event.processor import BaseStateEventProcessor

from porter.core import db
from porter.models.enums import NotificationKind
from porter.services import notifications
from porter.services.accounts import Actor
from porter.state.driver.account import DriverAccountState
from porter.state.driver.inbox import DriverInboxState
from tests import booking
from tests.services.matching.town import Town
from tests.state.tabs import Tab, cookie_of


async def test_another_vehicle_is_added_and_then_driven(tab: Tab) -> None:
    """What is wrong stands at its field, and the form stays open."""
    await tab.fire(DriverAccountState.load)
    await tab.fire(DriverAccountState.show_form, adding=True)
    await tab.fire(DriverAccountState.add_vehicle, form={"class_code": "mini_truck", "plate": "?"})
    state = await tab.state(DriverAccountState)
    assert (state.adding, set(state.errors)) == (True, {"plate"})
    await tab.fire(DriverAccountState.add_vehicle, form={"class_code": "mini_truck", "plate": "KA 05 ZZ 9999"})
    state = await tab.state(DriverAccountState)
    assert (state.adding, state.errors, len(state.garage)) == (False, {}, 2)
    other = next(vehicle for vehicle in state.garage if not vehicle["is_active"])
    await tab.fire(DriverAccountState.activate, vehicle_id=other["id"])
    active = next(vehicle for vehicle in (await tab.state(DriverAccountState)).garage if vehicle["is_active"])
    assert active["plate"] == "KA05ZZ9999"


async def test_somebody_elses_vehicle_cannot_be_driven(tab: Tab, outsider: Tab) -> None:
    """The answer is not found, and nothing changes."""
    await tab.fire(DriverAccountState.load)
    mine = (await tab.state(DriverAccountState)).garage[0]["id"]
    await outsider.fire(DriverAccountState.load)
    before = (await outsider.state(DriverAccountState)).garage
    await outsider.fire(DriverAccountState.activate, vehicle_id=mine)
    await outsider.fire(DriverAccountState.load)
    assert (await outsider.state(DriverAccountState)).garage == before


async def test_a_newcomer_registers_and_waits(
    town: Town, processor: BaseStateEventProcessor, sessions: dict[UUID, Actor]
) -> None:
    """An account that is not a driver yet gets the form, with its faults in words."""
    await booking.demo_city()
    newcomer = await booking._person("", "+919876500001", "driver", "driver")
    sessions[newcomer.id] = newcomer
    tab = Tab(processor, cookie_of(newcomer))
    await tab.fire(DriverAccountState.load)
    assert (await tab.state(DriverAccountState)).driver["verification"] == "none"
    form = {
        "name": "Manju Gowda",
        "birth_year": "abc",
        "licence_number": "KA0520190009999",
        "class_code": "mini_truck",
        "plate": "KA 05 QQ 1111",
    }
    await tab.fire(DriverAccountState.register, form=form)
    assert set((await tab.state(DriverAccountState)).errors) == {"birth_year"}
    await tab.fire(DriverAccountState.register, form=form | {"birth_year": "1990"})
    state = await tab.state(DriverAccountState)
    assert (state.errors, state.driver["verification"]) == ({}, "pending")


async def test_the_inbox_of_a_new_driver_is_empty(tab: Tab) -> None:
    """And says so without failing."""
    await tab.fire(DriverInboxState.load)
    state = await tab.state(DriverInboxState)
    assert (state.messages, state.loaded, tab.failures) == ([], True, [])


async def test_what_is_told_while_the_inbox_is_open_comes_in_and_counts_as_read(tab: Tab, ravi: Actor) -> None:
    await tab.fire(DriverInboxState.load)
    async with db.transaction() as session:
        await notifications.notify(session, ravi.id, NotificationKind.PAYOUT, "Paid", "It is there.", dedupe="paid")
    await tab.fire(DriverInboxState.refresh)
    assert [message["title"] for message in (await tab.state(DriverInboxState)).messages] == ["Paid"]
    async with db.reading() as session:
        assert await notifications.unread_count(session, ravi) == 0
