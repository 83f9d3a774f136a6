"""Profile, addresses, inbox, the list of orders."""

from porter.core import db
from porter.models.enums import NotificationKind
from porter.services import accounts, notifications
from porter.services.accounts import Actor, AddressInput
from porter.state.customer.account import AccountState
from porter.state.customer.addresses import AddressesState
from porter.state.customer.inbox import InboxState, UnreadState
from porter.state.customer.orders import OrdersState
from tests import booking
from tests.state.tabs import Tab

PLACE = {"full_address": "100 Feet Road, Indiranagar", "label": "Work", "contact_phone": "98450 12345"}


async def test_a_profile_keeps_what_is_right_and_says_what_is_not(tab: Tab, asha: Actor) -> None:
    await tab.fire(AccountState.load)
    await tab.fire(AccountState.save, form={"name": "Asha Rao", "email": "not an address"})
    shown = await tab.state(AccountState)
    assert shown.errors["email"]
    assert shown.profile["email"] == "not an address"
    await tab.fire(AccountState.save, form={"name": "Asha Rao", "email": "asha@example.com"})
    async with db.reading() as session:
        saved = await accounts.profile(session, asha)
    assert (saved.name, saved.email) == ("Asha Rao", "asha@example.com")


async def test_an_address_is_added_changed_and_removed(tab: Tab) -> None:
    await tab.fire(AddressesState.load)
    await tab.fire(AddressesState.edit, address_id="")
    city = (await tab.state(AddressesState)).center
    await tab.fire(AddressesState.pick, here=city)
    await tab.fire(AddressesState.save, form=PLACE)
    empty = await tab.state(AddressesState)
    assert (empty.form["placed"], empty.rows) == ("", []), "the middle of the city is nobody's home"
    assert empty.errors["full_address"].startswith("Please find the place")
    await tab.fire(AddressesState.locate, here={"lat": 12.9719, "lng": 77.6412})
    await tab.fire(AddressesState.save, form={**PLACE, "contact_phone": "12"})
    assert (await tab.state(AddressesState)).errors["contact_phone"]
    await tab.fire(AddressesState.save, form=PLACE)
    rows = (await tab.state(AddressesState)).rows
    assert [row["label"] for row in rows] == ["Work"]
    await tab.fire(AddressesState.edit, address_id=rows[0]["id"])
    await tab.fire(AddressesState.save, form={**PLACE, "label": "Office"})
    assert [row["label"] for row in (await tab.state(AddressesState)).rows] == ["Office"]
    await tab.fire(AddressesState.ask_remove, address_id=rows[0]["id"])
    await tab.fire(AddressesState.remove)
    assert (await tab.state(AddressesState)).rows == []
    assert not tab.failures


async def test_somebody_elses_address_cannot_be_touched(tab: Tab, outsider: Tab, asha: Actor) -> None:
    async with db.transaction() as session:
        mine = await accounts.add_address(
            session, asha, AddressInput(label="Home", full_address="12, 5th Cross", lat=12.93, lng=77.61)
        )
    await outsider.fire(AddressesState.load)
    (await outsider.state(AddressesState)).leaving = {"id": str(mine.id)}
    await outsider.fire(AddressesState.remove)
    async with db.reading() as session:
        assert [kept.id for kept in await accounts.addresses(session, asha)] == [mine.id]


async def test_the_bell_counts_what_is_unread(tab: Tab, outsider: Tab, asha: Actor) -> None:
    await tell(asha, "Welcome")
    await tab.fire(UnreadState.load)
    await outsider.fire(UnreadState.load)
    assert (await tab.state(UnreadState)).count == 1
    assert (await outsider.state(UnreadState)).count == 0
    await tab.fire(InboxState.load)
    await tab.fire(InboxState.read_all)
    await tab.fire(UnreadState.refresh)
    assert (await tab.state(UnreadState)).count == 0


async def test_what_is_told_comes_into_the_open_inbox_and_what_was_shown_below_stays(tab: Tab, asha: Actor) -> None:
    for number in range(25):
        await tell(asha, f"Number {number}")
    await tab.fire(InboxState.load)
    await tab.fire(InboxState.show_more)
    await tell(asha, "Money back")
    await tab.fire(InboxState.refresh)
    titles = [message["title"] for message in (await tab.state(InboxState)).messages]
    assert titles == ["Money back", *(f"Number {number}" for number in reversed(range(1, 25)))]
    await tab.fire(InboxState.show_more)
    assert [message["title"] for message in (await tab.state(InboxState)).messages] == [*titles, "Number 0"]


async def test_orders_come_in_pages_of_their_segment(tab: Tab, asha: Actor) -> None:
    order = await booking.booked(asha)
    await tab.fire(OrdersState.load)
    assert [card["number"] for card in (await tab.state(OrdersState)).cards] == [order.number]
    await tab.fire(OrdersState.choose, scope="past")
    assert (await tab.state(OrdersState)).cards == []


async def tell(who: Actor, title: str) -> None:
    """A message of one's own."""
    async with db.transaction() as session:
        await notifications.notify(session, who.id, NotificationKind.WELCOME, title, "Hello", dedupe=title)
