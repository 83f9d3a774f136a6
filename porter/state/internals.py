"""The only file that touches names of Reflex that are not its public API. Pinned to reflex 0.10.1, tested against it.

Everything here is small on purpose: when Reflex changes, this page is what has to be read again.
"""

import inspect
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any

import reflex as rx
from reflex.event import Event
from reflex.state import BaseState, EventHandlerSetVar, State, StateUpdate
from reflex_base.registry import RegistrationContext
from reflex_base.utils import format as names
from reflex_base.utils.form import FORM_DATA_ENTRIES_KEY

Delta = Mapping[str, Mapping[str, Any]]
"""State's full name -> variable -> JSON-able value."""

OWN_PREFIXES = ("reflex.", "reflex_")
"""Modules of Reflex itself: their states are machinery, not ours."""

FORM_ENTRIES = FORM_DATA_ENTRIES_KEY
"""Where the fields of a submitted form stand in its argument."""

MACHINERY = frozenset(
    {
        "hydrate",
        "hydrate_and_load",
        "set_is_hydrated",
        "on_load_internal",
        "update_vars_internal",
        "handle_frontend_exception",
    }
)
"""Handlers of Reflex itself that a browser has to be able to call before anybody signs in."""


def handler_owner(event_name: str) -> type[BaseState] | None:
    """The state class that a registered event belongs to, or None for an unknown name."""
    found = RegistrationContext.get().event_handlers.get(event_name)
    return found.states[0] if found and found.states else None


def handler_names() -> list[str]:
    """Every event that any browser may try to call."""
    return sorted(RegistrationContext.get().event_handlers)


def handler_function(event_name: str) -> Callable[..., Any]:
    """The function behind an event, to read its parameters."""
    return RegistrationContext.get().event_handlers[event_name].handler.fn


def handler_parameters(event_name: str) -> list[inspect.Parameter]:
    """What a browser may send along: the parameters of the function behind an event, without the state itself."""
    return list(inspect.signature(handler_function(event_name)).parameters.values())[1:]


def is_setter(event_name: str) -> bool:
    """Whether this is `setvar`, which Reflex gives every state: it calls any `set_…` of ours by name, unchecked."""
    found = RegistrationContext.get().event_handlers.get(event_name)
    return found is not None and isinstance(found.handler, EventHandlerSetVar)


def is_machinery(event_name: str, owner: type[BaseState]) -> bool:
    """Whether this is Reflex's own business, such as hydration."""
    return owner.__module__.startswith(OWN_PREFIXES) and event_name.rsplit(".", 1)[-1] in MACHINERY


def is_hydration(event_name: str) -> bool:
    """Whether this event sends the whole state to the browser."""
    return event_name in {f"{State.get_full_name()}.hydrate", f"{State.get_full_name()}.hydrate_and_load"}


def own_states() -> list[type[BaseState]]:
    """Every state class of the product."""
    states = RegistrationContext.get().base_states.values()
    return [state for state in states if not state.__module__.startswith(OWN_PREFIXES)]


def event_name(handler: Any) -> str:
    """The wire name of a handler."""
    return names.format_event_handler(handler)


def update_of_values(delta: Delta) -> StateUpdate:
    """An update that sets variables in the browser without the server's state knowing."""
    return StateUpdate(
        delta={state: {f"{name}_rx_state_": value for name, value in values.items()} for state, values in delta.items()}
    )


def update_of_events(events: Any) -> StateUpdate:
    """An update that makes the browser fire events."""
    return StateUpdate(events=Event.from_event_type(events))


async def emit_to(app: rx.App, token: str, update: StateUpdate) -> bool:
    """Send an update to the socket of a token. False when that tab is not connected to this worker."""
    namespace = app.event_namespace
    if namespace is None:
        return False
    manager = namespace._token_manager
    record = manager.token_to_socket.get(token)
    if record is None or record.instance_id != manager.instance_id:
        return False
    await namespace.emit("event", update, to=record.sid)
    return True


OnEvent = Callable[[str, Any], Awaitable[None]]


def wrap_incoming(app: rx.App, admit: Callable[[str, Any], bool], forget: Callable[[str], None]) -> None:
    """Ask `admit(socket, message)` before an incoming event is parsed; `forget(socket)` when the socket closes."""
    namespace = app.event_namespace
    if namespace is None:
        return
    pass_on: OnEvent = namespace.on_event
    closed = namespace.on_disconnect

    async def on_event(sid: str, data: Any) -> None:
        if admit(sid, data):
            await pass_on(sid, data)

    def on_disconnect(sid: str) -> Any:
        forget(sid)
        return closed(sid)

    namespace.on_event = on_event  # type: ignore[method-assign]
    namespace.on_disconnect = on_disconnect  # type: ignore[method-assign]


def incoming_name(data: Any) -> str | None:
    """The event name in a raw message, or None when it is not a message of ours."""
    name = data.get("name") if isinstance(data, dict) else None
    return name if isinstance(name, str) else None


def is_registered(name: str | None) -> bool:
    """Whether such an event exists."""
    return name is not None and name in RegistrationContext.get().event_handlers


def states_of(root: BaseState, wanted: Callable[[type[BaseState]], bool]) -> Iterator[BaseState]:
    """The loaded states below a root that belong to classes we want."""
    for substate in root.substates.values():
        if wanted(type(substate)):
            yield substate
        yield from states_of(substate, wanted)
