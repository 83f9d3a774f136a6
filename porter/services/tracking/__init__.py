"""Tracking: believing fixes, keeping a trail, showing where a driver is and when they arrive."""

from porter.services.drivers import Fix, last_fix
from porter.services.tracking.astray import Going, goings
from porter.services.tracking.partitions import keep_partitions
from porter.services.tracking.record import record
from porter.services.tracking.view import promise, seen_text, view
from porter.services.tracking.views import FixInput, LocationBatchInput, Recorded, TrackingView

__all__ = [
    "Fix",
    "FixInput",
    "Going",
    "LocationBatchInput",
    "Recorded",
    "TrackingView",
    "goings",
    "keep_partitions",
    "last_fix",
    "promise",
    "record",
    "seen_text",
    "view",
]
