"""`python -m porter.seed`: put the demo city in and say who may sign in (the form is in porter/launch/logins.py)."""

import asyncio
import sys

from porter.core import db
from porter.seed import people
from porter.seed.demo import demo

LOGINS = (
    ("Customer", "/sign-in", people.ASHA_PHONE),
    ("Driver", "/driver/sign-in", people.RAVI_PHONE),
    ("Operations", "/ops/sign-in", people.MEERA_EMAIL, people.PASSWORD),
)


async def _seed() -> None:
    await demo()
    await db.dispose()


if __name__ == "__main__":
    asyncio.run(_seed())
    for login in LOGINS:
        sys.stdout.write("\t".join(("login", *login)) + "\n")
