"""One catalogue, three languages: nothing is missing, nothing is glued, nothing is stale."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

import pytest
from babel.messages.catalog import Message

from porter.core.language import (
    LANGUAGES,
    as_language,
    here,
    instant_text,
    messages,
    say,
    say_count,
    speak,
    speaking,
    spoken,
)
from porter.core.money import format_money
from porter.core.words import distance_text, duration_text, local_text
from tests.messages import read, written

TRANSLATED = [language for language in LANGUAGES if language != "en"]
SCRIPTS = {"hi": re.compile("[\u0900-\u097f]"), "kn": re.compile("[\u0c80-\u0cff]")}
NAMES = re.compile(r"\{(\w+)\}")
SAME_EVERYWHERE = {"GPS", "GST", "Porter", "UPI"}
NOON = datetime(2026, 11, 21, 2, 35, tzinfo=UTC)


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_of_the_code_is_translated_and_no_other_is_kept(language: str) -> None:
    """`python -m tests.messages` adds what is missing; a person translates it."""
    kept = {tuple(m.id) if isinstance(m.id, (list, tuple)) else m.id for m in read(language) if m.id}
    assert kept == written()
    empty = [message.id for message in _of(language) if not all(_forms(message.string))]
    assert not empty, empty


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_places_of_its_message(language: str) -> None:
    """A name that the code does not give would be a crash in front of a person."""
    wrong = [
        message.id
        for message in _of(language)
        for form in _forms(message.string)
        if set(NAMES.findall(form)) - set(NAMES.findall(_forms(message.id)[-1]))
        or (isinstance(message.id, str) and set(NAMES.findall(form)) != set(NAMES.findall(message.id)))
    ]
    assert not wrong, wrong


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_is_written_in_its_own_script(language: str) -> None:
    """Neither left in English nor pasted into the wrong catalogue."""
    other = next(script for spoken_by, script in SCRIPTS.items() if spoken_by != language)
    for message in _of(language):
        for form in _forms(message.string):
            assert message.id in SAME_EVERYWHERE or SCRIPTS[language].search(form), form
            assert not other.search(form), form


def test_english_is_what_the_code_says() -> None:
    assert say("en", "Book a vehicle") == "Book a vehicle"
    assert say("hi", "Book a vehicle") == "गाड़ी बुक करें"
    assert say("kn", "Book a vehicle") == "ವಾಹನ ಬುಕ್ ಮಾಡಿ"


def test_what_nobody_translated_stays_as_it_is() -> None:
    """Names, addresses and what people wrote pass through, braces included; an empty text is not the catalogue's head."""
    assert say("hi", "Rao & {sons}") == "Rao & {sons}"
    assert say("kn", "") == ""


def test_a_missing_value_is_an_error_and_not_a_hole() -> None:
    with pytest.raises(KeyError):
        say("hi", "Order {number} placed", nummer="1")


@pytest.mark.parametrize(
    ("language", "one", "many"),
    [("en", "1 trip", "1,204 trips"), ("hi", "1 ट्रिप", "1,204 ट्रिप"), ("kn", "1 ಟ್ರಿಪ್", "1,204 ಟ್ರಿಪ್‌ಗಳು")],
)
def test_one_and_many(language: str, one: str, many: str) -> None:
    spoken_by = as_language(language)
    assert say_count(spoken_by, "1 trip", "{number} trips", 1, number="1") == one
    assert say_count(spoken_by, "1 trip", "{number} trips", 1204, number="1,204") == many


def test_the_reader_decides_and_the_next_reader_is_not_disturbed() -> None:
    with speaking("kn"):
        assert (spoken(), here("Cancelled")) == ("kn", "ರದ್ದಾಗಿದೆ")
        with speaking("hi"):
            assert here("Cancelled") == "रद्द"
        assert here("Cancelled") == "ರದ್ದಾಗಿದೆ"
    assert (spoken(), here("Cancelled")) == ("en", "Cancelled")


def test_a_claim_of_another_language_is_english() -> None:
    with speaking("kn"):
        speak("fr")
        assert spoken() == "en"
    assert [as_language(claim) for claim in ("", "en", "HI", "hi", "../hi")] == ["en", "en", "en", "hi", "en"]


def test_numbers_and_times_read_naturally() -> None:
    read_in = {}
    for language in LANGUAGES:
        with speaking(language):
            read_in[language] = (distance_text(850), distance_text(5_210), duration_text(3_900))
    assert read_in == {
        "en": ("850 m", "5.2 km", "1 h 5 min"),
        "hi": ("850 मी", "5.2 किमी", "1 घं 5 मि"),
        "kn": ("850 ಮೀ", "5.2 ಕಿ.ಮೀ", "1 ಗಂ 5 ನಿ"),
    }


def test_an_instant_is_the_citys_in_every_language() -> None:
    assert local_text(NOON, "Asia/Kolkata") == "21 Nov 2026, 8:05 am"
    for language in TRANSLATED:
        with speaking(language):
            text = local_text(NOON, "Asia/Kolkata")
        assert text == instant_text(as_language(language), NOON, "Asia/Kolkata")
        assert "8:05" in text
        assert SCRIPTS[language].search(text)


def test_money_groups_as_india_does_in_every_language() -> None:
    """CLDR's kn_IN would write ₹1,234,567.50."""
    for language in LANGUAGES:
        with speaking(language):
            assert format_money(123_456_750) == "₹12,34,567.50"


def test_the_browser_gets_the_single_messages() -> None:
    assert messages("en") == {}
    assert messages("hi")["Home"] == "होम"
    assert "" not in messages("kn")


def _of(language: str) -> list[Message]:
    return [message for message in read(language) if message.id]


def _forms(text: str | Iterable[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)
