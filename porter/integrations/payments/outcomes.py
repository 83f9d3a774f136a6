"""What can become of a try to pay, where we play the bank ourselves: at the sandbox's checkout and in the vendors' twins."""

from enum import StrEnum


class Outcome(StrEnum):
    """How a try to pay goes."""

    PAY = "pay"
    FAIL = "fail"
    SECURE = "secure"
    """The bank asks for 3-D Secure first: the try waits until it is passed or refused."""
    DELAY = "delay"
    """Pending for a while, then authorised."""
    LATE = "late"
    """Refused at once, authorised later all the same."""
