"""Where a driver's money goes: entered once, encrypted, shown by its last signs."""

import json
import re
from typing import Annotated, LiteralString
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, security
from porter.core.errors import Forbidden, NotFound, Refused
from porter.core.language import msg
from porter.core.views import Input
from porter.integrations.payments import Destination
from porter.models import PayoutDestination
from porter.models.enums import Audience, DestinationKind
from porter.services.accounts import Actor
from porter.services.payouts import queries
from porter.services.payouts.views import DestinationView

MAX_DESTINATIONS = 5

_ACCOUNT = re.compile(r"\d{6,18}")
_IFSC = re.compile(r"[A-Z]{4}0[A-Z0-9]{6}")
_UPI = re.compile(r"[A-Za-z0-9._-]{2,64}@[A-Za-z][A-Za-z0-9]{1,31}")

_FIELDS: dict[str, tuple[DestinationKind, re.Pattern[str], LiteralString]] = {
    "upi": (DestinationKind.UPI, _UPI, msg("A UPI ID looks like name@bank. Please check it in your UPI app.")),
    "account_number": (DestinationKind.BANK, _ACCOUNT, msg("An account number has 6 to 18 digits and nothing else.")),
    "ifsc": (
        DestinationKind.BANK,
        _IFSC,
        msg("An IFSC has 11 signs: four letters, a zero, six more. It is on your cheque."),
    ),
}
"""Which kind needs a field, what it looks like, and what we say when it does not."""

Code = Annotated[str, StringConstraints(max_length=40)]


class DestinationInput(Input):
    """A bank account (number and IFSC) or a UPI address, in the name of its owner."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"kind": "upi", "name": "Ravi Kumar", "upi": "ravi.kumar@okaxis"},
                {"kind": "bank", "name": "Ravi Kumar", "account_number": "50100123456789", "ifsc": "HDFC0000123"},
            ]
        }
    )

    kind: DestinationKind
    name: str = Field(min_length=2, max_length=120)
    account_number: Code = Field(default="", validate_default=True)
    ifsc: Code = Field(default="", validate_default=True)
    upi: str = Field(default="", max_length=100, validate_default=True)

    @field_validator("upi", "account_number", "ifsc", mode="after")
    @classmethod
    def _fits(cls, text: str, info: ValidationInfo) -> str:
        kind = info.data.get("kind")
        wanted, pattern, words = _FIELDS[info.field_name or ""]
        if kind is None:
            return text
        if kind is not wanted:
            if text:
                raise PydanticCustomError("not_needed", "This is not needed here.")
            return text
        text = _tidied(text, info.field_name)
        if not pattern.fullmatch(text):
            raise PydanticCustomError("destination", words)
        return text


class DestinationNotFound(NotFound):
    """There is none, or it is somebody else's."""

    code = "destination_not_found"
    default_message = "We could not find this account. Please choose another one."


class TooManyDestinations(Refused):
    """Enough."""

    code = "too_many_destinations"
    default_message = f"You can keep {MAX_DESTINATIONS} accounts. Please remove one first."


async def destinations(session: AsyncSession, actor: Actor) -> tuple[DestinationView, ...]:
    """Where a driver's money can go, the usual one first. Raises Forbidden."""
    check_driver(actor)
    return tuple(DestinationView.of(found) for found in await queries.destinations(session, actor.id))


async def add_destination(session: AsyncSession, actor: Actor, what: DestinationInput) -> DestinationView:
    """Keep a bank account or a UPI address; the first is the usual one. Raises Forbidden, TooManyDestinations."""
    check_driver(actor)
    known = await queries.destinations(session, actor.id, lock=True)
    if len(known) >= MAX_DESTINATIONS:
        raise TooManyDestinations()
    details = what.model_dump(mode="json", exclude={"kind"}) | {"phone": await queries.phone(session, actor.id)}
    found = PayoutDestination(
        account_id=actor.id,
        kind=what.kind,
        label=_label(what),
        secret=security.encrypt(json.dumps(details)),
        is_default=not known,
    )
    session.add(found)
    await session.flush()
    return DestinationView.of(found)


async def make_default(session: AsyncSession, actor: Actor, destination_id: UUID) -> tuple[DestinationView, ...]:
    """From now on money goes there when nothing else is said. Raises Forbidden, DestinationNotFound."""
    check_driver(actor)
    known = await queries.destinations(session, actor.id, lock=True)
    if destination_id not in {found.id for found in known}:
        raise DestinationNotFound()
    await queries.set_default(session, actor.id, destination_id)
    return await destinations(session, actor)


async def remove_destination(session: AsyncSession, actor: Actor, destination_id: UUID) -> None:
    """Forget a destination; payouts that are on their way still arrive. Raises Forbidden, DestinationNotFound."""
    check_driver(actor)
    known = await queries.destinations(session, actor.id, lock=True)
    found = next((found for found in known if found.id == destination_id), None)
    if found is None:
        raise DestinationNotFound()
    found.removed_at, found.is_default = clock.now(), False
    session.add(found)
    await session.flush()
    left = [other for other in known if other is not found]
    if left and not any(other.is_default for other in left):
        await queries.set_default(session, actor.id, left[0].id)


def opened(found: PayoutDestination) -> Destination:
    """What a gateway has to know of a destination; frozen when it was entered, so that a retry has the same body."""
    details = json.loads(security.decrypt(found.secret))
    return Destination(kind=found.kind, provider_ref=found.provider_ref, **details)


def check_driver(actor: Actor) -> None:
    """Only drivers are paid out. Raises Forbidden."""
    if actor.audience is not Audience.DRIVER:
        raise Forbidden()


def _tidied(text: str, field: str | None) -> str:
    """People type numbers in groups, and codes in small letters."""
    return text if field == "upi" else text.replace(" ", "").upper()


def _label(what: DestinationInput) -> str:
    if what.kind is DestinationKind.BANK:
        return f"{what.ifsc[:4]} ••{what.account_number[-4:]}"
    name, bank = what.upi.split("@")
    return f"UPI {name[:2]}••@{bank}"
