"""When a step happened: what the device says, held to what can be true."""

from datetime import datetime

from porter.core import clock


def happened_at(device_time: datetime | None, *not_before: datetime | None) -> datetime:
    """The device's time, not in the future and not before what came before; without one, now."""
    now = clock.now()
    if device_time is None:
        return now
    earliest = max((each for each in not_before if each is not None), default=device_time)
    return min(now, max(device_time, earliest))
