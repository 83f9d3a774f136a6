"""The Celery worker and its clock. Assembly only: `celery -A porter.worker:app worker` and `... beat`."""

from typing import Any

from celery import signals

from porter.core import logging
from porter.tasks import jobs, run
from porter.tasks.celery_app import LOW, MATCH, app

__all__ = ["app"]

TICK_S = 1.0
UPKEEP_S = 3600.0

app.conf.beat_schedule = {
    # A tick that nobody has taken when its successor comes is worth nothing.
    "tick": {"task": jobs.tick_task.name, "schedule": TICK_S, "options": {"queue": MATCH, "expires": 3 * TICK_S}},
    "upkeep": {"task": jobs.upkeep_task.name, "schedule": UPKEEP_S, "options": {"queue": LOW, "expires": UPKEEP_S}},
}


def _log_as_porter(**_: Any) -> None:
    logging.configure()


def _begin(**_: Any) -> None:
    jobs.upkeep_task.apply_async(retry=False)


def _listen(**_: Any) -> None:
    jobs.listen()


def _close(**_: Any) -> None:
    run.close()


signals.setup_logging.connect(_log_as_porter)
signals.worker_init.connect(_listen)
signals.worker_ready.connect(_begin)
signals.worker_process_shutdown.connect(_close)
