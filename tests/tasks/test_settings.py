"""What Celery is told, each for a reason that was measured (../shared/facts/DEPENDENCIES.md, 4 and 10)."""

from typing import Any

import pytest

from porter.tasks import run
from porter.tasks.celery_app import DEFAULT, LOW, MATCH, VISIBILITY_S, app, create
from porter.tasks.clockwork import app as clock

REASONS: dict[str, tuple[Any, str]] = {
    "task_acks_late": (True, "a message of a worker that dies comes back"),
    "task_reject_on_worker_lost": (True, "and so does that of a child that is killed alone"),
    "worker_prefetch_multiplier": (1, "a child that is busy keeps no search in its bag while another is idle"),
    "worker_cancel_long_running_tasks_on_connection_loss": (False, "Redis away for a moment ends no payment half-way"),
    "task_ignore_result": (True, "nobody reads results: what happened stands in Postgres"),
    "broker_connection_max_retries": (None, "a worker outlives any outage of Redis"),
    "broker_connection_retry_on_startup": (True, "and may be there before it"),
    "broker_transport": (
        "porter.tasks.transport:Transport",
        "kombu's own ends the worker when Redis dies under a task",
    ),
    "accept_content": (["json"], "a broker that somebody else writes to runs no pickles here"),
    "task_serializer": ("json", "we send what we accept"),
    "worker_concurrency": (2, "two children fit into the gigabyte"),
}


@pytest.mark.parametrize("name", REASONS)
def test_celery_is_told(name: str) -> None:
    wanted, why = REASONS[name]
    assert create().conf[name] == wanted, why


def test_no_task_runs_long_enough_to_be_given_out_twice() -> None:
    """A task of 25 s under a visibility of 10 s ran three times: Redis thinks that its worker has died."""
    options = app.conf.broker_transport_options
    assert options["visibility_timeout"] == VISIBILITY_S > app.conf.task_time_limit > run.CLOSING_S


def test_what_a_killed_worker_held_comes_back_soon_after() -> None:
    """With kombu's defaults it took 81 s more, because it looks only now and then."""
    options = app.conf.broker_transport_options
    assert options["unacked_restore_interval"] * options["unacked_restore_throttle"] <= 5


def test_a_broker_that_hangs_is_noticed() -> None:
    options = app.conf.broker_transport_options
    assert options["socket_connect_timeout"] <= 2
    assert options["socket_timeout"] <= 10
    assert options["socket_keepalive"] is True


def test_nothing_is_sent_for_a_later_time() -> None:
    """Due times stand in Postgres: a message that waits longer than the visibility would be given out again and again."""
    for entry in clock.conf.beat_schedule.values():
        assert not {"eta", "countdown"} & set(entry["options"])
        assert entry["options"]["queue"] in {MATCH, DEFAULT, LOW}
        assert entry["options"]["expires"] >= entry["schedule"], "a look ends with those that follow it, and not before"


def test_the_sweep_has_a_queue_that_no_vendor_is_asked_in() -> None:
    by_task = {entry["task"]: entry["options"]["queue"] for entry in clock.conf.beat_schedule.values()}
    assert by_task["porter.sweep"] == MATCH
    assert [task for task, queue in by_task.items() if queue == MATCH] == ["porter.sweep"]
