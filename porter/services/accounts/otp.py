"""Signing in by phone: a code is sent, and whoever knows it is the phone's owner."""

from datetime import timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock, db, outbox, security
from porter.core.errors import GatewayError, Refused
from porter.core.ids import new_id
from porter.core.language import Language, msg
from porter.core.limits import hit, is_own_machine, per_hour
from porter.integrations import sms
from porter.models import OtpChallenge
from porter.models.enums import AccountStatus, Audience, Role
from porter.services.accounts import queries
from porter.services.accounts.errors import AccountSuspended, OtpExpired, OtpTooManyTries, OtpTooSoon, OtpWrong
from porter.services.accounts.phones import parse_phone
from porter.services.accounts.tickets import issue_ticket
from porter.services.accounts.views import OtpSent, Verified

DIGITS = 6
LIVES_S = 300
MAX_TRIES = 5
RESEND_S = 60
PER_PHONE_A_DAY = 10
PER_ADDRESS = per_hour("otp-address", 15)

ROLES = {Audience.CUSTOMER: Role.CUSTOMER, Audience.DRIVER: Role.DRIVER}


async def send_otp(phone: str, audience: Audience | str, *, client_address: str, language: Language = "en") -> OtpSent:
    """Send a code to a phone, known or not: the answer is the same, because no account is looked at.

    The message is in the language of the page that asks.

    Raises PhoneWrong, OtpTooSoon, GatewayUnavailable.
    """
    wanted = _signs_in_by_phone(audience)
    number = parse_phone(phone)
    at_home = is_own_machine(client_address)
    if not at_home:
        await _check_address(client_address)
    code = security.random_code(DIGITS)
    async with db.transaction() as session:
        challenge = await _challenge(session, number, wanted, code, PER_PHONE_A_DAY if not at_home else None)
    await _deliver(challenge, code, language)
    return OtpSent(otp_id=challenge.id, phone=number, expires_in_s=LIVES_S, resend_in_s=RESEND_S)


async def verify_otp(otp_id: UUID, phone: str, code: str, *, language: Language = "en") -> Verified:
    """Exchange a code for a ticket; the first sign-in of a phone makes its account, which reads this language.

    Raises OtpWrong (`tries_left`), OtpExpired, OtpTooManyTries, AccountSuspended, PhoneWrong.
    """
    number = parse_phone(phone)
    async with db.transaction() as session:
        # What is decided is raised after the commit: a wrong try has to stay counted.
        outcome = await _try(session, otp_id, number, code, language)
    if isinstance(outcome, Verified):
        return outcome
    raise outcome


def _signs_in_by_phone(audience: Audience | str) -> Audience:
    if audience not in ROLES:
        raise Refused("This app does not sign in by phone.")
    return Audience(audience)


async def _check_address(client_address: str) -> None:
    standing = await hit(PER_ADDRESS, client_address)
    if not standing.allowed:
        raise OtpTooSoon(msg("Too many codes were asked for from here."), retry_after_s=standing.reset_in_s)


async def _challenge(
    session: AsyncSession, phone: str, audience: Audience, code: str, per_day: int | None
) -> OtpChallenge:
    await queries.lock_phone(session, phone)
    await _check_phone(session, phone, per_day)
    await queries.replace_challenges(session, phone, audience)
    otp_id, now = new_id(), clock.now()
    challenge = OtpChallenge(
        id=otp_id,
        phone=phone,
        audience=audience,
        code_hash=_digest(otp_id, code),
        created_at=now,
        expires_at=now + timedelta(seconds=LIVES_S),
    )
    session.add(challenge)
    return challenge


async def _check_phone(session: AsyncSession, phone: str, per_day: int | None) -> None:
    """For all apps together: a message costs, and bothers, the same whoever asked for it."""
    now = clock.now()
    sent = await queries.sent_since(session, phone, now - timedelta(days=1))
    if sent and (wait := RESEND_S - (now - sent[-1]).total_seconds()) > 0:
        raise OtpTooSoon(retry_after_s=int(wait) + 1)
    if per_day is not None and len(sent) >= per_day:
        wait = (sent[-per_day] + timedelta(days=1) - now).total_seconds()
        raise OtpTooSoon(msg("Too many codes were sent to this phone today."), retry_after_s=int(wait) + 1)


async def _deliver(challenge: OtpChallenge, code: str, language: Language) -> None:
    try:
        await sms.gateway().send(challenge.phone, "otp", {"code": code}, language)
    except GatewayError:
        # Nobody got the code, so it must not make the person wait for the next one.
        async with db.transaction() as session:
            await session.delete(challenge)
        raise


async def _try(
    session: AsyncSession, otp_id: UUID, phone: str, code: str, language: Language
) -> Verified | OtpWrong | OtpExpired | OtpTooManyTries | AccountSuspended:
    challenge = await queries.take_try(session, otp_id, phone, MAX_TRIES)
    if challenge is None:
        if await queries.was_tried_out(session, otp_id, phone, MAX_TRIES):
            return OtpTooManyTries(retry_after_s=RESEND_S)
        return OtpExpired()
    if not security.same(challenge.code_hash, _digest(otp_id, code)):
        return OtpWrong(tries_left=MAX_TRIES - challenge.attempts)
    challenge.used_at = clock.now()
    session.add(challenge)
    return await _welcome(session, challenge, language)


async def _welcome(session: AsyncSession, challenge: OtpChallenge, language: Language) -> Verified | AccountSuspended:
    account, is_new = await queries.ensure_account(
        session, challenge.audience, ROLES[challenge.audience], challenge.phone, language
    )
    if account.status is not AccountStatus.ACTIVE:
        return AccountSuspended()
    if is_new:
        outbox.emit(session, "account.created", {"account_id": str(account.id), "audience": account.audience})
    return Verified(account_id=account.id, is_new=is_new, ticket=issue_ticket(session, account.id))


def _digest(otp_id: UUID, code: str) -> str:
    return security.keyed_digest("otp", f"{otp_id}:{code}")
