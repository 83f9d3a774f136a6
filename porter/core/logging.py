"""Logs: one line an event, JSON in production, readable at a desk, without secrets or personal data."""

import logging
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog

from porter.core.config import settings

Tell = Callable[[dict[str, Any], str], None]
"""Is given every error that is logged, with its level, and passes it on."""

_SECRET_KEYS = re.compile(r"cookie|authorization|token|password|otp|secret|phone|email|address|lat|lng", re.IGNORECASE)
_LONG_DIGITS = re.compile(r"\+?\d[\d\s-]{8,}\d")


def configure(tell: Tell | None = None) -> None:
    """Set up structlog and the standard library's logging for this process; errors are told to `tell` as well."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _redact,
        *([_Errors(tell)] if tell else []),
        structlog.processors.format_exc_info,  # plain: pretty ones print local variables, and so tokens
    ]
    renderer: Any = structlog.processors.JSONRenderer() if settings().is_production else _readable()
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processor=renderer))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings().log_level)
    for chatty in ("httpx", "httpcore", "urllib3", "asyncio"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def logger(name: str) -> Any:
    """A structured logger."""
    return structlog.get_logger(name)


def _readable() -> Any:
    # The default traceback prints local variables, and with them headers and cookies.
    return structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)


@dataclass(frozen=True, slots=True)
class _Errors:
    """A step of logging that changes nothing."""

    tell: Tell

    def __call__(self, _: Any, level: str, event: dict[str, Any]) -> dict[str, Any]:
        if level in {"error", "critical", "exception"}:
            self.tell(event, level)
        return event


def _redact(_: Any, __: str, event: dict[str, Any]) -> dict[str, Any]:
    for key, value in event.items():
        if _SECRET_KEYS.search(key) and key not in {"template", "latency_ms"}:
            event[key] = "[hidden]"
        elif key == "event" and isinstance(value, str):
            event[key] = _LONG_DIGITS.sub("[digits]", value)
    return event
