"""Components are drawn here without a page around them: for a reader of English."""

from collections.abc import Iterator

import pytest

import porter.components.ui  # noqa: F401 - rxconfig asks for its theme, and that before the words
from porter.components.words import drawn_for


@pytest.fixture(autouse=True)
def _page() -> Iterator[None]:
    with drawn_for("en"):
        yield
