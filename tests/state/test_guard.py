"""Every handler of every state, called by somebody who may not."""

import inspect
from typing import Any
from uuid import UUID

import pytest
import reflex as rx
from reflex_base.event.processor import BaseStateEventProcessor, base_state_processor

import porter.porter  # noqa: F401 - registers every state of the product
from porter.models.enums import STAFF_ROLES
from porter.services.accounts import Actor
from porter.state import internals
from porter.state.guard import REFUSALS, RoleGuard, required_role, undeclared_states
from porter.state.session import CustomerOnly, CustomerSession, StaffSession, audience_of
from tests.state.conftest import person
from tests.state.tabs import Tab, cookie_of


class PrivateNotesState(CustomerOnly, rx.State):
    """A state like any page's, so that the guard has something to protect even in an empty product."""

    notes: str = ""
    _seen: str = ""

    @rx.event
    async def write(self, notes: str) -> None:
        """Keep a note."""
        self.notes = f"{(await self._actor()).name}: {notes}"

    @rx.event(background=True)
    async def write_later(self, notes: str) -> None:
        """Keep a note from a background event."""
        async with self:
            self.notes = notes

    @rx.event
    async def receive(self, files: list[rx.UploadFile]) -> None:
        """Take a file."""
        self.notes = str(len(files))

    def not_decorated(self) -> None:
        """Reflex makes an event of this, whether we want it or not."""
        self.notes = "reached"


class RefundsState(rx.State):
    """A state for two staff roles only."""

    __required_role__ = frozenset({"finance", "admin"})

    done: int = 0

    @rx.event
    def refund(self) -> None:
        """Give money back."""
        self.done += 1


class ForgottenState(rx.State):
    """A state whose author forgot to say who may call it."""

    touched: bool = False

    @rx.event
    def touch(self) -> None:
        """Change something."""
        self.touched = True


def protected_events() -> list[str]:
    """Every registered event of the product that is not public."""
    names = []
    for name in internals.handler_names():
        owner = internals.handler_owner(name)
        if owner and not internals.is_machinery(name, owner) and required_role(owner) != "public":
            names.append(name)
    return names


def plausible_payload(name: str) -> dict[str, Any]:
    """Arguments of the right names, so that only the guard can be the reason of a refusal."""
    parameters = list(inspect.signature(internals.handler_function(name)).parameters)[1:]
    return dict.fromkeys(parameters, "x")


