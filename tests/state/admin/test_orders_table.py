"""The orders table: every filter, sort and page comes from the server, and the browser's words are claims."""

from porter.services.orders import OrderView
from porter.state.admin.orders import OrdersState
from tests import booking
from tests.state.admin.conftest import OpenDesk


async def three() -> tuple[OrderView, OrderView, OrderView]:
    """One delivered, one on the road, one searching."""
    asha, ravi, kiran = (
        await booking.customer(),
        await booking.driver(),
        await booking.driver("Kiran", "+919000000102", plate="KA05MH4322"),
    )
    done, going, waiting = [await booking.booked(asha) for _ in range(3)]
    await booking.delivered(done.id, ravi)
    await booking.taken(going.id, kiran)
    return done, going, waiting


async def test_the_newest_stands_first(desk: OpenDesk) -> None:
    """Until another column is chosen; the same column again turns it round."""
    done, going, waiting = await three()
    tab = await desk()
    await tab.fire(OrdersState.load)
    assert await numbers(tab) == [waiting.number, going.number, done.number]
    await tab.fire(OrdersState.sort_by, key="created_at")
    assert await numbers(tab) == [done.number, going.number, waiting.number]
    await tab.fire(OrdersState.sort_by, key="number")
    assert await numbers(tab) == sorted([done.number, going.number, waiting.number])


async def test_filters_narrow_and_clear(desk: OpenDesk) -> None:
    """By state, by class, by what somebody types; clearing brings all back."""
    done, going, _ = await three()
    tab = await desk()
    await tab.fire(OrdersState.narrow, kind="status", value="delivered")
    assert await numbers(tab) == [done.number]
    await tab.fire(OrdersState.narrow, kind="status", value="delivered")
    await tab.fire(OrdersState.narrow, kind="text", value="kiran")
    assert await numbers(tab) == [going.number]
    await tab.fire(OrdersState.narrow, kind="text", value=done.number.removeprefix("PRT-").lower())
    assert await numbers(tab) == [done.number]
    await tab.fire(OrdersState.narrow, kind="clear", value="")
    await tab.fire(OrdersState.narrow, kind="class", value="truck")
    assert await numbers(tab) == []
    await tab.fire(OrdersState.narrow, kind="clear", value="")
    assert len(await numbers(tab)) == 3


async def test_pages_follow_the_cursor(desk: OpenDesk, monkeypatch: object) -> None:
    """Forwards, back, and not beyond the ends."""
    done, going, waiting = await three()
    monkeypatch.setattr("porter.state.admin.paged.PAGE_SIZE", 2)  # type: ignore[attr-defined]
    tab = await desk()
    await tab.fire(OrdersState.load)
    await tab.fire(OrdersState.turn, by=-1)
    assert await numbers(tab) == [waiting.number, going.number]
    await tab.fire(OrdersState.turn, by=1)
    assert await numbers(tab) == [done.number]
    await tab.fire(OrdersState.turn, by=1)
    state = await tab.state(OrdersState)
    assert (state.page, state.next_cursor) == (2, "")
    await tab.fire(OrdersState.turn, by=-1)
    assert await numbers(tab) == [waiting.number, going.number]


async def test_a_browser_that_makes_things_up_changes_nothing(desk: OpenDesk) -> None:
    """Unknown columns, states, kinds, a NUL: the table stays as it was."""
    await three()
    tab = await desk()
    await tab.fire(OrdersState.load)
    before = await numbers(tab)
    await tab.fire(OrdersState.sort_by, key="password_hash")
    await tab.fire(OrdersState.narrow, kind="status", value="'; drop table orders")
    await tab.fire(OrdersState.narrow, kind="when", value="forever")
    await tab.fire(OrdersState.narrow, kind="nonsense", value="x")
    await tab.fire(OrdersState.narrow, kind="text", value="\x00")
    await tab.fire(OrdersState.select, order_id="not-there")
    state = await tab.state(OrdersState)
    assert await numbers(tab) == before and state.selected == [] and state.error == ""
    assert tab.failures == []


async def test_picked_rows_are_those_of_this_page(desk: OpenDesk) -> None:
    """One, all, none; another filter lets them go."""
    done, _, _ = await three()
    tab = await desk()
    await tab.fire(OrdersState.load)
    await tab.fire(OrdersState.select, order_id=str(done.id))
    assert (await tab.state(OrdersState)).numbers == done.number
    await tab.fire(OrdersState.select_all, chosen=True)
    assert len((await tab.state(OrdersState)).selected) == 3
    await tab.fire(OrdersState.narrow, kind="status", value="delivered")
    assert (await tab.state(OrdersState)).selected == []


async def numbers(tab: object) -> list[str]:
    """The numbers on the screen."""
    return [row["number"] for row in (await tab.state(OrdersState)).rows]  # type: ignore[attr-defined]


async def test_the_address_says_what_differs_from_the_beginning(desk: OpenDesk) -> None:
    """Nothing at first; a search is of all time, so one of a week says so; read again it changes nothing."""
    tab = await desk()
    await tab.fire(OrdersState.load)
    assert (await tab.state(OrdersState)).said == ""
    await tab.fire(OrdersState.narrow, kind="status", value="late")
    await tab.fire(OrdersState.narrow, kind="status", value="assigned")
    assert (await tab.state(OrdersState)).said == "status=assigned%2Clate"
    await tab.fire(OrdersState.narrow, kind="text", value="asha")
    assert (await tab.state(OrdersState)).said == "status=assigned%2Clate&when=week&q=asha"
    await tab.fire(OrdersState.narrow, kind="when", value="all")
    await tab.fire(OrdersState.narrow, kind="clear", value="")
    assert (await tab.state(OrdersState)).said == ""
