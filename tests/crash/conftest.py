"""A whole Porter to kill parts of; it shares the stack of the browser tests, so all of them run in one process."""

from pathlib import Path

import pytest

from tests.browser.conftest import stack, whole_stack

__all__ = ["stack", "whole_stack"]

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Slow, and beside the browser tests: one stack for both."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.xdist_group("browser"))
