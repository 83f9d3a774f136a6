"""The API's tests log as the product does: plain lines, no local variables."""

import pytest

from porter.core import logging


@pytest.fixture(scope="session", autouse=True)
def _plain_logs() -> None:
    logging.configure()
