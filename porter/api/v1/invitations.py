"""Becoming staff: by invitation only."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from pydantic import Field

from porter.api.answers import answer, shape
from porter.api.deps import IdempotencyKey, Staff
from porter.api.v1.auth import TokenAnswer, device_of, tokens_answer
from porter.core.views import Input
from porter.models.enums import Role
from porter.services import accounts
from porter.services.accounts import Email, InvitationView

router = APIRouter(prefix="/auth/staff/invitations", tags=["auth"])

Token = Annotated[str, Path(min_length=20, max_length=100)]


class InviteInput(Input):
    """Whom to invite, and as what."""

    email: Email = Field(examples=["vikram@porter.example"])
    role: Role = Field(examples=["dispatcher"])


class AcceptInput(Input):
    """The new colleague's name and password."""

    name: str = Field(min_length=1, max_length=100, examples=["Vikram Shetty"])
    password: str = Field(max_length=256, examples=["a long sentence that I remember"])


@router.post(
    "", status_code=201, response_model=shape("invitation", InvitationView), dependencies=[IdempotencyKey],
    summary="Invite somebody",
)  # fmt: skip
async def invite(body: InviteInput, actor: Staff) -> Response:
    """For administrators. The link is shown once, works for seven days, and ends when a newer one is made."""
    return answer("invitation", await accounts.invite_staff(actor, body.email, body.role), 201)


@router.get("/{token}", response_model=shape("invitation", InvitationView), summary="Look at an invitation")
async def show(token: Token) -> Response:
    """For whoever holds the link."""
    return answer("invitation", await accounts.invitation(token))


@router.post(
    "/{token}/accept", status_code=201, response_model=TokenAnswer, dependencies=[IdempotencyKey],
    summary="Accept an invitation",
)  # fmt: skip
async def accept(token: Token, body: AcceptInput, request: Request) -> Response:
    """Makes the account and signs in."""
    verified = await accounts.accept_invitation(token, body.name, body.password)
    answered = tokens_answer(await accounts.redeem_ticket(verified.ticket, device_of(request)), is_new=True)
    answered.status_code = 201
    return answered
