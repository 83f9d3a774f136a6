"""What /metrics tells when several web workers count."""

import subprocess
import sys
from pathlib import Path

import pytest

from porter.core import meters
from tests import people
from tests.servers import ROOT

pytestmark = pytest.mark.usefixtures("valkey")

WORKER = """
from prometheus_client import Counter, Gauge
Counter("porter_told", "Told").inc(2)
Gauge("porter_open", "Open", multiprocess_mode="livesum").set(5)
print("counted", flush=True)
input()
"""


def _worker(folder: Path) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-c", WORKER], cwd=ROOT, env={meters.FOLDER: str(folder)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout and process.stdout.readline() == b"counted\n"
    return process


async def _told() -> str:
    async with people.client() as api:
        return (await api.get("/metrics")).text


async def test_every_worker_is_counted_and_a_dead_one_has_nothing_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(meters.FOLDER, str(tmp_path))
    workers = [_worker(tmp_path), _worker(tmp_path)]
    try:
        told = await _told()
        assert "porter_told_total 4.0" in told
        assert "porter_open 10.0" in told
        workers[0].kill()
        workers[0].wait()
        told = await _told()
        assert "porter_told_total 4.0" in told, "what it did stays done"
        assert "porter_open 5.0" in told
    finally:
        for worker in workers:
            worker.kill()
            worker.communicate()


def test_a_start_with_several_workers_begins_at_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(meters.FOLDER, str(tmp_path / "metrics"))
    meters.count_together(2)
    (tmp_path / "metrics" / "counter_1.db").touch()
    meters.count_together(1)
    assert (tmp_path / "metrics" / "counter_1.db").exists()
    meters.count_together(2)
    assert list((tmp_path / "metrics").iterdir()) == []
