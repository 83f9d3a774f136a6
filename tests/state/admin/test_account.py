"""My account: enrolling, the codes that are shown once, switching off; the reset of a colleague; signing in by two steps."""

from typing import Any
from uuid import UUID

import pytest
from reflex.istate.manager.memory import StateManagerMemory
from reflex_base.event.processor import BaseStateEventProcessor

from porter.models.enums import Role
from porter.porter import app as product
from porter.services import accounts
from porter.services.accounts import Actor
from porter.state.admin.account import MyAccountState, TwoStepState
from porter.state.admin.staff import StaffState
from porter.state.public.staff_sign_in import StaffSignInState
from tests import booking
from tests.authenticator import App, enrol
from tests.people import MEERA, PASSWORD, actor
from tests.state.admin.conftest import OpenDesk
from tests.state.tabs import Tab, cookie_of


async def shown_codes(tab: Tab) -> tuple[App, Any]:
    """Enrol by the page; the app and what the page shows."""
    await tab.fire(MyAccountState.load)
    await tab.fire(TwoStepState.begin)
    app = App((await tab.state(TwoStepState)).key)
    await tab.fire(TwoStepState.confirm, code=app.code(-1))
    return app, await tab.state(TwoStepState)


async def test_enrolling_shows_the_codes_once(desk: OpenDesk) -> None:
    """Every role may; a wrong code keeps the picture; after closing nothing secret is left."""
    tab = await desk(Role.DISPATCHER)
    await tab.fire(MyAccountState.load)
    me = await tab.state(MyAccountState)
    assert (me.name, me.role_text, me.two_step, me.loading) == ("Meera", "Dispatcher", False, False)
    await tab.fire(TwoStepState.begin)
    state = await tab.state(TwoStepState)
    app = App(state.key)
    await tab.fire(TwoStepState.confirm, code=app.wrong())
    state = await tab.state(TwoStepState)
    assert (state.step, state.codes) == ("scan", [])
    assert state.error
    await tab.fire(TwoStepState.confirm, code=app.code(-1))
    state = await tab.state(TwoStepState)
    assert (state.step, len(state.codes), state.key, state.qr) == ("codes", 10, "", "")
    await tab.until(MyAccountState, lambda me: me.two_step and me.codes_left == 10)
    await tab.fire(TwoStepState.dismiss)
    state = await tab.state(TwoStepState)
    assert (state.step, state.codes) == ("", [])


async def test_new_codes_and_switching_off_take_a_code(desk: OpenDesk) -> None:
    """A wrong one says so and changes nothing."""
    tab = await desk(Role.SUPPORT)
    app, shown = await shown_codes(tab)
    first = list(shown.codes)
    await tab.fire(TwoStepState.ask, what="codes")
    await tab.fire(TwoStepState.prove, form={"proof": app.wrong()})
    assert (await tab.state(TwoStepState)).error
    await tab.fire(TwoStepState.prove, form={"proof": first[0].lower()})
    renewed = list((await tab.state(TwoStepState)).codes)
    assert len(renewed) == 10
    assert not set(renewed) & set(first)
    await tab.fire(TwoStepState.ask, what="off")
    await tab.fire(TwoStepState.prove, form={"proof": first[1]})
    assert (await tab.state(TwoStepState)).step == "prove-off"
    await tab.fire(TwoStepState.prove, form={"proof": app.code()})
    assert (await tab.state(TwoStepState)).step == ""
    await tab.until(MyAccountState, lambda me: not me.two_step)


async def test_a_word_of_the_browser_switches_nothing_off(desk: OpenDesk) -> None:
    """Proving without having asked, and asking for something unknown."""
    tab = await desk()
    app, _ = await shown_codes(tab)
    for what in ("", "delete", "codes-off"):
        await tab.fire(TwoStepState.ask, what=what)
        await tab.fire(TwoStepState.prove, form={"proof": app.code()})
    await tab.fire(MyAccountState.load)
    assert (await tab.state(MyAccountState)).two_step


async def test_customers_have_no_such_page(
    desk: OpenDesk, processor: BaseStateEventProcessor, sessions: dict[UUID, Actor]
) -> None:
    """The guard refuses them before the state does."""
    await desk()
    asha = await booking.customer()
    sessions[asha.id] = asha
    tab = Tab(processor, cookie_of(asha))
    for handler in (MyAccountState.load, TwoStepState.begin, StaffState.reset_two_step):
        await tab.fire(handler)
    assert (await tab.state(TwoStepState)).key == ""
    assert (await tab.state(MyAccountState)).email == ""


