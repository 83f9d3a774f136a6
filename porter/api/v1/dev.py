"""What happens off the screen, for a developer's desk: messages and words at the door. Not there in production."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from porter.api.answers import answer, shape
from porter.api.deps import Driver, Reading
from porter.core.views import View
from porter.integrations import sms
from porter.services import accounts, trips

router = APIRouter(prefix="/dev", tags=["dev"])


class MessageView(View):
    """A message."""

    phone: str
    text: str
    template: str
    sent_at: datetime


@router.get("/inbox", response_model=shape("messages", tuple[MessageView, ...]), summary="Messages, newest first")
async def inbox(phone: Annotated[str, Query(max_length=40)] = "") -> Response:
    """Of one phone, or of all."""
    rows = await sms.inbox(accounts.parse_phone(phone) if phone else None)
    return answer("messages", [MessageView(**row.model_dump()) for row in rows])


@router.get("/handover-code", response_model=shape("code", str), summary="What the person at the stop says")
async def handover_code(order_id: UUID, stop_id: UUID, actor: Driver, session: Reading) -> Response:
    """The code of a stop of one's own job, so that a demo driver can hand over to a person at a screen."""
    return answer("code", await trips.development_handover_code(session, actor, order_id, stop_id))
