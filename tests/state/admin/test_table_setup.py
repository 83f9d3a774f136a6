"""Columns and saved views beside a table: kept, shared, applied; and what a browser makes up."""

from uuid import UUID

import pytest

from porter.models.enums import Role
from porter.state.admin.customers import CustomersState
from porter.state.admin.drivers import DriversState
from porter.state.admin.ledger_accounts import LedgerAccountsState
from porter.state.admin.orders import OrdersState
from porter.state.admin.table_setup import AccountsSetup, CustomersSetup, DriversSetup, OrdersSetup
from porter.state.notices import NoticeState
from tests.state.admin.conftest import OpenDesk
from tests.state.tabs import Tab


async def test_a_view_brings_back_filters_sort_and_columns(desk: OpenDesk) -> None:
    tab = await desk()
    view_id = await late_view(tab)
    await tab.fire(OrdersState.narrow, kind="clear", value="")
    await tab.fire(OrdersState.sort_by, key="number")
    await tab.fire(OrdersSetup.toggle, column="customer_name")
    await tab.fire(OrdersSetup.choose, view_id=view_id)
    rows, setup = await tab.state(OrdersState), await tab.state(OrdersSetup)
    assert (rows.status, rows.when, rows.text) == (["late"], "all", "asha")
    assert (rows.sort_key, rows.descending) == ("total", True)
    assert (setup.hidden, setup.view_name) == (["drop_address"], "Late ones")
    assert "late_only=True" in rows.export and "sort=-total" in rows.export
    await tab.fire(OrdersSetup.choose, view_id=view_id)
    setup = await tab.state(OrdersSetup)
    assert (setup.view_id, setup.hidden) == ("", []), "chosen again with nothing changed since, it is let go"


async def test_a_table_that_has_been_changed_is_no_longer_the_view(desk: OpenDesk) -> None:
    """The page compares what is arranged with what was kept, and the columns."""
    tab = await desk()
    await late_view(tab)
    rows, setup = await tab.state(OrdersState), await tab.state(OrdersSetup)
    assert (setup.kept, setup.kept_hidden) == (rows.arranged, setup.hidden)
    await tab.fire(OrdersState.narrow, kind="clear", value="")
    assert (await tab.state(OrdersState)).arranged != setup.kept


async def test_another_tab_of_the_same_person_finds_it(desk: OpenDesk) -> None:
    tab = await desk()
    view_id = await late_view(tab)
    again = Tab(tab.processor, tab.cookie)
    await again.fire(OrdersSetup.load)
    assert [one["name"] for one in (await again.state(OrdersSetup)).views] == ["Late ones"]
    await again.fire(OrdersSetup.choose, view_id=view_id)
    assert (await again.state(OrdersState)).status == ["late"]


async def test_a_colleague_applies_what_is_shared_and_changes_nothing(desk: OpenDesk) -> None:
    meera, farah = await desk(), await desk(Role.FINANCE, "Farah")
    view_id = await late_view(meera)
    await farah.fire(OrdersSetup.choose, view_id=view_id)
    assert (await farah.state(OrdersState)).status == []
    assert "not shared" in (await farah.state(NoticeState)).notices[-1]["title"]
    await meera.fire(OrdersSetup.share, view_id=view_id)
    await farah.fire(OrdersSetup.load)
    (seen,) = (await farah.state(OrdersSetup)).views
    assert (seen["is_mine"], seen["owner_name"]) == (False, "Meera")
    await farah.fire(OrdersSetup.choose, view_id=view_id)
    assert (await farah.state(OrdersState)).status == ["late"]
    for event in (OrdersSetup.share, OrdersSetup.remove):
        await farah.fire(event, view_id=view_id)
    await meera.fire(OrdersSetup.load)
    (kept,) = (await meera.state(OrdersSetup)).views
    assert kept["is_shared"] is True


async def test_a_view_is_removed_twice(desk: OpenDesk) -> None:
    tab = await desk()
    view_id = await late_view(tab)
    await tab.fire(OrdersSetup.remove, view_id=view_id)
    setup = await tab.state(OrdersSetup)
    assert (setup.views, setup.view_id) == ([], "")
    await tab.fire(OrdersSetup.remove, view_id=view_id)
    assert (await tab.state(OrdersState)).status == ["late"], "the table stays as it is"


@pytest.mark.parametrize("view_id", ["", "x", str(UUID(int=7))])
async def test_a_made_up_view_is_refused(desk: OpenDesk, view_id: str) -> None:
    tab = await desk()
    await tab.fire(OrdersSetup.choose, view_id=view_id or "-")
    assert (await tab.state(OrdersSetup)).view_id == ""
    assert (await tab.state(NoticeState)).notices
    assert tab.failures == []


async def test_a_view_needs_a_name(desk: OpenDesk) -> None:
    tab = await desk()
    for form in ({}, {"name": "  "}, {"name": ""}):
        await tab.fire(OrdersSetup.ask)
        await tab.fire(OrdersSetup.save, form=form)
        setup = await tab.state(OrdersSetup)
        assert (setup.naming, setup.views) == (True, []) and setup.error
    await tab.fire(OrdersSetup.toggle, column="Not A Column; " + "x" * 100)
    await tab.fire(OrdersSetup.save, form={"name": "Fine"})
    assert (await tab.state(OrdersSetup)).views == []
    assert tab.failures == []


async def test_each_table_keeps_its_own(desk: OpenDesk) -> None:
    tab = await desk(Role.FINANCE)
    await tab.fire(CustomersState.narrow, kind="suspended", value="")
    await tab.fire(DriversState.narrow, kind="state", value="online")
    await tab.fire(LedgerAccountsState.narrow, what="kind", value="taxes")
    setups = (CustomersSetup, DriversSetup, AccountsSetup)
    for setup in setups:
        await tab.fire(setup.save, form={"name": "Mine"})
    fresh = Tab(tab.processor, tab.cookie)
    for setup in setups:
        await fresh.fire(setup.load)
        (view,) = (await fresh.state(setup)).views
        await fresh.fire(setup.choose, view_id=view["id"])
    assert (await fresh.state(CustomersState)).suspended is True
    assert (await fresh.state(DriversState)).states == ["online"]
    assert (await fresh.state(LedgerAccountsState)).kind == "taxes"
    assert "suspended=True" in (await fresh.state(CustomersState)).export
    assert "online=True" in (await fresh.state(DriversState)).export
    await fresh.fire(OrdersSetup.load)
    assert (await fresh.state(OrdersSetup)).views == []


async def test_a_dispatcher_keeps_no_view_of_the_books(desk: OpenDesk) -> None:
    tab = await desk(Role.DISPATCHER)
    await tab.fire(AccountsSetup.save, form={"name": "Mine"})
    await tab.fire(AccountsSetup.choose, view_id=str(UUID(int=7)))
    assert (await tab.state(AccountsSetup)).views == []


async def late_view(tab: Tab) -> str:
    """Late orders of all time of Asha, the dearest first, without the drop; kept under a name."""
    for kind, value in (("status", "late"), ("when", "all"), ("text", "asha")):
        await tab.fire(OrdersState.narrow, kind=kind, value=value)
    await tab.fire(OrdersState.sort_by, key="total")
    await tab.fire(OrdersSetup.toggle, column="drop_address")
    await tab.fire(OrdersSetup.ask)
    await tab.fire(OrdersSetup.save, form={"name": "Late ones"})
    setup = await tab.state(OrdersSetup)
    assert (setup.naming, setup.error) == (False, "")
    return str(setup.views[0]["id"])
