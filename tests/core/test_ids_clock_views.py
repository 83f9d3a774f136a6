from datetime import UTC, datetime, timedelta
from decimal import Decimal

import orjson
import pytest
from pydantic import ValidationError

from porter.core import clock, ids
from porter.core.views import Amount, Input, View, to_json


class Line(View):
    label: str
    amount: Amount


class Bill(View):
    lines: tuple[Line, ...]
    total: Amount
    at: datetime


def test_ids_are_ordered_by_time() -> None:
    made = [ids.new_id() for _ in range(50)]
    assert made == sorted(made)
    assert {one.version for one in made} == {7}


def test_order_numbers_are_short_readable_and_do_not_repeat() -> None:
    numbers = {ids.order_number() for _ in range(500)}
    assert len(numbers) == 500
    assert all(number.startswith("PRT-") and not set(number[4:]) & set("01IO") for number in numbers)


def test_tokens_are_long_and_their_digest_is_stable() -> None:
    token = ids.secret_token()
    assert len(token) >= 43
    assert ids.digest(token) == ids.digest(token)


def test_travelling_ends_with_the_block() -> None:
    future = datetime(2030, 1, 1, tzinfo=UTC)
    with clock.travel(future):
        assert abs(clock.now() - future) < timedelta(seconds=1)
        with clock.travel(timedelta(hours=1)):
            assert clock.now() - future >= timedelta(hours=1)
    assert clock.now() < future


def test_money_is_written_as_an_exact_number() -> None:
    bill = Bill(lines=(Line(label="Base", amount=5_400),), total=9_440, at=datetime(2026, 1, 1, tzinfo=UTC))
    body = to_json({"success": True, "bill": bill})
    assert b'"total":94.40' in body
    assert b'"amount":54.00' in body
    assert bill.plain()["total"] == 9_440


def test_what_json_cannot_say_is_an_error() -> None:
    assert to_json({"x": Decimal("1.50")}) == b'{"x":1.50}'
    with pytest.raises(orjson.JSONEncodeError):
        to_json({"x": object()})


def test_a_view_is_frozen_and_an_input_knows_its_fields() -> None:
    line = Line(label="Base", amount=1)
    with pytest.raises(ValidationError):
        line.label = "other"  # type: ignore[misc]

    class Name(Input):
        name: str

    assert Name(name="  Asha ").name == "Asha"
    with pytest.raises(ValidationError):
        Name(name="Asha", role="admin")  # type: ignore[call-arg]