async def test_an_administrator_resets_a_colleague_and_nobody_else_does(desk: OpenDesk) -> None:
    """Asked first; oneself never; twice says that it is off."""
    sam = await booking.operations(Role.SUPPORT, "Sam")
    await enrol(sam)
    await (await desk(Role.SUPPORT, "Dev")).fire(StaffState.reset_two_step)
    tab = await desk(Role.ADMIN)
    await tab.fire(StaffState.load)
    rows = {row["name"]: row for row in (await tab.state(StaffState)).rows}
    assert (rows["Sam"]["two_step"], rows["Meera"]["two_step"]) == (True, False)
    await tab.fire(StaffState.reset_two_step)
    assert (await tab.state(StaffState)).form_error
    await tab.fire(StaffState.ask_reset, account_id=rows["Meera"]["id"], name="Meera")
    await tab.fire(StaffState.reset_two_step)
    assert "another administrator" in (await tab.state(StaffState)).form_error
    await tab.fire(StaffState.ask_reset, account_id=str(sam.id), name="Sam")
    await tab.fire(StaffState.reset_two_step)
    state = await tab.state(StaffState)
    assert state.resetting == ""
    assert not any(row["two_step"] for row in state.rows)
    await tab.fire(StaffState.ask_reset, account_id=str(sam.id), name="Sam")
    await tab.fire(StaffState.reset_two_step)
    assert "off already" in (await tab.state(StaffState)).form_error


@pytest.fixture
async def door(database: object) -> Any:
    """The sign-in page of somebody who is nobody yet."""
    made = BaseStateEventProcessor(middleware=product, backend_exception_handler=product.backend_exception_handler)
    made.configure(state_manager=StateManagerMemory())
    async with made:
        yield Tab(made)


async def test_the_sign_in_page_asks_for_the_code(door: Tab) -> None:
    """Wrong, with the tries that are left; right; the token of the wait never reaches the browser."""
    meera = await actor(MEERA)
    app = await enrol(meera)
    told = await door.fire(StaffSignInState.submit, form={"email": MEERA.email, "password": PASSWORD})
    state = await door.state(StaffSignInState)
    assert (state.step, state.ticket, state.busy) == ("code", "", False)
    assert state._waiting
    assert state._waiting not in str(told)
    await door.fire(StaffSignInState.verify, code=app.wrong())
    assert "4 tries are left" in (await door.state(StaffSignInState)).error
    await door.fire(StaffSignInState.open)  # loaded anew, or its first event came late
    assert (await door.state(StaffSignInState)).step == "code"
    await door.fire(StaffSignInState.verify, code=app.code())
    keys = await accounts.redeem_ticket((await door.state(StaffSignInState)).ticket, "desk")
    assert keys.account.id == meera.id
    await door.fire(StaffSignInState.open)
    assert (await door.state(StaffSignInState)).step == "password"


async def test_a_recovery_code_signs_in_and_five_wrong_codes_begin_anew(door: Tab) -> None:
    """Back at the password with the reason; then by a recovery code."""
    app = await enrol(await actor(MEERA))
    form = {"email": MEERA.email, "password": PASSWORD}
    await door.fire(StaffSignInState.submit, form=form)
    for _ in range(5):
        await door.fire(StaffSignInState.verify, code=app.wrong())
    state = await door.state(StaffSignInState)
    assert (state.step, state.ticket) == ("password", "")
    assert "Too many" in state.error
    await door.fire(StaffSignInState.submit, form=form)
    await door.fire(StaffSignInState.turn_to, step="recovery")
    assert (await door.state(StaffSignInState)).step == "recovery"
    await door.fire(StaffSignInState.recover, form={"recovery": app.recovery[3]})
    assert (await door.state(StaffSignInState)).ticket


async def test_steps_in_the_wrong_order_are_harmless(door: Tab) -> None:
    """A raw socket may call anything; without a password there is nothing to finish."""
    for step in ("code", "recovery", "done", ""):
        await door.fire(StaffSignInState.turn_to, step=step)
        assert (await door.state(StaffSignInState)).step == "password"
    await door.fire(StaffSignInState.verify, code="123456")
    await door.fire(StaffSignInState.recover, form={})
    state = await door.state(StaffSignInState)
    assert (state.step, state.ticket) == ("password", "")
