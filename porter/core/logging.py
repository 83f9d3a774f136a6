"""Logs: one line an event, JSON in production, readable at a desk, without secrets or personal data."""

import logging
import re
import sys
from typing import Any

import structlog

from porter.core.config import settings

_SECRET_KEYS = re.compile(r"cookie|authorization|token|password|otp|secret|phone|email|address|lat|lng", re.IGNORECASE)
_LONG_DIGITS = re.compile(r"\+?\d[\d\s-]{8,}\d")


def configure() -> None:
    """Set up structlog and the standard library's logging for this process."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,  # plain: pretty ones print local variables, and so tokens
        _redact,
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


def _redact(_: Any, __: str, event: dict[str, Any]) -> dict[str, Any]:
    for key, value in event.items():
        if _SECRET_KEYS.search(key) and key not in {"template", "latency_ms"}:
            event[key] = "[hidden]"
        elif key == "event" and isinstance(value, str):
            event[key] = _LONG_DIGITS.sub("[digits]", value)
    return event
