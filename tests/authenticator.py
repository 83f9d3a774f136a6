"""The authenticator app on somebody's phone, and that phone being enrolled.

app = await enrol(await actor(MEERA))
await accounts.stop_two_step(session, meera, app.code())
"""

from dataclasses import dataclass

import pyotp

from porter.core import clock, db
from porter.services import accounts
from porter.services.accounts import Actor

STEP_S = 30


@dataclass
class App:
    """What the phone knows: the secret, and the codes that were shown once at enrolment."""

    secret: str
    recovery: tuple[str, ...] = ()

    def code(self, steps: int = 0) -> str:
        """The code now, or so many steps from now."""
        return pyotp.TOTP(self.secret).generate_otp(int(clock.now().timestamp()) // STEP_S + steps)

    def wrong(self) -> str:
        """A code that fits no step near now."""
        near = {self.code(steps) for steps in range(-3, 4)}
        return next(code for code in ("000000", "111111", "222222", "333333", "444444") if code not in near)


async def enrol(person: Actor) -> App:
    """Switch two-step sign-in on. The code before the present one confirms it, so that the present one is not used up."""
    async with db.transaction() as session:
        app = App((await accounts.begin_two_step(session, person)).secret)
    async with db.transaction() as session:
        app.recovery = (await accounts.confirm_two_step(session, person, app.code(-1))).codes
    return app
