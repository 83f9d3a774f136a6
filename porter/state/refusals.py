"""What a person sees when a handler fails: our errors say what to do, anything else is logged and answered blandly."""

import structlog
from prometheus_client import Counter
from reflex.event import EventSpec

from porter.core.errors import PorterError, Unauthenticated
from porter.core.language import msg
from porter.state.notices import NoticeState

log = structlog.get_logger(__name__)

FAILURES = Counter("porter_web_handler_failures_total", "Web handlers that failed unexpectedly", ["error"])
BLAND = msg("Something went wrong on our side. Please try again; nothing was lost.")


def answer(exception: Exception) -> EventSpec:
    """The backend exception handler of the app. Headers and cookies never reach the log."""
    if isinstance(exception, PorterError):
        tone = "info" if isinstance(exception, Unauthenticated) else "bad" if exception.http_status >= 500 else "warn"
        return NoticeState.tell(tone, exception.message)
    FAILURES.labels(type(exception).__name__).inc()
    log.error("web_handler_failed", error=type(exception).__name__, exc_info=exception)
    return NoticeState.tell("bad", BLAND)


def report_from_browser(exception: Exception) -> None:
    """The frontend exception handler of the app: counted and logged, cut short because a stranger wrote it."""
    FAILURES.labels("browser").inc()
    log.warning("browser_error", text=str(exception)[:500])
