"""Pages behind a sign-in say nothing that the browser cannot say in the person's language."""

import re

import pytest

import porter.pages  # noqa: F401 - importing registers the pages
from porter.core.language import LANGUAGES, NAMES, messages
from porter.pages.shells import PAGES, Page
from tests.architecture.sources import ROOT
from tests.messages import SERVER_TABLES, of_the_browser

OURS = [page for page in PAGES if page.draw.__module__.startswith(("porter.pages.customer", "porter.pages.driver"))]
"""Every page of customers and drivers: a new one is among them without being named."""

SAME_FOR_ALL = {"PDF", "Porter", "HDFC0001234", "name@bank", "KA 05 AB 1234"}
"""What is a name, or shows how something is written."""

SAYING = re.compile(r"sayWords\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)")
LITERAL = re.compile(
    r"""(?:contents['"]?: ?['"]+|aria-label"?:|ariaLabel:|label:|title:|placeholder:|alt:|words:|detail:)"""
    r"""\\?["']((?:[^"'\\]|\\.)*[A-Za-z]{2}(?:[^"'\\]|\\.)*)"""
)
"""A text that stands in the drawn page as it is: a child, or an attribute that people hear or see."""


def drawn(page: Page) -> str:
    return str(page.draw().render())


def left_in_english(page: Page) -> set[str]:
    names = {name.encode("unicode_escape").decode() for name in NAMES.values()}
    found = {text.replace("\\\\", "\\") for text in LITERAL.findall(SAYING.sub("", drawn(page)))}
    return found - SAME_FOR_ALL - names - set(NAMES.values())


@pytest.mark.parametrize("page", OURS, ids=lambda page: page.route)
def test_a_persons_page_has_no_text_of_its_own(page: Page) -> None:
    assert left_in_english(page) == set()


@pytest.mark.parametrize("page", OURS, ids=lambda page: page.route)
def test_the_tab_of_the_browser_speaks_too(page: Page) -> None:
    said = re.findall(r'sayWords\("([^"]+)"\)', str(page.title))
    assert len(said) == 1
    assert said[0] in messages("hi")


def test_a_text_of_its_own_would_be_found() -> None:
    """The operations desk is English: there are hundreds."""
    desk = next(page for page in PAGES if page.route == "/ops/orders")
    assert len(left_in_english(desk)) > 10


def test_no_page_is_forgotten() -> None:
    """A page that is drawn for a person but lies in another room would be looked at by nobody."""
    spoken = {page.route for page in PAGES if "sayWords(" in drawn(page)}
    assert spoken - {page.route for page in OURS} == {"404", "/offline"}


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != "en"])
def test_the_browser_gets_whatever_a_page_may_look_up(language: str) -> None:
    """And not what the server says by itself: that would double what a phone loads."""
    assert all((ROOT / "porter" / table).is_file() for table in SERVER_TABLES)
    known = messages(language)  # type: ignore[arg-type]
    assert known.keys() == {text for text in of_the_browser() if isinstance(text, str)}
