"""Everything that is due, done here and now: how a test, or a command without a worker, lets the story go on."""

from porter.services import matching
from porter.tasks import relay

MOST_TURNS = 50


class StillBusy(RuntimeError):
    """Facts make facts without end."""


async def drain() -> None:
    """Relay and deliver until nothing follows any more, searches that are due included.

    Raises what a subscriber raised, or StillBusy.
    """
    swept = False
    for _ in range(MOST_TURNS):
        made = await relay.relay()
        failures = await relay.deliver_due()
        if failures:
            raise failures[0]
        if swept and not made:
            return
        await matching.sweep()
        swept = True
    raise StillBusy
