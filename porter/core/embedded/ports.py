"""Free TCP ports below the ephemeral range, so that no outgoing connection can take one away from a server."""

import errno
import random
import socket
from collections.abc import Iterable
from itertools import chain

LOWEST, HIGHEST = 20_000, 32_700

_LOOPBACKS = ("127.0.0.1", "::1")
_LOCALHOST = frozenset({*_LOOPBACKS, "localhost", "0.0.0.0", "::"})  # noqa: S104 - compared, not bound
"""Where a server listens that people open as `localhost`."""
_NO_SUCH_ADDRESS = frozenset({errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT})


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
    """Whether a server could listen on this port now, and whoever opens it under the name `localhost` would reach it."""
    # A browser asks ::1 first: a stranger there would answer in our place.
    others = _LOOPBACKS if host in _LOCALHOST else ()
    return _may_listen(port, host) is True and all(_may_listen(port, other) is not False for other in others)


def _may_listen(port: int, host: str) -> bool | None:
    """Whether nothing listens there; None when this machine has no such address."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # TIME_WAIT of our last run is not a neighbour
            probe.bind(address)
            probe.listen(1)
    except OSError as error:
        return None if error.errno in _NO_SUCH_ADDRESS or isinstance(error, socket.gaierror) else False
    return True


def _first_free(candidates: Iterable[int], host: str) -> int:
    for port in candidates:
        if is_free(port, host):
            return port
    raise NoFreePort(f"no free port on {host}")
