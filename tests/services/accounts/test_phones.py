"""Phone numbers in every shape."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porter.services.accounts import PhoneWrong, display_phone, parse_phone
from porter.services.accounts.phones import country_code, national

SHAPES = (
    "{n}", "0{n}", "+91{n}", "91{n}", "0091{n}", "+91 {n}", "+91-{n}", "(+91) {n}", " {a} {b} ", "{a}-{b}", "+91 {a} {b}",
    "+91.{a}.{b}", "tel:+91{n}", "\u200b+91 {a}\u00a0{b}",
)  # fmt: skip

MOBILES = st.builds(
    lambda head, tail: f"{head}{tail:08}", st.sampled_from(("98", "94", "90", "88")), st.integers(0, 10**8 - 1)
)


def _is_mobile(number: str) -> bool:
    try:
        parse_phone(f"+91{number}")
    except PhoneWrong:
        return False
    return True


@given(MOBILES.filter(_is_mobile), st.sampled_from(SHAPES), st.sampled_from(("", "+91", "91", "0091")))
def test_every_way_to_write_a_number_is_the_same_number(number: str, shape: str, country: str) -> None:
    written = shape.format(n=number, a=number[:5], b=number[5:])
    assert parse_phone(written, country) == f"+91{number}"


@given(MOBILES.filter(_is_mobile))
def test_what_we_keep_reads_back_as_itself(number: str) -> None:
    phone = parse_phone(number)
    assert (parse_phone(phone), national(phone), country_code(phone)) == (phone, number, "+91")
    assert parse_phone(display_phone(phone)) == phone


@given(st.text(max_size=60), st.text(max_size=6))
def test_any_text_is_a_mobile_number_or_refused(text: str, country: str) -> None:
    try:
        phone = parse_phone(text, country)
    except PhoneWrong:
        return
    assert phone.startswith("+91")
    assert len(phone) == 13


@pytest.mark.parametrize(
    "text",
    ["", "   ", "12345", "+911234567890", "080 2222 3333", "+1 415 555 2671", "98450", "984501234567890", "abc",
     "9845012345 ext 5", "100", "1800 123 4567", "+", "+91", "9" * 500],
)  # fmt: skip
def test_what_is_not_a_mobile_number_is_refused(text: str) -> None:
    with pytest.raises(PhoneWrong):
        parse_phone(text, "+91")
