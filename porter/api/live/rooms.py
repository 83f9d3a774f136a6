"""Rooms: what a person may listen to, and the channels behind it."""

from dataclasses import dataclass, field
from uuid import UUID

from porter.api.live.fan import Message
from porter.core import db
from porter.core.errors import Forbidden, NotFound
from porter.models.enums import Audience
from porter.services import orders
from porter.services.accounts import Actor

OPS_CHANNELS = ("ops", "ops:orders")


@dataclass(eq=False)
class Room:
    """A room that a socket is in. While missed events are sent, newer ones wait in `held`."""

    name: str
    channels: tuple[str, ...]
    order_id: UUID | None = None
    held: list[tuple[str, Message]] | None = field(default_factory=list)

    @property
    def kept_channel(self) -> str:
        """The channel whose messages are remembered for those who come back."""
        return self.channels[0]

    def wants(self, message: Message) -> bool:
        """Whether a message belongs here: of a driver's positions only those on this order."""
        if self.order_id is None or message.get("kind") != "driver:location":
            return True
        return bool(message["data"].get("order_id") == str(self.order_id))


async def open_room(actor: Actor, name: str) -> Room:
    """The room of this name for this person. Raises NotFound when there is none, or it is somebody else's."""
    kind, _, rest = name.partition(":")
    if kind == "order":
        return await _order_room(actor, name, rest)
    if name == "account":
        return Room(name, (f"account:{actor.id}",))
    if name == "driver" and actor.audience is Audience.DRIVER:
        return Room(name, (f"driver:{actor.id}",))
    if name == "ops" and actor.audience is Audience.STAFF:
        return Room(name, OPS_CHANNELS)
    raise NotFound("There is no such room.")


async def _order_room(actor: Actor, name: str, text: str) -> Room:
    try:
        order_id = UUID(text)
    except ValueError as error:
        raise NotFound("There is no such room.") from error
    async with db.reading() as session:
        try:
            order = await orders.get(session, actor, order_id)
        except Forbidden as error:
            raise NotFound("There is no such room.") from error
    channels = (f"order:{order_id}", *((f"drv:{order.driver.id}",) if order.driver else ()))
    return Room(name, channels, order_id)