def roles_of(name: str) -> frozenset[str]:
    """The staff roles that a handler is for; empty when its state names a whole audience, or nobody."""
    owner = internals.handler_owner(name)
    required = required_role(owner) if owner else None
    return required if isinstance(required, frozenset) else frozenset()


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of handlers that were reached."""
    reached: list[str] = []
    real = base_state_processor.process_event

    async def spy(*, handler: Any, **rest: Any) -> None:
        reached.append(internals.event_name(handler))
        await real(handler=handler, **rest)

    monkeypatch.setattr(base_state_processor, "process_event", spy)
    return reached


def test_there_is_something_to_attack() -> None:
    """Guards the tests below against an empty list."""
    assert f"{PrivateNotesState.get_full_name()}.not_decorated" in protected_events()
    assert f"{PrivateNotesState.get_full_name()}.setvar" in protected_events()
    assert internals.is_setter(f"{CustomerSession.get_full_name()}.setvar")
    assert len([name for name in protected_events() if roles_of(name)]) > 50


@pytest.mark.parametrize("name", protected_events())
async def test_nobody_reaches_a_protected_handler(
    name: str, processor: BaseStateEventProcessor, ran: list[str]
) -> None:
    """Anonymous sockets reach no handler that is not public."""
    before = _refusals()
    await Tab(processor).fire(name, **plausible_payload(name))
    assert name not in ran
    assert _refusals() == before + 1


@pytest.mark.parametrize("name", protected_events())
async def test_the_wrong_audience_reaches_no_handler(
    name: str, processor: BaseStateEventProcessor, ran: list[str], asha: Actor, ravi: Actor, meera: Actor
) -> None:
    """Two people of the other audiences, both signed in, still reach nothing."""
    audience = audience_of(required_role(internals.handler_owner(name)) or "public")
    others = [person for person in (asha, ravi, meera) if person.audience != audience]
    before = _refusals()
    await Tab(processor, cookie_of(*others)).fire(name, **plausible_payload(name))
    assert name not in ran
    assert _refusals() == before + 1


@pytest.mark.parametrize("name", [name for name in protected_events() if roles_of(name)])
async def test_staff_of_another_role_reach_no_handler_of_a_role_set(
    name: str, processor: BaseStateEventProcessor, sessions: dict[UUID, Actor], ran: list[str]
) -> None:
    """Somebody of every role that the set does not name: refused, counted, told."""
    for role in sorted(STAFF_ROLES - roles_of(name)):
        outsider = person("staff", role, role.title())
        sessions[outsider.id] = outsider
        before = _refusals("unknown" if internals.is_setter(name) else "role")
        told = await Tab(processor, cookie_of(outsider)).fire(name, **plausible_payload(name))
        assert name not in ran
        assert _refusals("unknown" if internals.is_setter(name) else "role") == before + 1
        assert internals.is_setter(name) or "role" in _only(told, "notice_state")["notices"][0]["title"]


@pytest.mark.parametrize("name", [name for name in internals.handler_names() if internals.is_setter(name)])
async def test_nobody_sets_a_variable_by_name(
    name: str, processor: BaseStateEventProcessor, ran: list[str], asha: Actor, ravi: Actor, meera: Actor
) -> None:
    """Reflex's `setvar` is unknown to us on every state, for a stranger and for the state's own people."""
    for tab in (Tab(processor), Tab(processor, cookie_of(asha, ravi, meera))):
        before = _refusals("unknown")
        await tab.fire(name, var_name="fragile", value={"not": "a bool"})
        assert tab.failures == []
        assert ran == []
        assert _refusals("unknown") == before + 1


async def test_the_right_person_gets_through(processor: BaseStateEventProcessor, asha: Actor) -> None:
    """The guard opens for the audience that the state names."""
    told = await Tab(processor, cookie_of(asha)).fire(PrivateNotesState.write, notes="milk")
    assert _only(told, "private_notes_state")["notes"] == "Asha: milk"


async def test_background_events_are_guarded_too(
    processor: BaseStateEventProcessor, asha: Actor, ran: list[str]
) -> None:
    """A background event passes for Asha and not for a stranger."""
    stranger, mine = Tab(processor), Tab(processor, cookie_of(asha))
    await stranger.fire(PrivateNotesState.write_later, notes="x")
    assert ran == [internals.event_name(CustomerSession.ended)]
    await mine.fire(PrivateNotesState.write_later, notes="bread")
    assert (await mine.state(PrivateNotesState)).notes == "bread"


async def test_a_role_set_admits_only_its_roles(
    processor: BaseStateEventProcessor, sessions: dict[Any, Actor], meera: Actor, ran: list[str]
) -> None:
    """A dispatcher cannot call what belongs to finance, and is told so."""
    told = await Tab(processor, cookie_of(meera)).fire(RefundsState.refund)
    assert internals.event_name(RefundsState.refund) not in ran
    assert "role" in _only(told, "notice_state")["notices"][0]["title"]


async def test_a_state_that_declares_nothing_is_closed(
    processor: BaseStateEventProcessor, asha: Actor, ravi: Actor, meera: Actor, ran: list[str]
) -> None:
    """Forgetting the declaration closes the state instead of opening it."""
    await Tab(processor, cookie_of(asha, ravi, meera)).fire(ForgottenState.touch)
    assert ran == []


def test_no_state_of_the_product_forgot_its_declaration() -> None:
    """`__required_role__` is on every state class."""
    assert undeclared_states() == [ForgottenState.get_full_name()]


async def test_suspension_takes_effect_on_the_next_event(
    processor: BaseStateEventProcessor, sessions: dict[Any, Actor], asha: Actor
) -> None:
    """The same open socket is refused once the session is gone, and the page learns of it."""
    tab = Tab(processor, cookie_of(asha))
    await tab.fire(PrivateNotesState.write, notes="one")
    del sessions[asha.id]
    told = await tab.fire(PrivateNotesState.write, notes="two")
    assert _only(told, "customer_session")["needs_refresh"] is True
    assert (await tab.state(PrivateNotesState)).notes == ""


async def test_a_token_is_not_a_person(processor: BaseStateEventProcessor, asha: Actor) -> None:
    """Somebody who learned the tab's token, but has no cookie, sees none of the state it left behind."""
    tab = Tab(processor, cookie_of(asha))
    await tab.fire(PrivateNotesState.write, notes="my address")
    stolen = Tab(processor, token=tab.token)
    told = await stolen.fire("reflex___state____state.hydrate_and_load")
    assert "my address" not in str(told)


async def test_signing_in_as_another_person_shows_nothing_of_the_first(
    processor: BaseStateEventProcessor, sessions: dict[Any, Actor], asha: Actor
) -> None:
    """One tab, two customers after each other."""
    nikhil = Actor(id=asha.session_id, audience="customer", role="customer", name="Nikhil", session_id=asha.id)
    sessions[nikhil.id] = nikhil
    tab = Tab(processor, cookie_of(asha))
    await tab.fire(PrivateNotesState.write, notes="secret")
    told = await Tab(processor, cookie_of(nikhil), tab.token).fire("reflex___state____state.hydrate_and_load")
    assert "secret" not in str(told)


async def test_an_unknown_name_is_refused(processor: BaseStateEventProcessor) -> None:
    """The guard itself does not depend on the limiter in front of it."""
    state = rx.State(_reflex_internal_init=True)
    update = await RoleGuard().preprocess(None, state, rx.event.Event(name="no.such.thing", payload={}))  # type: ignore[arg-type]
    assert update is not None and not update.delta


async def test_three_people_in_one_browser(
    processor: BaseStateEventProcessor, asha: Actor, ravi: Actor, meera: Actor
) -> None:
    """Each audience has its own cookie, so each shell greets its own person."""
    tab = Tab(processor, cookie_of(asha, ravi, meera))
    assert _only(await tab.fire(CustomerSession.check), "customer_session")["name"] == "Asha"
    assert _only(await tab.fire(StaffSession.check), "staff_session")["name"] == "Meera"


def _only(told: dict[str, dict[str, Any]], ending: str) -> dict[str, Any]:
    found = [values for state, values in told.items() if state.endswith(ending)]
    assert len(found) == 1, told
    return found[0]


def _refusals(reason: str = "") -> float:
    return sum(
        sample.value
        for metric in REFUSALS.collect()
        for sample in metric.samples
        if sample.name.endswith("_total") and reason in ("", sample.labels["reason"])
    )
