"""People as operations sees them: keeping somebody out, and letting them back in."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import Field

from porter.api.answers import answer, shape
from porter.api.deps import IdempotencyKey, Session, Staff
from porter.core.views import Input
from porter.services import accounts
from porter.services.accounts import AccountView

router = APIRouter(prefix="/admin/users", tags=["admin"])


class SuspendInput(Input):
    """Why somebody is kept out."""

    reason: str = Field(min_length=1, max_length=300, examples=["Three parcels reported missing"])


class ReinstateInput(Input):
    """Why somebody may come back."""

    reason: str = Field(min_length=1, max_length=300, examples=["The parcels were found"])


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
