"""Pages behind a sign-in say nothing that the browser cannot say in the person's language."""

import re

import pytest

import porter.pages  # noqa: F401 - importing registers the pages
from porter.core.language import LANGUAGES, NAMES, messages
from porter.pages.shells import PAGES, Page
from tests.architecture.sources import ROOT
from tests.messages import SERVER_TABLES, of_the_browser

SAID = (
    "/home", "/orders", "/orders/[order_id]", "/orders/[order_id]/receipt", "/wallet", "/pay/[payment_id]", "/pay/card",
    "/account", "/account/payment-methods", "/account/receipts", "/driver", "/driver/account", "/driver/earnings",
    "/driver/cash", "/driver/pay/[payment_id]", "/driver/withdraw", "/driver/withdraw/accounts", "/driver/statement",
)  # fmt: skip
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


@pytest.mark.parametrize("page", [page for page in PAGES if page.route in SAID], ids=lambda page: page.route)
def test_a_persons_page_has_no_text_of_its_own(page: Page) -> None:
    assert left_in_english(page) == set()


def test_a_text_of_its_own_would_be_found() -> None:
    """The operations desk is English: there are hundreds."""
    desk = next(page for page in PAGES if page.route == "/ops/orders")
    assert len(left_in_english(desk)) > 10


def test_every_page_that_is_named_is_there() -> None:
    assert set(SAID) <= {page.route for page in PAGES}


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != "en"])
def test_the_browser_gets_whatever_a_page_may_look_up(language: str) -> None:
    """And not what the server says by itself: that would double what a phone loads."""
    assert all((ROOT / "porter" / table).is_file() for table in SERVER_TABLES)
    known = messages(language)  # type: ignore[arg-type]
    assert known.keys() == {text for text in of_the_browser() if isinstance(text, str)}
