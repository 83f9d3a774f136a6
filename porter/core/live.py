"""Live messages: best-effort pushes to screens that are open now. What must not be lost goes through the outbox.

A message is `{"id", "kind", "at", "data"}` on a channel. Channels: `order:{id}` (a change of an order),
`driver:{id}` (jobs for a driver), `drv:{id}` (a driver's position), `account:{id}` (notifications), `ops` (the fleet).
Messages of channels other than positions are also kept in a short stream, so that a client that was away can resume.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, db
from porter.core.redis import UNREACHABLE, bus

KEPT = 200
"""Messages that a channel remembers for clients that resume."""

KEPT_S = 6 * 3600


@dataclass(frozen=True, slots=True)
class _Message:
    """What goes out on a channel once the transaction has committed."""

    channel: str
    kind: str
    data: dict[str, Any]


def notify(session: AsyncSession, channel: str, kind: str, data: dict[str, Any]) -> None:
    """Publish after this transaction has committed, in order, all messages of a transaction together."""
    waiting: list[_Message] | None = session.info.get("live")
    if waiting is None:
        waiting = session.info["live"] = []

        async def push() -> None:
            await _publish(session.info.pop("live"))

        db.after_commit(session, push)
    waiting.append(_Message(channel, kind, data))


async def publish(channel: str, kind: str, data: dict[str, Any]) -> None:
    """Publish now and remember for resumption. Silent when the bus is down: screens reload what they show."""
    await _publish([_Message(channel, kind, data)])


async def _publish(messages: Sequence[_Message]) -> None:
    """Two round trips however many there are: the streams give the ids that the messages carry."""
    at = clock.now().isoformat()
    bodies = [{"kind": message.kind, "at": at, "data": message.data} for message in messages]
    try:
        async with bus().pipeline(transaction=False) as pipe:
            for message, body in zip(messages, bodies, strict=True):
                pipe.xadd(_stream(message.channel), {"m": json.dumps(body)}, maxlen=KEPT, approximate=True)
                pipe.expire(_stream(message.channel), KEPT_S)
            ids = (await pipe.execute())[::2]
        async with bus().pipeline(transaction=False) as pipe:
            for message, message_id, body in zip(messages, ids, bodies, strict=True):
                pipe.publish(message.channel, json.dumps({"id": message_id, **body}))
            await pipe.execute()
    except UNREACHABLE:
        return


async def publish_position(channel: str, data: dict[str, Any]) -> None:
    """Publish a position: only the newest matters, nothing is remembered."""
    try:
        await bus().publish(channel, position_message(data))
    except UNREACHABLE:
        return


def position_message(data: dict[str, Any]) -> str:
    """A position as it travels, for callers that publish many in one round trip."""
    return json.dumps({"kind": "driver:location", "data": data})


async def since(channel: str, last_id: str) -> list[dict[str, Any]]:
    """Messages of a channel after an id, oldest first."""
    rows = await bus().xrange(_stream(channel), min=f"({last_id}", count=KEPT)
    return [{"id": message_id, **json.loads(fields["m"])} for message_id, fields in rows]


async def remembers(channel: str, message_id: str) -> bool:
    """Whether a message is still kept, so that everything after it is too."""
    return bool(await bus().xrange(_stream(channel), min=message_id, max=message_id, count=1))


def _stream(channel: str) -> str:
    return f"live:{channel}"
