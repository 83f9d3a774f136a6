"""`porter screenshots`: which pages are photographed."""

import re

from porter.launch import screenshots, staged
from porter.pages.shells import PAGES


def test_every_page_is_photographed() -> None:
    """By its address, or in the story; a page of one thing that the story does not know has no address to open."""
    plain = screenshots.plain_routes()
    assert {*plain, *staged.ROUTES} == {page.route for page in PAGES}
    assert [route for route in plain if "[" in route] == []


def test_every_page_of_the_story_gets_a_picture() -> None:
    """And no two pages share a file."""
    names = [staged.file_name(page.route) for page in PAGES]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z0-9_-]+", name) for name in names), names
