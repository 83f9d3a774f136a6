from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porter.core import clock, security
from porter.core.errors import Unauthenticated


def test_a_password_is_recognised_and_no_other() -> None:
    stored = security.hash_password("correct horse")
    assert stored.startswith("$argon2id$")
    assert security.verify_password(stored, "correct horse")
    assert not security.verify_password(stored, "correct horse ")
    assert not security.verify_password(None, "correct horse")
    assert not security.verify_password("not a hash", "correct horse")


def test_a_token_says_who_until_it_ends() -> None:
    token, ends = security.issue_token({"sub": "asha", "aud": "customer"}, lifetime=timedelta(hours=24))
    assert security.read_token(token, audience="customer")["sub"] == "asha"
    assert timedelta(hours=23, minutes=59) < ends - clock.now() <= timedelta(hours=24)
    with clock.travel(timedelta(hours=24, seconds=1)), pytest.raises(Unauthenticated, match="has ended"):
        security.read_token(token, audience="customer")


@pytest.mark.parametrize("spoil", [lambda t: t[:-2] + "xx", lambda t: "", lambda t: "a.b.c", lambda t: t.split(".")[0]])
def test_a_forged_token_is_nobody(spoil) -> None:  # type: ignore[no-untyped-def]
    token, _ = security.issue_token({"sub": "asha", "aud": "customer"}, lifetime=timedelta(hours=1))
    with pytest.raises(Unauthenticated):
        security.read_token(spoil(token), audience="customer")


def test_a_customers_token_opens_no_other_door() -> None:
    token, _ = security.issue_token({"sub": "asha", "aud": "customer"}, lifetime=timedelta(hours=1))
    with pytest.raises(Unauthenticated):
        security.read_token(token, audience="staff")


@given(st.text(min_size=1, max_size=40), st.integers(4, 8))
def test_a_derived_code_is_stable_numeric_and_long_enough(subject: str, digits: int) -> None:
    code = security.derived_code("stop-otp", subject, digits)
    assert code == security.derived_code("stop-otp", subject, digits)
    assert len(code) == digits
    assert code.isdigit()


def test_digests_of_one_purpose_say_nothing_about_another() -> None:
    assert security.keyed_digest("otp", "123456") != security.keyed_digest("ticket", "123456")
    assert security.same("a", "a")
    assert not security.same("a", "b")


@given(st.text(max_size=200))
def test_a_field_comes_back_as_it_was(text: str) -> None:
    assert security.decrypt(security.encrypt(text)) == text


def test_a_field_of_another_key_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be decrypted"):
        security.decrypt("gAAAAABmnotours")


def test_random_codes_keep_their_zeros() -> None:
    assert {len(security.random_code(6)) for _ in range(200)} == {6}
