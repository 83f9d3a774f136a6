"""The first administrator: invited from the command line, once there is nobody who could do it."""

from datetime import timedelta

import pytest

from porter.core import clock, db
from porter.models.enums import Role
from porter.services import accounts
from porter.services.accounts import AdministratorExists, AlreadyStaff, InvitationEnded, InvitationView
from tests.people import MEERA, PASSWORD, actor, staff

pytestmark = pytest.mark.usefixtures("database")

TARA = staff("Tara", Role.ADMIN)
SAM = staff("Sam", Role.SUPPORT)


def token(invitation: InvitationView) -> str:
    """What the link ends with."""
    assert invitation.link
    return invitation.link.rsplit("/", 1)[1]


async def test_meera_is_the_first_and_then_invites_the_others_herself() -> None:
    made = await accounts.invite_first_admin(" Meera@Porter.example ")
    assert (made.email, made.role) == (MEERA.email, Role.ADMIN)
    await accounts.accept_invitation(token(made), "Meera", PASSWORD)
    meera = await actor(MEERA)
    assert meera.role is Role.ADMIN
    with pytest.raises(AdministratorExists):
        await accounts.invite_first_admin(TARA.email)
    assert (await accounts.invite_staff(meera, TARA.email, Role.ADMIN)).link


async def test_a_link_to_a_mistyped_address_ends_with_the_next() -> None:
    mistyped = await accounts.invite_first_admin("mira@porter.example")
    right = await accounts.invite_first_admin(MEERA.email)
    with pytest.raises(InvitationEnded):
        await accounts.accept_invitation(token(mistyped), "Mira", PASSWORD)
    assert await accounts.accept_invitation(token(right), "Meera", PASSWORD)


async def test_the_link_ends_after_a_week() -> None:
    made = await accounts.invite_first_admin(MEERA.email)
    with clock.travel(timedelta(days=8)), pytest.raises(InvitationEnded):
        await accounts.accept_invitation(token(made), "Meera", PASSWORD)


async def test_whoever_is_staff_already_is_not_invited_again() -> None:
    await actor(SAM)
    with pytest.raises(AlreadyStaff):
        await accounts.invite_first_admin(SAM.email)


async def test_a_suspended_administrator_is_none() -> None:
    meera, tara = await actor(MEERA), await actor(TARA)
    async with db.transaction() as session:
        await accounts.suspend(session, meera, tara.id, "left us")
    with pytest.raises(AdministratorExists):
        await accounts.invite_first_admin("new@porter.example")
    await _suspend_the_last(MEERA.email)
    assert (await accounts.invite_first_admin("new@porter.example")).link


async def _suspend_the_last(email: str) -> None:
    """As the runbook says: nobody suspends herself in the app."""
    async with db.transaction() as session:
        account = await accounts.queries.staff_by_email(session, email)
        assert account
        account.status = type(account.status)("suspended")
        session.add(account)
