"""What happens by the clock, by name: beat needs to know no more, and stays small by not importing what workers do."""

import logging as standard_logging
from typing import Any

from celery import signals

from porter.core import logging
from porter.integrations.error_reports import error_reports
from porter.tasks.celery_app import DEFAULT, LOW, MATCH, app
from porter.tasks.names import PAYOUTS, SWEEP, TICK, UPKEEP, WATCH

__all__ = ["app"]

SWEEP_S = 1.0
TICK_S = 1.0
UPKEEP_S = 3600.0
PAYOUTS_S = 5.0
WATCH_S = 10.0

app.conf.beat_schedule = {
    # A look that nobody has taken when its successors come is worth nothing.
    "sweep": {"task": SWEEP, "schedule": SWEEP_S, "options": {"queue": MATCH, "expires": 3 * SWEEP_S}},
    "tick": {"task": TICK, "schedule": TICK_S, "options": {"queue": DEFAULT, "expires": 3 * TICK_S}},
    "payouts": {"task": PAYOUTS, "schedule": PAYOUTS_S, "options": {"queue": DEFAULT, "expires": PAYOUTS_S}},
    "watch": {"task": WATCH, "schedule": WATCH_S, "options": {"queue": DEFAULT, "expires": WATCH_S}},
    "upkeep": {"task": UPKEEP, "schedule": UPKEEP_S, "options": {"queue": LOW, "expires": UPKEEP_S}},
}


def _log_as_porter(**_: Any) -> None:
    logging.configure(error_reports())
    for chatty in ("celery.worker.strategy", "celery.app.trace", "celery.beat"):
        standard_logging.getLogger(chatty).setLevel(standard_logging.WARNING)  # a tick a second is no news


signals.setup_logging.connect(_log_as_porter)
