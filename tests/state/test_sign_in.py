"""The ways in, over the real accounts domain, database and development inbox."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from reflex.istate.manager.memory import StateManagerMemory
from reflex_base.event.processor import BaseStateEventProcessor

from porter.core import clock
from porter.core.errors import NotFound
from porter.integrations import sms
from porter.porter import app
from porter.services import accounts
from porter.state.public.dev_inbox import DevInboxState
from porter.state.public.sign_in import CustomerSignInState, DriverSignInState
from porter.state.public.staff_sign_in import StaffSignInState
from porter.state.session import safe_next
from tests.state.tabs import Tab

pytestmark = pytest.mark.usefixtures("database")

PHONE = "+919812345670"


@pytest.fixture
async def tab() -> AsyncIterator[Tab]:
    """A tab whose identity is read by the real accounts domain."""
    made = BaseStateEventProcessor(middleware=app, backend_exception_handler=app.backend_exception_handler)
    made.configure(state_manager=StateManagerMemory())
    async with made:
        yield Tab(made)


async def newest_code(phone: str = PHONE) -> str:
    """The code in the newest message to a phone."""
    found = re.search(r"\b\d{6}\b", (await sms.inbox(phone))[0].text)
    assert found is not None
    return found.group()


async def sent(tab: Tab, state: Any = CustomerSignInState) -> Any:
    """Ask for a code."""
    await tab.fire(state.send, form={"phone": PHONE})
    return await tab.state(state)


async def test_phone_then_code_gives_a_ticket_for_cookies(tab: Tab) -> None:
    """The ticket is what the page's bridge exchanges."""
    state = await sent(tab)
    assert (state.step, state.error, state.may_resend) == ("code", "", False)
    await tab.fire(CustomerSignInState.verify, code=await newest_code())
    tokens = await accounts.redeem_ticket((await tab.state(CustomerSignInState)).ticket, "test browser")
    actor = await accounts.identify(tokens.access, "customer")
    assert actor is not None
    assert actor.role == "customer"


async def test_a_page_that_opens_late_or_again_still_asks_for_the_code(tab: Tab) -> None:
    """Who is quicker than the connection is not sent back; a code that is used or too old is not asked for."""
    await sent(tab)
    await tab.fire(CustomerSignInState.open)
    assert (await tab.state(CustomerSignInState)).step == "code"
    with clock.travel(timedelta(minutes=11)):
        await tab.fire(CustomerSignInState.open)
        assert (await tab.state(CustomerSignInState)).step == "phone"
        state = await sent(tab)
        assert state.step == "code"
        await tab.fire(CustomerSignInState.verify, code=await newest_code())
        assert (await tab.state(CustomerSignInState)).ticket
        await tab.fire(CustomerSignInState.open)
        assert (await tab.state(CustomerSignInState)).step == "phone"


async def test_a_cookie_signs_in_its_own_audience_only(tab: Tab) -> None:
    """A driver's cookie does not open a customer's page."""
    await sent(tab, DriverSignInState)
    await tab.fire(DriverSignInState.verify, code=await newest_code())
    tokens = await accounts.redeem_ticket((await tab.state(DriverSignInState)).ticket, "test browser")
    assert await accounts.identify(tokens.access, "driver")
    assert await accounts.identify(tokens.access, "customer") is None


async def test_a_developer_reads_the_code_on_the_page_and_nobody_else_does(
    tab: Tab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In production mode the handler finds no inbox to read from."""
    await tab.fire(CustomerSignInState.open)
    await sent(tab)
    assert (await tab.state(CustomerSignInState)).development_code == await newest_code()
    monkeypatch.setattr("porter.core.config.Settings.is_production", property(lambda _: True))
    other = Tab(tab.processor)
    await other.fire(CustomerSignInState.open)
    await other.fire(CustomerSignInState.send, form={"phone": "9000000777"})
    state = await other.state(CustomerSignInState)
    assert (state.step, state.development_code) == ("code", "")


async def test_a_wrong_code_says_how_many_tries_are_left(tab: Tab) -> None:
    """The boxes are emptied for the next try, and no ticket appears."""
    before = await sent(tab)
    attempt = before.attempt
    code = await newest_code()
    wrong = "000000" if code != "000000" else "111111"
    await tab.fire(CustomerSignInState.verify, code=wrong)
    state = await tab.state(CustomerSignInState)
    assert (state.ticket, state.attempt) == ("", attempt + 1)
    assert "4" in state.error


async def test_a_code_that_is_too_old_offers_a_new_one(tab: Tab) -> None:
    """Five minutes and a second later."""
    await sent(tab)
    code = await newest_code()
    with clock.travel(timedelta(seconds=301)):
        await tab.fire(CustomerSignInState.verify, code=code)
    state = await tab.state(CustomerSignInState)
    assert state.ticket == ""
    assert state.error
    assert state.may_resend


async def test_asking_twice_at_once_is_refused_in_words(tab: Tab) -> None:
    """The second message within the minute is not sent."""
    await sent(tab)
    state = await sent(tab)
    assert state.error
    assert len(await sms.inbox(PHONE)) == 1


@pytest.mark.parametrize("phone", ["", "12", "+14155550100", "not a phone", "x" * 500])
async def test_what_is_no_mobile_number_is_refused(tab: Tab, phone: str) -> None:
    """Nothing is sent, the step stays, the words say why."""
    await tab.fire(CustomerSignInState.send, form={"phone": phone})
    state = await tab.state(CustomerSignInState)
    assert (state.step, state.busy) == ("phone", False)
    assert state.error


async def test_a_code_before_a_phone_is_harmless(tab: Tab) -> None:
    """A raw socket may call the steps in any order."""
    await tab.fire(CustomerSignInState.verify, code="123456")
    state = await tab.state(CustomerSignInState)
    assert (state.ticket, state.busy) == ("", False)
    assert state.error


async def test_operations_sign_in_refuses_alike(tab: Tab) -> None:
    """An unknown address and a wrong password read the same, and the password is not kept."""
    await tab.fire(StaffSignInState.submit, form={"email": "nobody@porter.example", "password": "wrong password"})
    state = await tab.state(StaffSignInState)
    assert (state.ticket, state.busy) == ("", False)
    assert state.error
    assert "wrong password" not in str(state.dict())


async def test_the_development_inbox_does_not_exist_in_production(tab: Tab, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same handler, two modes."""
    await sent(tab)
    await tab.fire(DevInboxState.load)
    shown = (await tab.state(DevInboxState)).messages[0]
    assert (shown["phone"], shown["code"]) == (PHONE, await newest_code())
    other = Tab(tab.processor)
    monkeypatch.setattr("porter.core.config.Settings.is_production", property(lambda _: True))
    await other.fire(DevInboxState.load)
    assert isinstance(other.failures[0], NotFound)
    assert (await other.state(DevInboxState)).messages == []


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "",
        "evil",
        "/sign-in",
        "/a\nb",
    ],
)
def test_after_signing_in_one_stays_with_us(path: str) -> None:
    """Whatever `next` says."""
    assert safe_next(path, "customer") == "/home"


def test_after_signing_in_one_gets_where_one_wanted() -> None:
    """A path of ours, with its query."""
    assert safe_next("/orders/42?tab=receipt", "customer") == "/orders/42?tab=receipt"
