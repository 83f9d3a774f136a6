"""Celery's way to Redis, mended: a worker survives a Redis that dies while a task runs.

When the connection is lost, kombu 5.7 wants to put unacknowledged messages back, and later to acknowledge them, through
a channel that it has closed; both raise AttributeError and end the worker. We leave such messages where they are: they
come back after the visibility timeout, and the sweeper does their work long before.
"""

from typing import Any

from kombu.transport import redis


class Channel(redis.Channel):
    """Says nothing more once it is closed."""

    do_restore = False

    def basic_ack(self, delivery_tag: str, multiple: bool = False) -> None:
        """Acknowledge, if there is still somebody to tell."""
        if not self.closed:
            super().basic_ack(delivery_tag, multiple)  # type: ignore[no-untyped-call]

    def basic_reject(self, delivery_tag: str, requeue: bool = False) -> None:
        """Reject, if there is still somebody to tell."""
        if not self.closed:
            super().basic_reject(delivery_tag, requeue)  # type: ignore[no-untyped-call]


class Transport(redis.Transport):
    """Redis with such channels."""

    Channel: Any = Channel
