"""Signing in, staying in and out, for programs: bearer tokens."""

from enum import StrEnum
from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import Field

from porter.api.answers import Done, done, plain
from porter.api.deps import ClientAddress, IdempotencyKey
from porter.api.identity import bearer
from porter.core.errors import Refused
from porter.core.language import Language
from porter.core.views import Id, Input, View
from porter.models.enums import Audience
from porter.services import accounts
from porter.services.accounts import Email, SecondStepView, Tokens

router = APIRouter(prefix="/auth", tags=["auth"])


class UserType(StrEnum):
    """The apps that sign in by phone, as the API calls them."""

    USER = "user"
    PILOT = "pilot"


AUDIENCES = {UserType.USER: Audience.CUSTOMER, UserType.PILOT: Audience.DRIVER}


class SendOtpInput(Input):
    """Where to send a code."""

    phone: str = Field(max_length=40, examples=["9484707535"])
    country_code: str = Field("+91", max_length=6, examples=["+91"])
    user_type: UserType = Field(UserType.USER, examples=["user"])
    language: Language = Field("en", description="Of the message.", examples=["en"])


class VerifyOtpInput(Input):
    """The code that came."""

    otp_id: Id
    otp: str = Field(pattern=r"^\d{6}$", examples=["123456"])
    phone: str = Field(max_length=40, examples=["9484707535"])
    country_code: str = Field("+91", max_length=6, examples=["+91"])
    language: Language = Field("en", description="What a new account reads; an account that exists keeps its own.")


_REFRESH_EXAMPLE = "Vn3mQk0Xq9s2hT7uYb1cWd4eRf6gZj8a"


class RefreshInput(Input):
    """The newest refresh token."""

    refresh_token: str = Field(min_length=1, max_length=200, examples=[_REFRESH_EXAMPLE])


class LogoutInput(Input):
    """A refresh token, when there is no access token in the header."""

    refresh_token: str | None = Field(None, min_length=1, max_length=200, examples=[_REFRESH_EXAMPLE])


class StaffSignInInput(Input):
    """How people of operations sign in."""

    email: Email = Field(examples=["meera@porter.example"])
    password: str = Field(min_length=1, max_length=256, examples=["correct horse battery staple"])
    code: str | None = Field(None, min_length=6, max_length=40, examples=["123456"])
    """For programs that have everything at hand; ignored while two-step sign-in is off."""


class SecondStepInput(Input):
    """The code of the authenticator app, or a recovery code, for a sign-in that waits for it."""

    step: str = Field(min_length=1, max_length=200, examples=["Vn3mQk0Xq9s2hT7uYb1cWd4eRf6gZj8a"])
    code: str = Field(min_length=6, max_length=40, examples=["123456", "7K3M9-Q2ABC"])


class SentAnswer(View):
    """A code is on its way."""

    success: bool = True
    message: str = Field(examples=["OTP sent successfully"])
    otp_id: UUID
    expires_in: int = Field(examples=[300])
    resend_in: int = Field(examples=[60])


class UserView(View):
    """The person who signed in."""

    id: UUID
    phone: str = Field(examples=["9484707535"])
    country_code: str = Field(examples=["+91"])
    name: str = Field(examples=["Asha Rao"])
    email: str = Field(examples=["asha@example.com"])
    role: str = Field(examples=["customer"])
    is_new_user: bool


class TokenAnswer(View):
    """A session's keys."""

    success: bool = True
    token: str
    refresh_token: str
    expires_in: int = Field(examples=[86400])
    user: UserView


class CodeNeededAnswer(View):
    """The password was right; next comes the code, with `step`, to `POST /auth/staff/sign-in/code`."""

    success: bool = True
    next: Literal["code"] = "code"
    step: str
    expires_in: int = Field(examples=[300])


