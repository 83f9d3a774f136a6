"""What operations are told about people: drivers who wait, and their own accounts."""

from porter.core import db
from porter.models import Account, Driver
from porter.models.enums import NotificationKind, Verification
from porter.services import drivers, notifications
from porter.services.notifications import DeskNotice
from porter.tasks.facts import Fact


async def driver_waits(fact: Fact) -> None:
    """Somebody has registered and waits for a yes; who tells holds the row, so that the yes comes after."""
    driver_id = fact.uuid("driver_id")
    async with db.transaction() as session:
        driver = await session.get_one(Driver, driver_id, with_for_update={"read": True})
        if driver.verification is not Verification.PENDING:
            return
        account = await session.get_one(Account, driver_id)
        notice = DeskNotice(
            kind=NotificationKind.DRIVER_WAITING,
            title="Driver to approve",
            sentence=f"{account.name or 'Somebody'} has registered and waits for approval.",
            href=f"/ops/drivers?driver={driver_id}",
            at=fact.at,
            dedupe=f"driver.registered:{driver_id}",
            matter=f"driver:{driver_id}",
        )
        await notifications.tell_roles(session, drivers.MAY_VERIFY, notice)


async def driver_decided(fact: Fact) -> None:
    """Approved, or turned down."""
    async with db.transaction() as session:
        driver = await session.get_one(Driver, fact.uuid("driver_id"))
        if driver.verification is Verification.PENDING:
            return
        word = "Approved" if driver.verification is Verification.APPROVED else "Turned down"
        by = await session.get(Account, fact.uuid("by"))
        outcome = f"{word} by {by.name}" if by and by.name else word
        await notifications.resolve(session, [f"driver:{driver.id}"], outcome)


async def two_step_on(fact: Fact) -> None:
    """One's own sign-in asks for a code from now on."""
    await _own(fact, "Two-step sign-in is on", "From now on your sign-in asks for a code of your authenticator app.")


async def two_step_off(fact: Fact) -> None:
    """It no longer does, by oneself or by an administrator."""
    if fact.uuid("by") == fact.uuid("account_id"):
        await _own(fact, "Two-step sign-in is off", "From now on your password alone signs you in.")
        return
    async with db.reading() as session:
        by = await session.get(Account, fact.uuid("by"))
    who = by.name if by and by.name else "An administrator"
    await _own(
        fact,
        "Two-step sign-in was reset",
        f"{who} has switched your two-step sign-in off; if you did not ask for it, tell another administrator at once.",
    )


async def _own(fact: Fact, title: str, sentence: str) -> None:
    notice = DeskNotice(
        kind=NotificationKind.SECURITY,
        title=title,
        sentence=sentence,
        href="/ops/account",
        at=fact.at,
        dedupe=f"{fact.name}:{fact.id}",
    )
    async with db.transaction() as session:
        await notifications.tell_colleague(session, fact.uuid("account_id"), notice)
