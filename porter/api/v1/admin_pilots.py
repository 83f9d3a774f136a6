"""Drivers as operations sees them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response
from pydantic import Field

from porter.api.answers import answer, answer_page, page_shape, shape
from porter.api.deps import Cursor, PageLimit, Reading, Session, Staff
from porter.core.views import Input
from porter.models.enums import Verification
from porter.services import drivers
from porter.services.drivers import DriverFilter, DriverRow

router = APIRouter(prefix="/admin/pilots", tags=["admin"])


class VerifyInput(Input):
    """The decision; turning somebody down needs a reason."""

    approve: bool = Field(examples=[False])
    reason: str = Field(default="", max_length=300, examples=["The licence cannot be read"])


def _wanted(
    verification: Annotated[list[Verification], Query(max_length=3)] = [],  # noqa: B006 - FastAPI copies defaults
    online: bool | None = None,
    q: Annotated[str, Query(max_length=60)] = "",
) -> DriverFilter:
    return DriverFilter(verification=tuple(verification), online=online, text=q.replace("\x00", ""))


WantedDrivers = Annotated[DriverFilter, Depends(_wanted)]


@router.get("", response_model=page_shape("pilots", DriverRow), summary="Drivers")
async def table(
    actor: Staff, session: Reading, wanted: WantedDrivers, cursor: Cursor = "", limit: PageLimit = 50
) -> Response:
    """Newest first."""
    return answer_page("pilots", await drivers.table(session, actor, wanted, cursor=cursor, limit=limit))


@router.put("/{driver_id}/verify", response_model=shape("pilot", DriverRow), summary="Approve or turn down")
async def verify(driver_id: UUID, body: VerifyInput, actor: Staff, session: Session) -> Response:
    """For delivery managers and administrators."""
    decided = await drivers.verify(session, actor, driver_id, approve=body.approve, reason=body.reason)
    return answer("pilot", decided)
