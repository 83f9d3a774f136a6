"""`porter doctor`: what is missing on this machine, in plain words, and how to mend it."""

import sys

from porter.core.config import settings
from porter.launch.checks import findings, nothing_runs_here
from porter.launch.errors import LaunchError
from porter.launch.first_look import Finding, conclusion, show


def run(_: list[str]) -> int:
    """Show every finding; 1 when something stops Porter."""
    seen = [*findings(settings()), nothing_runs_here(settings())]
    for finding in seen:
        show(finding, sys.stdout)
    print(conclusion(seen, "`make run` will work."))
    return 1 if any(finding.stops_us for finding in seen) else 0


def demand() -> list[Finding]:
    """The warnings, shortly before a start. Raises LaunchError with everything that stops Porter."""
    seen = list(findings(settings()))
    stopping = [f"{finding.what}\n    → {finding.mend}" for finding in seen if finding.stops_us]
    if stopping:
        raise LaunchError("Porter cannot run here yet:\n  " + "\n  ".join(stopping))
    return [finding for finding in seen if finding.mend]
