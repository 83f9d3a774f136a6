"""`python -m porter.simulator`: simulate drivers and customers of the demo city until Ctrl-C."""

import argparse
import sys
from collections.abc import Callable
from ipaddress import ip_address
from urllib.parse import urlsplit

from porter.core import logging
from porter.core.config import settings
from porter.simulator import NoBlockFree, NoDemoCity, Options, Tempo, run_until_told
from porter.simulator.names import BLOCK


def main(argv: list[str] | None = None) -> int:
    """0 when told to stop, 1 with plain words when it cannot begin."""
    logging.configure()
    try:
        run_until_told(options(argv))
    except (NoDemoCity, NoBlockFree) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def options(argv: list[str] | None) -> Options:
    """What the command line says; leaves with a message when it cannot be."""
    parser = argparse.ArgumentParser(prog="porter simulate", description=__doc__)
    parser.add_argument(
        "--url", "--base-url", type=_own_machine, default=settings().origin, help="where Porter answers"
    )
    parser.add_argument("--drivers", type=_within(0, BLOCK - 1), default=40)
    parser.add_argument("--orders-per-hour", type=_within(0, 10_000), help="three for each driver when not said")
    parser.add_argument("--speed", type=_within(0.1, 100), default=Tempo().speed, help="1 is as in life")
    parser.add_argument("--seed", type=int, help="the same dice again")
    wishes = parser.parse_args(argv)
    return Options(
        url=wishes.url,
        data_dir=settings().data_dir / "simulator",
        drivers=int(wishes.drivers),
        orders_per_hour=wishes.orders_per_hour,
        seed=wishes.seed,
        tempo=Tempo(speed=wishes.speed),
    )


def _own_machine(url: str) -> str:
    host = urlsplit(url).hostname or ""
    if host != "localhost" and not _is_loopback(host):
        raise argparse.ArgumentTypeError("the simulator only works on this machine's own Porter (localhost)")
    return url.rstrip("/")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _within(least: float, most: float) -> Callable[[str], float]:
    def number(text: str) -> float:
        if not least <= float(text) <= most:
            raise argparse.ArgumentTypeError(f"must be between {least:g} and {most:g}")
        return float(text)

    return number


if __name__ == "__main__":
    sys.exit(main())
