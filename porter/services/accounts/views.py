"""What identity shows, and what it takes in."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints, field_validator

from porter.core import clock
from porter.core.language import Language, as_language
from porter.core.views import Input, View
from porter.models import Account, Address
from porter.models.enums import Audience, Role
from porter.services.accounts import phones
from porter.services.accounts.errors import PhoneWrong

Email = Annotated[
    str, StringConstraints(to_lower=True, max_length=254, pattern=r"^[^@\s<>\"']{1,64}@[^@\s<>\"']+\.[^@\s<>\"'.]+$")
]
Name = Annotated[str, StringConstraints(min_length=1, max_length=100)]


class OtpSent(View):
    """A code is on its way."""

    otp_id: UUID
    phone: str
    expires_in_s: int
    resend_in_s: int


class Verified(View):
    """A proof of identity; the ticket turns into a session once, within a minute."""

    account_id: UUID
    is_new: bool
    ticket: str


class SecondStepView(View):
    """The password was right; a code of the authenticator app comes next. `token` stands for this sign-in."""

    token: str
    expires_in_s: int


class TwoStepView(View):
    """Whether one's sign-in asks for a code, and how many recovery codes are left."""

    on: bool
    since: datetime | None = None
    codes_left: int = 0


class EnrolmentView(View):
    """What an authenticator app needs to know: as a picture, and as text to type. Shown to its owner only."""

    secret: str
    secret_text: str
    qr: str


class RecoveryCodesView(View):
    """Ways in without the phone, one use each. Shown once: only hashes are kept."""

    codes: tuple[str, ...]


class AccountView(View):
    """A person, as shown to that person and to staff. `phone` is national digits, as the REST examples have it."""

    id: UUID
    audience: Audience
    role: Role
    name: str
    phone: str
    country_code: str
    phone_text: str
    email: str
    birth_year: int | None
    language: Language
    referral_code: str
    is_vip: bool
    status: str
    created_at: datetime
    last_login_at: datetime | None

    @classmethod
    def of(cls, account: Account) -> "AccountView":
        """The view of a row."""
        phone = account.phone or ""
        return cls(
            id=account.id,
            audience=account.audience,
            role=account.role,
            name=account.name,
            phone=phones.national(phone) if phone else "",
            country_code=phones.country_code(phone) if phone else "",
            phone_text=phones.display(phone) if phone else "",
            email=account.email or "",
            birth_year=account.birth_year,
            language=as_language(account.language),
            referral_code=account.referral_code or "",
            is_vip=account.is_vip,
            status=account.status,
            created_at=account.created_at,
            last_login_at=account.last_login_at,
        )


class Tokens(View):
    """A session's keys: `access` for a day, `refresh` once, within thirty days."""

    access: str
    access_ends_at: datetime
    refresh: str
    refresh_ends_at: datetime
    account: AccountView

    @property
    def access_lives_s(self) -> int:
        """Seconds until the access token ends."""
        return max(0, round((self.access_ends_at - clock.now()).total_seconds()))

    @property
    def refresh_lives_s(self) -> int:
        """Seconds until the refresh token ends."""
        return max(0, round((self.refresh_ends_at - clock.now()).total_seconds()))


class InvitationView(View):
    """An invitation; `link` is shown once, to the administrator who made it, and empty afterwards."""

    id: UUID
    email: str
    role: Role
    expires_at: datetime
    link: str = ""


class ProfileInput(Input):
    """Changes of one's own profile; what is not sent stays."""

    name: Name | None = Field(None, examples=["Asha Rao"])
    email: Email | None = Field(None, examples=["asha@example.com"])
    birth_year: int | None = Field(None, ge=1900, examples=[1994])
    language: Language | None = Field(None, examples=["en"])

    @field_validator("birth_year")
    @classmethod
    def _born(cls, year: int | None) -> int | None:
        if year is not None and year > clock.now().year:
            raise ValueError("This year lies in the future.")
        return year

    def changes(self) -> dict[str, Any]:
        """The fields that were sent."""
        return self.model_dump(exclude_unset=True, exclude_none=True)


class AddressInput(Input):
    """A place to keep."""

    label: str = Field(min_length=1, max_length=50, examples=["Home"])
    full_address: str = Field(min_length=3, max_length=300, examples=["12, 5th Cross, Indiranagar, Bengaluru 560038"])
    lat: float = Field(ge=-90, le=90, allow_inf_nan=False, examples=[12.9719])
    lng: float = Field(ge=-180, le=180, allow_inf_nan=False, examples=[77.6412])
    landmark: str = Field("", max_length=100, examples=["Opposite the park"])
    floor: str = Field("", max_length=40, examples=["2nd floor"])
    contact_name: str = Field("", max_length=100, examples=["Asha"])
    contact_phone: str = Field("", max_length=40, examples=["98450 12345"])
    is_default: bool = False

    @field_validator("contact_phone")
    @classmethod
    def _reachable(cls, phone: str) -> str:
        if not phone:
            return ""
        try:
            return phones.parse_phone(phone)
        except PhoneWrong as error:
            raise ValueError(error.message) from error


class AddressView(View):
    """A kept place."""

    id: UUID
    label: str
    full_address: str
    lat: float
    lng: float
    landmark: str
    floor: str
    contact_name: str
    contact_phone: str
    is_default: bool

    @classmethod
    def of(cls, address: Address) -> "AddressView":
        """The view of a row."""
        return cls.model_validate(address, extra="ignore")
