"""`porter doctor`: what is missing on this machine, in plain words, and how to mend it."""

import sys
from typing import TextIO

from porter.core.config import settings
from porter.launch.checks import Finding, findings
from porter.launch.errors import LaunchError


def run(_: list[str]) -> int:
    """Show every finding; 1 when something stops Porter."""
    seen = list(findings(settings()))
    for finding in seen:
        show(finding, sys.stdout)
    stopping = [finding for finding in seen if finding.stops_us]
    print(
        f"\n{len(stopping)} thing(s) to mend before Porter can run."
        if stopping
        else "\nAll well: `make run` will work."
    )
    return 1 if stopping else 0


def demand() -> list[Finding]:
    """The warnings, shortly before a start. Raises LaunchError with everything that stops Porter."""
    seen = list(findings(settings()))
    stopping = [f"{finding.what}\n    → {finding.mend}" for finding in seen if finding.stops_us]
    if stopping:
        raise LaunchError("Porter cannot run here yet:\n  " + "\n  ".join(stopping))
    return [finding for finding in seen if finding.mend]


def show(finding: Finding, out: TextIO) -> None:
    """One line, and one more when there is something to do."""
    sign = "✗" if finding.stops_us else "!" if finding.mend else "✓"
    out.write(f"  {sign} {finding.what}\n")
    if finding.mend:
        out.write(f"    → {finding.mend}\n")
