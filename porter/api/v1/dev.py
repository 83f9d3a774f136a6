"""The development inbox: messages that were not really sent. Not there in production."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from porter.api.answers import answer, shape
from porter.core.views import View
from porter.integrations import sms
from porter.services import accounts

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
