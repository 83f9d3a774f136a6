"""Languages on the web: an address per language for public pages, a catalogue for the pages behind a sign-in."""

import gzip
import json

import pytest
from starlette.datastructures import Headers

import porter.pages  # noqa: F401 - importing registers the pages
from porter.components.words import drawn_for, keep, localized, t
from porter.core.language import messages
from porter.pages.shells import PAGES, Page
from porter.web.words import words_files

SPOKEN = {"/", "/sign-in", "/driver/sign-in"}


def test_public_pages_have_an_address_per_language() -> None:
    routes = {page.route: page for page in PAGES}
    for english in SPOKEN:
        addresses = [localized(english, language) for language in ("en", "hi", "kn")]
        assert set(addresses) <= set(routes)
        for address in addresses:
            assert [where for _, where in routes[address].translations] == addresses
    assert localized("/", "hi") == "/hi"
    assert routes["/hi/sign-in"].title == "साइन इन करें · Porter"


@pytest.mark.parametrize("page", [page for page in PAGES if page.translations], ids=lambda page: page.route)
def test_a_public_page_is_drawn_in_its_language(page: Page) -> None:
    """The words stand in the page itself: nothing has to be loaded to read them."""
    drawn = str(page.draw().render())
    (language,) = [language for language, address in page.translations if address == page.route]
    assert f'lang:"{language}"' in drawn
    assert "sayWords(" not in drawn


def test_a_word_outside_of_a_page_is_refused() -> None:
    """Otherwise it would be English for everybody, and nobody would notice."""
    with pytest.raises(LookupError):
        t("Home")


def test_one_word_serves_both_kinds_of_page() -> None:
    with drawn_for("kn"):
        assert t("Home") == "ಹೋಮ್"
    with drawn_for("person"):
        assert str(t("Order {number}", number="1")) == 'sayWords("Order {number}", ({ ["number"] : "1" }))'


def test_a_list_drawn_late_keeps_its_reader() -> None:
    with drawn_for("hi"):
        draw = keep(lambda item: t("Home"))
    assert draw("x") == "होम"


def test_the_browser_gets_a_catalogue_once() -> None:
    file = words_files()["/i18n/kn.json"]
    packed = file.answer(Headers({"accept-encoding": "gzip, br"}))
    assert json.loads(gzip.decompress(packed.body)) == messages("kn")
    assert len(packed.body) < 22_000  # 27,000 with what the server says by itself
    assert json.loads(file.answer(Headers({})).body) == messages("kn")
    assert file.answer(Headers({"if-none-match": file.etag})).status_code == 304
    assert set(words_files()) == {"/i18n/hi.json", "/i18n/kn.json"}