@router.post("/send-otp", response_model=SentAnswer, dependencies=[IdempotencyKey], summary="Send a code to a phone")
async def send_otp(body: SendOtpInput, address: ClientAddress) -> Response:
    """Known and unknown phones get the same answer. One code a minute, ten a day."""
    phone = accounts.parse_phone(body.phone, body.country_code)
    sent = await accounts.send_otp(phone, AUDIENCES[body.user_type], client_address=address, language=body.language)
    return plain(
        {
            "message": "OTP sent successfully",
            "otp_id": sent.otp_id,
            "expires_in": sent.expires_in_s,
            "resend_in": sent.resend_in_s,
        }
    )


@router.post("/verify-otp", response_model=TokenAnswer, dependencies=[IdempotencyKey], summary="Sign in with a code")
async def verify_otp(body: VerifyOtpInput, request: Request) -> Response:
    """A phone's first sign-in makes its account. Five tries per code."""
    phone = accounts.parse_phone(body.phone, body.country_code)
    verified = await accounts.verify_otp(body.otp_id, phone, body.otp, language=body.language)
    return tokens_answer(await accounts.redeem_ticket(verified.ticket, device_of(request)), is_new=verified.is_new)


@router.post(
    "/staff/sign-in", response_model=TokenAnswer | CodeNeededAnswer, dependencies=[IdempotencyKey],
    summary="Sign in as staff",
)  # fmt: skip
async def sign_in_staff(body: StaffSignInInput, request: Request, address: ClientAddress) -> Response:
    """For people of operations, who were invited.

    Answers with the session, or, where two-step sign-in is on and no `code` was sent, with `"next": "code"`.
    """
    outcome = await accounts.sign_in_staff(body.email, body.password, client_address=address)
    if isinstance(outcome, SecondStepView):
        if body.code is None:
            return plain({"next": "code", "step": outcome.token, "expires_in": outcome.expires_in_s})
        outcome = await accounts.finish_sign_in(outcome.token, body.code, client_address=address)
    return tokens_answer(await accounts.redeem_ticket(outcome.ticket, device_of(request)), is_new=False)


@router.post(
    "/staff/sign-in/code", response_model=TokenAnswer, dependencies=[IdempotencyKey], summary="Finish a staff sign-in"
)
async def finish_sign_in(body: SecondStepInput, request: Request, address: ClientAddress) -> Response:
    """With the code of the authenticator app, or a recovery code; each works once. Five tries."""
    verified = await accounts.finish_sign_in(body.step, body.code, client_address=address)
    return tokens_answer(await accounts.redeem_ticket(verified.ticket, device_of(request)), is_new=False)


@router.post("/refresh-token", response_model=TokenAnswer, dependencies=[IdempotencyKey], summary="Get new tokens")
async def refresh_token(body: RefreshInput) -> Response:
    """A refresh token works once. Sent again after its successor was used, it ends the session everywhere."""
    return tokens_answer(await accounts.refresh(body.refresh_token), is_new=False)


@router.post("/logout", response_model=Done, dependencies=[IdempotencyKey], summary="Sign out")
async def logout(request: Request, body: LogoutInput | None = None) -> Response:
    """Ends the session of the bearer token, or of the refresh token in the body, at once."""
    token = bearer(request.scope) or (body.refresh_token if body else None)
    if not token:
        raise Refused("Please send the token of the session that should end.")
    await accounts.logout(token)
    return done()


def tokens_answer(tokens: Tokens, *, is_new: bool) -> Response:
    """A session's keys in the shape of the REST examples."""
    account = tokens.account
    user = UserView(
        id=account.id,
        phone=account.phone,
        country_code=account.country_code,
        name=account.name,
        email=account.email,
        role=account.role,
        is_new_user=is_new,
    )
    return plain(
        {
            "token": tokens.access,
            "refresh_token": tokens.refresh,
            "expires_in": tokens.access_lives_s,
            "user": user,
        }
    )


def device_of(request: Request) -> str:
    """What the caller says it is; shown to the person in the list of sessions."""
    return request.headers.get("user-agent", "")[:200]
