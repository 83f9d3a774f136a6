"""Free TCP ports below the ephemeral range, so that no outgoing connection can take one away from a server."""

import random
import socket
from collections.abc import Iterable
from itertools import chain

LOWEST, HIGHEST = 20_000, 32_700


class NoFreePort(RuntimeError):
    """Every port that was tried is taken."""


def free_port(preferred: int | None = None, *, host: str = "127.0.0.1") -> int:
    """A port that nothing listens on: the preferred one if free, else any of ours. Raises NoFreePort."""
    wished = () if preferred is None else (preferred,)
    return _first_free(chain(wished, random.sample(range(LOWEST, HIGHEST), 200)), host)


def next_free_port(wished: int, *, host: str = "127.0.0.1", tries: int = 100) -> int:
    """The wished port or the nearest free one above it. Raises NoFreePort."""
    return _first_free(range(wished, wished + tries), host)


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether a server could listen on this port now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # TIME_WAIT of our last run is not a neighbour
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError:
            return False
    return True


def _first_free(candidates: Iterable[int], host: str) -> int:
    for port in candidates:
        if is_free(port, host):
            return port
    raise NoFreePort(f"no free port on {host}")
