"""Phone numbers in every shape that people write them, to one shape: E.164. Mobile numbers only."""

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from porter.services.accounts.errors import PhoneWrong

REGION = "IN"
"""Where we can send to; numbers from elsewhere are refused, which also keeps premium-rate fraud away."""

MAX_WRITTEN = 40
"""Longer texts are not a phone number in any writing."""

_MOBILE = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


def parse_phone(text: str, country_code: str = "") -> str:
    """The number in E.164, e.g. +919484707535. Raises PhoneWrong for anything that is not a mobile number."""
    if not text or len(text) > MAX_WRITTEN:
        raise PhoneWrong()
    for written in _writings(text.strip(), country_code.strip()):
        if found := _mobile(written):
            return found
    raise PhoneWrong()


def national(phone: str) -> str:
    """The digits without the country code."""
    return str(phonenumbers.national_significant_number(phonenumbers.parse(phone)))


def country_code(phone: str) -> str:
    """The country code with its plus sign."""
    return f"+{phonenumbers.parse(phone).country_code}"


def display(phone: str) -> str:
    """The number as people read it, e.g. +91 94847 07535."""
    return str(phonenumbers.format_number(phonenumbers.parse(phone), PhoneNumberFormat.INTERNATIONAL))


def _writings(text: str, country: str) -> list[str]:
    digits = country.lstrip("+").lstrip("0")
    if not digits.isascii() or not digits.isdigit() or text.startswith(("+", "00")):
        return [_plus(text)]
    # "91 98450 12345" together with the code +91 is one number written twice over; the plain reading comes first.
    return [f"+{digits} {text.lstrip('0')}", _plus(text), f"+{text}"]


def _plus(text: str) -> str:
    return f"+{text[2:]}" if text.startswith("00") else text


def _mobile(written: str) -> str | None:
    try:
        number = phonenumbers.parse(written, REGION)
    except NumberParseException:
        return None
    if number.extension or not phonenumbers.is_valid_number_for_region(number, REGION):
        return None
    if phonenumbers.number_type(number) not in _MOBILE:
        return None
    return str(phonenumbers.format_number(number, PhoneNumberFormat.E164))
