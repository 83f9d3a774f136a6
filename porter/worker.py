"""The Celery worker. Assembly only: `celery -A porter.worker:app worker`; the clock is `-A porter.tasks.clockwork:app beat`."""

import gc
from typing import Any

from celery import signals

from porter.integrations.maps import maps
from porter.tasks import jobs, run
from porter.tasks.clockwork import app

__all__ = ["app"]


def _get_ready(**_: Any) -> None:
    jobs.listen()
    maps().prepare()
    # What is loaded by now is shared with the children: keep the collector from touching, thus copying, it.
    gc.collect()
    gc.freeze()


def _begin(**_: Any) -> None:
    jobs.upkeep_task.apply_async(retry=False)


def _close(**_: Any) -> None:
    run.close()


signals.worker_init.connect(_get_ready)
signals.worker_ready.connect(_begin)
signals.worker_process_shutdown.connect(_close)
