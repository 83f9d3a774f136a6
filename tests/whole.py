"""One whole Porter per run, for the tests of browsers and of kills alike."""

from collections.abc import Iterator

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadGroupScheduling

from tests.browser.stack import Stack

FOLDERS = ("tests/browser/", "tests/crash/")
STACK = pytest.StashKey[Stack]()


class OneStack(LoadGroupScheduling):  # type: ignore[misc] # it comes without types
    """Tests of the whole stack are one piece of work, so that one worker does them all with one stack.

    Said by folder, not by xdist's mark: the mark is written into an attribute that pytest 9.2 no longer reads.
    """

    def _split_scope(self, nodeid: str) -> str:
        return "whole stack" if nodeid.startswith(FOLDERS) else str(super()._split_scope(nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> OneStack | None:
    """Ours instead of xdist's, when tests are grouped at all."""
    return OneStack(config, log) if config.getvalue("dist") == "loadgroup" else None


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Stop the whole Porter while other tests come: its clock and its workers are work also at rest."""
    goes_on = nextitem is None or nextitem.nodeid.startswith(FOLDERS)
    if not goes_on and (made := item.session.stash.get(STACK, None)):
        made.halt()


@pytest.fixture(scope="session")
def whole_stack(request: pytest.FixtureRequest) -> Iterator[Stack]:
    """Porter as `make run` starts it, in development mode, with the demo city at rest."""
    request.session.stash[STACK] = made = Stack()
    try:
        made.start()
        made.keep_city()
        yield made
    finally:
        made.stop()


@pytest.fixture
def stack(whole_stack: Stack) -> Stack:
    """The same, with the demo city as it was seeded: nobody online, no orders."""
    if not whole_stack.is_up:
        whole_stack.start(build=False)
    whole_stack.fresh_city()
    return whole_stack
