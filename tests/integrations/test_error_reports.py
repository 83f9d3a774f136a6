"""Errors reach Sentry where a DSN is set, and tell it no more than the log tells."""

import gzip
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.servers import ROOT

PROGRAM = """
import logging, os, sys
from porter.core import logging as ours
from porter.integrations.error_reports import error_reports
ours.configure(error_reports())
if os.fork():
    os._exit(os.waitstatus_to_exitcode(os.wait()[1]))
log = ours.logger("porter.test")

def book(phone):
    raise LookupError(f"no account of {phone}, asha@example.in")

try:
    book("+91 90000 00001")
except LookupError as error:
    log.error("order_failed", order="PRT-7K3M9Q", token="secret-token", exc_info=error)
logging.getLogger("celery").error("a task of nobody failed")
log.warning("a_warning_is_no_error")
if "sentry_sdk" in sys.modules:
    sys.modules["sentry_sdk"].flush(10)
print("sentry_sdk" in sys.modules)
"""


@contextmanager
def vendor() -> Iterator[tuple[str, list[str]]]:
    """Where events are sent to, and what came."""
    came: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            came.append((gzip.decompress(body) if self.headers["content-encoding"] == "gzip" else body).decode())
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: Any) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://key@127.0.0.1:{server.server_port}/1", came
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_what_is_logged_as_an_error_is_told_without_people() -> None:
    with vendor() as (dsn, came):
        assert _run(dsn).endswith("True\n")
    told = "\n".join(came)
    assert len(came) == 2
    assert '"type":"LookupError"' in told
    assert '"value":"no account of [digits], [e-mail]"' in told
    assert "order_failed" in told
    assert "a task of nobody failed" in told
    for hidden in ("90000", "asha@example.in", "secret-token", "a_warning_is_no_error"):
        assert hidden not in told


def test_without_a_dsn_nothing_is_loaded_or_told() -> None:
    assert _run("").endswith("False\n")


def _run(dsn: str) -> str:
    env = {**os.environ, "PORTER_SENTRY_DSN": dsn}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
