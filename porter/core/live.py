"""Live messages: best-effort pushes to screens that are open now. What must not be lost goes through the outbox.

A message is `{"id", "kind", "at", "data"}` on a channel. Channels: `order:{id}` (a change of an order),
`driver:{id}` (jobs for a driver), `drv:{id}` (a driver's position), `account:{id}` (notifications), `ops` (the fleet).
Messages of channels other than positions are also kept in a short stream, so that a client that was away can resume.
Views in `data` are written as the API writes them: money in major units beside the minor ones.
"""

import json
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, db
from porter.core.redis import UNREACHABLE, bus
from porter.core.views import to_json

KEPT = 200
"""Messages that a channel remembers for clients that resume."""

KEPT_S = 6 * 3600

_KEEP_AND_TELL = """
for place, stream in ipairs(KEYS) do
    local channel, message = ARGV[2 * place + 1], ARGV[2 * place + 2]
    local id = redis.call('XADD', stream, 'MAXLEN', '~', ARGV[1], '*', 'm', message)
    redis.call('EXPIRE', stream, ARGV[2])
    redis.call('PUBLISH', channel, '{"id": "' .. id .. '", ' .. string.sub(message, 2))
end
"""
"""The stream gives the id that the message carries. In one step: what is told comes in the order in which it is kept."""


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
    """One command however many there are."""
    at = clock.now().isoformat()
    streams = [_stream(message.channel) for message in messages]
    told: list[str] = []
    for message in messages:
        told += [message.channel, to_json({"kind": message.kind, "at": at, "data": message.data}).decode()]
    try:
        await cast(Awaitable[str], bus().eval(_KEEP_AND_TELL, len(streams), *streams, KEPT, KEPT_S, *told))
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
    return [{"id": message_id, **read_message(fields["m"])} for message_id, fields in rows]


def read_message(text: str) -> dict[str, Any]:
    """A message as it was published; its decimals are exact, so that `to_json` writes them as they were."""
    message: dict[str, Any] = json.loads(text, parse_float=Decimal)
    return message


async def remembers(channel: str, message_id: str) -> bool:
    """Whether a message is still kept, so that everything after it is too."""
    return bool(await bus().xrange(_stream(channel), min=message_id, max=message_id, count=1))


def _stream(channel: str) -> str:
    return f"live:{channel}"
