"""`python -m porter.launch.invite EMAIL`: the first administrator's invitation. Everybody else is invited by somebody."""

import asyncio
import sys

from pydantic import TypeAdapter, ValidationError

from porter.core import db
from porter.core.config import settings
from porter.core.errors import PorterError
from porter.launch.backing import reach_database
from porter.launch.errors import LaunchError
from porter.launch.standing import has_newest_schema
from porter.services import accounts


def main(email: str) -> int:
    """Print the link, which nothing keeps and nobody can ask for again; 1 with plain words when there is none."""
    try:
        invitation = _invite(_checked(email), settings().database_url)
    except (LaunchError, PorterError) as error:
        print(f"\n{error}\n", file=sys.stderr)
        return 1
    print(f"\nThe invitation of {invitation.email}, once and until {invitation.expires_at:%d %b %Y, %H:%M} UTC:\n")
    print(f"  {invitation.link}\n")
    print("Whoever opens it becomes administrator: send it to nobody else. A new one ends this one.")
    return 0


def _checked(email: str) -> str:
    try:
        return TypeAdapter[str](accounts.Email).validate_python(email.strip())
    except ValidationError:
        raise LaunchError(
            f"{email!r} is no e-mail address. For example: porter invite-admin meera@example.com"
        ) from None


def _invite(email: str, database_url: str) -> accounts.InvitationView:
    reach_database(database_url)
    if not has_newest_schema(database_url):
        raise LaunchError("The database has not the tables of this release yet: `porter migrate` makes them.")
    return asyncio.run(_ask(email))


async def _ask(email: str) -> accounts.InvitationView:
    try:
        return await accounts.invite_first_admin(email)
    finally:
        await db.dispose()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
