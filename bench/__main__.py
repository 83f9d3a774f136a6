"""`make bench`: a Porter of its own, and every claim that can be measured on one machine, one after the other."""

import subprocess
import sys
import time
from pathlib import Path

from bench import pace
from tests.browser.stack import Stack

WHOLE = ("first_load", "lighthouse", "offer_reaches_driver", "position_reaches_marker", "webhook_answer", "book_orders")
"""They need a running Porter at rest."""
ALONE = ("ledger_posting",)

SECOND_START_S, IDLE_MB = 15, 1000


def main() -> int:
    """Run all; answers how many claims do not hold."""
    stack = Stack()
    try:
        stack.start()
        stack.keep_city()
        broken = [_idle(stack), *(_against(stack, name) for name in WHOLE), _second_start(stack)]
    finally:
        stack.stop()
    broken += [_run(name) for name in ALONE]
    print(f"\n{sum(broken)} broken")
    return min(sum(broken), 1)


def _against(stack: Stack, name: str) -> bool:
    stack.fresh_city()
    return _run(name, "--url", stack.origin)


def _run(name: str, *arguments: str) -> bool:
    print(f"\n{name}\n{pace.said()}", flush=True)
    broken = subprocess.run([sys.executable, "-m", f"bench.{name}", *arguments], check=False).returncode != 0
    print(pace.said(), flush=True)
    return broken


def _idle(stack: Stack) -> bool:
    """Memory of everything at rest, shared pages counted once."""
    assert stack.process
    total_mb = sum(_pss_kb(pid) for pid in _family(stack.process.pid)) / 1024
    print(f"idle stack: {total_mb:.0f} MB, at most {IDLE_MB}")
    return total_mb > IDLE_MB


def _second_start(stack: Stack) -> bool:
    """From the command to the first page, with everything already there."""
    stack.halt()
    begun = time.perf_counter()
    stack.start(build=False)
    took_s = time.perf_counter() - begun
    print(f"\nsecond start: {took_s:.0f} s, at most {SECOND_START_S}")
    return took_s > SECOND_START_S


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(each for child in children for each in _family(int(child)))]


def _pss_kb(pid: int) -> int:
    try:
        rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(row.split()[1]) for row in rows if row.startswith("Pss:")), 0)


if __name__ == "__main__":
    sys.exit(main())
