"""Celery, configured once: a carrier of hints. What is due stands in Postgres, so any message here may be lost or doubled."""

from celery import Celery

from porter.core.config import settings

MATCH, DEFAULT, LOW = "match", "default", "low"

TASK_LIMIT_S = 120
VISIBILITY_S = 900
"""Longer than any task may run: a message that nobody acknowledged comes back after this."""


def create() -> Celery:
    """The Celery application; nothing connects before the first message."""
    app = Celery("porter")
    app.conf.update(
        broker_url=settings().redis_url_broker,
        broker_transport="porter.tasks.transport:Transport",
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_transport_options={
            "visibility_timeout": VISIBILITY_S,
            "unacked_restore_interval": 5,
            "unacked_restore_throttle": 1,
            "socket_connect_timeout": 2,
            "socket_timeout": 10,
            "socket_keepalive": True,
        },
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_ignore_result=True,
        task_time_limit=TASK_LIMIT_S,
        task_serializer="json",
        accept_content=["json"],
        task_default_queue=DEFAULT,
        task_queues={name: {"exchange": name, "routing_key": name} for name in (MATCH, DEFAULT, LOW)},
        worker_concurrency=2,
        worker_prefetch_multiplier=1,
        worker_disable_rate_limits=True,
        worker_cancel_long_running_tasks_on_connection_loss=False,
        worker_hijack_root_logger=False,
        beat_schedule_filename=str(settings().data_dir / "beat-schedule"),
        enable_utc=True,
        timezone="UTC",
    )
    return app


app = create()
