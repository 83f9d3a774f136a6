"""How quick this machine is at the moment: a fixed piece of work, in milliseconds of processor.

On rented machines others share the processor's core: the same piece takes half as long again while they work, and so
does everything that is measured meanwhile. Printed around each bench, so that figures of two days can be compared.
"""

import time

PIECES = 8
TURNS = 2_000_000


def said() -> str:
    """The quickest and the slowest of some pieces."""
    times_ms = sorted(_piece_ms() for _ in range(PIECES))
    return f"this machine: {times_ms[0]:.0f} to {times_ms[-1]:.0f} ms for a fixed piece of Python"


def _piece_ms() -> float:
    begun, total = time.process_time(), 0
    for turn in range(TURNS):
        total += turn * turn % 7
    return (time.process_time() - begun) * 1000
