"""The live socket's address."""

from fastapi import APIRouter, WebSocket

from porter.api.live import Socket

router = APIRouter()


@router.websocket("/live")
async def live(websocket: WebSocket) -> None:
    """See the API's description for the messages."""
    await Socket(websocket).run()
