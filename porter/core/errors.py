"""The family of everything that can go wrong on purpose. Each door (API, screen, job) renders it once."""

from typing import Any, ClassVar


class PorterError(Exception):
    """Something a person or a caller should be told.

    `code` is stable and machine-readable; `message` says in plain words what happened and what to do next;
    `extra` holds members that the API adds to the problem document.
    """

    code: ClassVar[str] = "error"
    http_status: ClassVar[int] = 400
    retryable: ClassVar[bool] = False
    keeps_changes: ClassVar[bool] = False
    """Whether what the transaction wrote before it was raised is committed all the same."""

    default_message: ClassVar[str] = "Something went wrong. Please try again."

    def __init__(self, message: str | None = None, /, **extra: Any) -> None:
        self.message = message or self.default_message
        self.extra = extra
        super().__init__(self.message)


class Refused(PorterError):
    """The request makes no sense or breaks a rule; sending it again will not help."""

    code = "refused"
    http_status = 400
    default_message = "That is not possible. Please check what you entered."


class Unauthenticated(PorterError):
    """Nobody is signed in, or the session has ended."""

    code = "unauthenticated"
    http_status = 401
    default_message = "Please sign in again."


class PaymentNeeded(PorterError):
    """Money has to be paid first."""

    code = "payment_needed"
    http_status = 402
    default_message = "A payment is needed first."


class Forbidden(PorterError):
    """Signed in, but this role may never do it."""

    code = "forbidden"
    http_status = 403
    default_message = "Your role may not do this."


class NotFound(PorterError):
    """There is no such thing, or it is somebody else's: the answer is the same."""

    code = "not_found"
    http_status = 404
    default_message = "We could not find that."


class Conflict(PorterError):
    """Somebody or something was faster; look again before trying again."""

    code = "conflict"
    http_status = 409
    default_message = "This has changed in the meantime. Please look again."


class Gone(PorterError):
    """It existed and has ended."""

    code = "gone"
    http_status = 410
    default_message = "This has ended."


class RateLimited(PorterError):
    """Too many tries; `retry_after_s` says when to come back."""

    code = "rate_limited"
    http_status = 429
    retryable = True
    default_message = "Too many tries. Please wait a little."

    def __init__(self, message: str | None = None, /, *, retry_after_s: int, **extra: Any) -> None:
        super().__init__(message, **extra)
        self.retry_after_s = retry_after_s


class Overloaded(PorterError):
    """More is asked of us than we can do at once; `retry_after_s` says when to come back."""

    code = "overloaded"
    http_status = 503
    retryable = True
    default_message = "Very many people are using Porter right now. Please try again in a moment."
    retry_after_s = 2


class GatewayError(PorterError):
    """A vendor did not do what we asked."""

    code = "gateway_error"
    http_status = 502


class GatewayRefused(GatewayError):
    """The vendor said no for good; a person has to act."""

    code = "gateway_refused"
    http_status = 422
    default_message = "The other side refused this."


class GatewayUnavailable(GatewayError):
    """The vendor could not be reached or is failing; trying later may help."""

    code = "gateway_unavailable"
    http_status = 503
    retryable = True
    default_message = "A service that we need is not answering. Please try again in a moment."
