"""Errors of this process told to Sentry, where a DSN is set; the library is not even loaded where none is.

Told is what is logged as an error, and no more than the log says: no local variables, no request, no trace of who asked.
"""

import re
from typing import Any

from porter.core.config import settings
from porter.core.logging import Tell

_LONG_DIGITS = re.compile(r"\+?\d[\d\s-]{8,}\d")
_E_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")


def error_reports() -> Tell | None:
    """What `logging.configure` tells errors to, if anything. Safe before a fork: the sender is made by who first has something to send."""
    if not settings().sentry_dsn:
        return None
    import sentry_sdk  # noqa: PLC0415 - a second and 20 MB that most installations need not spend

    sentry_sdk.init(
        dsn=settings().sentry_dsn,
        environment=settings().mode,
        default_integrations=False,
        auto_enabling_integrations=False,
        include_local_variables=False,
        send_default_pii=False,
        max_breadcrumbs=0,
        server_name="",
        before_send=_without_people,
    )
    return _tell


def _tell(event: dict[str, Any], level: str) -> None:
    """Pass on what is being logged: the exception where there is one, else the words."""
    import sentry_sdk  # noqa: PLC0415 - as above

    problem = event.get("exc_info")
    with sentry_sdk.new_scope() as scope:
        scope.set_level("fatal" if level == "critical" else "error")
        scope.set_tag("logger", event.get("logger", ""))
        scope.set_context("logged", {"event": str(event.get("event", ""))})
        if problem and problem != (None, None, None):
            sentry_sdk.capture_exception(None if problem is True else problem)
        else:
            sentry_sdk.capture_message(str(event.get("event", "")))


def _without_people(told: Any, _hint: Any) -> Any:
    """An exception's own words may quote what somebody has entered."""
    for problem in told.get("exception", {}).get("values", ()):
        problem["value"] = _E_MAIL.sub("[e-mail]", _LONG_DIGITS.sub("[digits]", problem.get("value") or ""))
    return told
