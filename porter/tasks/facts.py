"""What a subscriber is given, and how it says that it wants it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Fact:
    """An event of the outbox. It may come twice and late: look the present state up, and be idempotent."""

    id: UUID
    name: str
    payload: dict[str, Any]
    at: datetime

    def uuid(self, key: str) -> UUID:
        """An id in the payload. Raises KeyError when it is missing."""
        return UUID(self.payload[key])


Payload = Mapping[str, Any]


def always(_: Payload) -> bool:
    """Whatever the fact says."""
    return True


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A handler with a stable name (it stands in the delivery rows) and the queue that its hints go through.

    `wants` sees at once, by the payload alone, when a fact is nothing to it: most orders need no delivery to everybody. It
    must not raise: that would hold up every fact behind it.
    """

    name: str
    handle: Callable[[Fact], Awaitable[None]]
    queue: str
    wants: Callable[[Payload], bool] = always
