"""People as operations sees them: the list of customers, keeping somebody out, and letting them back in."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response
from pydantic import Field

from porter.api.answers import answer, answer_page, page_shape, shape
from porter.api.deps import Cursor, IdempotencyKey, PageLimit, Reading, Session, Staff
from porter.core.views import Input
from porter.models.enums import AccountStatus
from porter.services import accounts, reporting
from porter.services.accounts import AccountView
from porter.services.reporting import CustomerFilter, CustomerRow, CustomerSort

router = APIRouter(prefix="/admin/users", tags=["admin"])


class SuspendInput(Input):
    """Why somebody is kept out."""

    reason: str = Field(min_length=1, max_length=300, examples=["Three parcels reported missing"])


class ReinstateInput(Input):
    """Why somebody may come back."""

    reason: str = Field(min_length=1, max_length=300, examples=["The parcels were found"])


def _wanted(
    status: Annotated[list[AccountStatus], Query(max_length=3)] = [],  # noqa: B006 - FastAPI copies defaults
    q: Annotated[str, Query(max_length=60, description="Name or phone", examples=["Asha"])] = "",
) -> CustomerFilter:
    return CustomerFilter(status=tuple(status), text=q.replace("\x00", ""))


@router.get("", response_model=page_shape("users", CustomerRow), summary="Customers")
async def customers(
    actor: Staff,
    session: Reading,
    wanted: Annotated[CustomerFilter, Depends(_wanted)],
    sort: Annotated[CustomerSort, Query(description="A minus sign puts the largest first.")] = "-created_at",
    cursor: Cursor = "",
    limit: PageLimit = 50,
) -> Response:
    """Searched, filtered, sorted and paged on the server. Drivers: `GET /admin/pilots`."""
    found = await reporting.customers(session, actor, wanted, sort, cursor=cursor, limit=limit)
    return answer_page("users", found)


@router.post(
    "/{account_id}/suspend", response_model=shape("user", AccountView), dependencies=[IdempotencyKey],
    summary="Suspend somebody",
)  # fmt: skip
async def suspend(account_id: UUID, body: SuspendInput, actor: Staff, session: Session) -> Response:
    """For administrators, support and delivery managers; colleagues only by another administrator.

    The person is signed out everywhere at once and refused until reinstated. Sent again, it changes nothing.
    """
    return answer("user", await accounts.suspend(session, actor, account_id, body.reason))


@router.post(
    "/{account_id}/reinstate", response_model=shape("user", AccountView), dependencies=[IdempotencyKey],
    summary="Let somebody back in",
)  # fmt: skip
async def reinstate(account_id: UUID, body: ReinstateInput, actor: Staff, session: Session) -> Response:
    """For those who may suspend. The person signs in anew. Sent again, it changes nothing."""
    return answer("user", await accounts.reinstate(session, actor, account_id, body.reason))
