"""Default deny. Any browser can call any handler of any state with any argument, so every event passes here first.

A state class says who may call it with `__required_role__`: "public", "customer", "driver", "staff" or a frozenset of
staff roles. A state that says nothing is closed. Websocket events, background events and uploads all pass this way.
"""

import reflex as rx
import structlog
from prometheus_client import Counter
from reflex.event import Event
from reflex.state import BaseState, StateUpdate

from porter.core import language
from porter.services import accounts
from porter.state import internals
from porter.state.arguments import Unfit, fitted
from porter.state.notices import NoticeState
from porter.state.session import AUDIENCES, SESSIONS, Audience, RequiredRole, audience_of, identify

log = structlog.get_logger(__name__)

REFUSALS = Counter("porter_web_events_refused_total", "Events of web pages that were refused", ["reason"])


class OwnersState(rx.State):
    """Whose data this tab's state holds, per audience: a token is not a person."""

    __required_role__ = "public"
    _accounts: dict[str, str] = {}

    def _moved(self, audience: Audience, account_id: str) -> bool:
        """Note who is here now; say whether somebody else was before."""
        before = self._accounts.get(audience, "")
        if before != account_id:
            self._accounts = {**self._accounts, audience: account_id}
        return before not in ("", account_id)


class RoleGuard(rx.Middleware):
    """Lets an event through when the person at the socket may call it."""

    async def preprocess(self, app: rx.App, state: BaseState, event: Event) -> StateUpdate | None:
        """None lets the event run; an update refuses it."""
        owner = internals.handler_owner(event.name)
        # No page of ours sends `setvar`: a handler is called by its own name, with arguments that are looked at.
        if owner is None or internals.is_setter(event.name):
            return _refused("unknown", event)
        if internals.is_machinery(event.name, owner):
            if internals.is_hydration(event.name):
                await _rebind(state, AUDIENCES)
                await _let_go(state)
            return None
        return await _decide(state, event, required_role(owner)) or _fit(event)


def required_role(owner: type[BaseState]) -> RequiredRole | None:
    """Who may call the handlers of a state; None means nobody, because nothing was declared."""
    return getattr(owner, "__required_role__", None)


def undeclared_states() -> list[str]:
    """States of the product that do not say who may call them. The architecture test wants this empty."""
    return sorted(state.get_full_name() for state in internals.own_states() if required_role(state) is None)


async def _decide(state: BaseState, event: Event, required: RequiredRole | None) -> StateUpdate | None:
    if required is None:
        return _refused("undeclared", event)
    audience = audience_of(required)
    if audience is None:
        return None
    actor = (await _rebind(state, (audience,)))[audience]
    if actor is None:
        return _refused("anonymous", event, SESSIONS[audience].ended)
    if isinstance(required, frozenset) and actor.role not in required:
        return _refused("role", event, NoticeState.tell("warn", "Your role may not do this."))
    language.speak(actor.language)  # the handler runs in this task: what it says is said to this person
    return None


async def _rebind(state: BaseState, audiences: tuple[Audience, ...]) -> dict[Audience, accounts.Actor | None]:
    """Who is here, after everything that belonged to somebody else was wiped from this tab's state."""
    actors = {audience: await identify(state, audience) for audience in audiences}
    owners = await state.get_state(OwnersState)
    for audience, actor in actors.items():
        # A public name would be an event that any browser can call.
        if owners._moved(audience, str(actor.id) if actor else ""):  # noqa: SLF001
            await _wipe(state, audience)
    return actors


async def _let_go(state: BaseState) -> None:
    """A page loads: what the page before it was about to do is over. `__fleeting__` names such variables and their rest."""
    for owned in internals.own_states():
        if fleeting := getattr(owned, "__fleeting__", None):
            held = await state.get_state(owned)
            for name, rest in fleeting.items():
                setattr(held, name, rest)


async def _wipe(state: BaseState, audience: Audience) -> None:
    for owned in internals.own_states():
        required = required_role(owned)
        if owned is not OwnersState and (required in (None, "public") or audience_of(required) == audience):
            (await state.get_state(owned)).reset()


def _fit(event: Event) -> StateUpdate | None:
    """Give the handler what it declares, or nothing at all."""
    try:
        arguments = fitted(event.name, event.payload)
    except Unfit:
        return _refused("arguments", event)
    event.payload.clear()
    event.payload.update(arguments)
    return None


def _refused(reason: str, event: Event, *answer: object) -> StateUpdate:
    REFUSALS.labels(reason).inc()
    log.info("web_event_refused", reason=reason, event_name=event.name[:200])
    return internals.update_of_events(list(answer)) if answer else StateUpdate()
