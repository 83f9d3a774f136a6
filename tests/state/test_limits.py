"""The event limiter: a token bucket per socket, and silence for names that do not exist."""

from porter.porter import app
from porter.state import internals
from porter.state.limits import EventLimiter
from porter.state.session import CustomerSession

CHECK = {"name": internals.event_name(CustomerSession.check), "payload": {}}


class Hand:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        """Seconds since the start."""
        return self.now_s


def test_a_burst_passes_and_a_flood_does_not() -> None:
    """Three at once, then one per second."""
    hand = Hand()
    limiter = EventLimiter(rate_per_s=1, burst=3, clock=hand)
    assert [limiter.admit("a", CHECK) for _ in range(5)] == [True, True, True, False, False]
    assert limiter.admit("b", CHECK)
    hand.now_s = 1.0
    assert limiter.admit("a", CHECK)
    assert not limiter.admit("a", CHECK)


def test_a_closed_socket_leaves_nothing_behind() -> None:
    """The table does not grow with every visitor."""
    limiter = EventLimiter(rate_per_s=1, burst=1, clock=Hand())
    assert limiter.admit("a", CHECK)
    limiter.forget("a")
    assert limiter.admit("a", CHECK)


def test_what_is_not_an_event_is_dropped() -> None:
    """Unknown names, and messages of another shape."""
    limiter = EventLimiter(clock=Hand())
    for strange in ({"name": "no.such"}, {"name": ["x"]}, {}, "text", None, 7, [CHECK]):
        assert not limiter.admit("a", strange)


def test_the_app_has_the_limiter_in_front() -> None:
    """The namespace's methods are the wrapped ones."""
    assert app.event_namespace is not None
    assert app.event_namespace.on_event.__qualname__.startswith("wrap_incoming")
