"""What an authenticator app and we agree on (RFC 6238): a secret, a picture of it, a code every thirty seconds. Pure."""

from datetime import datetime

import pyotp
import segno

from porter.core import security

ISSUER = "Porter"
STEP_S = 30
DIGITS = 6
DRIFT = (0, -1, 1)
"""Steps that count: this one, and its neighbours for clocks that are a little off."""


def new_secret() -> str:
    """160 random bits in base32, as apps take them."""
    return pyotp.random_base32()


def in_groups(secret: str) -> str:
    """The secret as one types it from a screen."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def picture(secret: str, email: str) -> str:
    """The secret as a QR code: a data URI of an SVG, dark on white whatever the page's colours, or no camera reads it."""
    uri = pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)
    return segno.make(uri, error="m", micro=False).svg_data_uri(dark="#0B1220", light="#FFFFFF", border=3, scale=4)


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The time step that a code belongs to; None when it fits none that counts."""
    if len(code) != DIGITS or not (code.isascii() and code.isdigit()):
        return None
    totp, present = pyotp.TOTP(secret), int(now.timestamp()) // STEP_S
    fitting = (present + drift for drift in DRIFT if security.same(totp.generate_otp(present + drift), code))
    return next(fitting, None)
