"""The command line, and the tempo."""

import pytest

from porter.simulator import Tempo
from porter.simulator.__main__ import options


def test_what_the_launcher_says() -> None:
    said = options(["--url", "http://localhost:22300/", "--drivers", "40", "--drivers", "120"])
    assert said.url == "http://localhost:22300"
    assert (said.drivers, said.hourly_orders, said.most_live_orders) == (120, 360, 30)
    assert options(["--drivers", "8", "--orders-per-hour", "12.5"]).hourly_orders == 12.5
    assert options(["--speed", "1"]).tempo.wheels_kmh(35) == 35


@pytest.mark.parametrize(
    "argv",
    [
        ["--url", "http://porter.example"],
        ["--url", "http://198.51.100.7:8000"],
        ["--drivers", "-1"],
        ["--drivers", "1000"],
        ["--speed", "0"],
        ["--orders-per-hour", "many"],
    ],
)
def test_what_cannot_be_is_refused(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        options(argv)
    assert left.value.code == 2
    assert "argument" in capsys.readouterr().err


def test_a_city_without_orders_has_no_customers() -> None:
    assert options(["--orders-per-hour", "0"]).customers == 0


def test_nothing_on_the_map_is_faster_than_tracking_believes() -> None:
    assert Tempo(speed=100).wheels_kmh(35) == 150
    assert Tempo(speed=3).hands((30, 90)) == (10, 30)
