"""One live channel per driver, and who in the tab hears what of it."""

from typing import Any
from uuid import UUID

from porter.state.driver.trip import TripState
from porter.state.hub import Message, hub


async def follow(token: str, driver_id: UUID, look: Any, withdrawn: Any) -> None:
    """Hear of offers and of the job in hand: the handlers load what changed, messages only say that something did."""

    def events(message: Message) -> Any:
        data = message["data"]
        match message["kind"]:
            case "job:new":
                return look
            case "job:withdrawn":
                return withdrawn(str(data["offer_id"]), str(data.get("reason", "")))
            case "job:cancelled":
                return TripState.taken_away(str(data["order_id"]))
            case "job:updated":
                return TripState.look
            case _:
                return None

    await hub.watch_events(f"driver:{driver_id}", token, events)
