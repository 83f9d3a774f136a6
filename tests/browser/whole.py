"""One whole Porter per pytest process, for the tests of browsers and of kills alike."""

import os
from collections.abc import Iterator

import pytest

from tests.browser import people
from tests.browser.stack import Stack


@pytest.fixture(scope="session")
def whole_stack() -> Iterator[Stack]:
    """Porter as `make run` starts it, in development mode, with the demo city at rest."""
    made = Stack()
    try:
        made.start()
        made.keep_city()
        yield made
    finally:
        made.stop()


@pytest.fixture
def stack(whole_stack: Stack) -> Stack:
    """The same, with the demo city as it was seeded: nobody online, no orders."""
    whole_stack.fresh_city()
    people.remembered.clear()
    return whole_stack


def one_worker(item: pytest.Item) -> None:
    """Send a test to the worker of its group: what xdist's mark promises and, beside this pytest, does not do."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        item._nodeid = f"{item.nodeid}@whole-stack"
