"""Tracking: believing fixes, keeping a trail, showing where a driver is and when they arrive."""

from porter.services.drivers import Fix, last_fix
from porter.services.tracking.astray import Movement, movements
from porter.services.tracking.partitions import keep_partitions
from porter.services.tracking.record import record
from porter.services.tracking.view import promise, seen_text, view
from porter.services.tracking.views import FixInput, LocationBatchInput, Recorded, TrackingView

__all__ = [
    "Fix",
    "FixInput",
    "LocationBatchInput",
    "Movement",
    "Recorded",
    "TrackingView",
    "keep_partitions",
    "last_fix",
    "movements",
    "promise",
    "record",
    "seen_text",
    "view",
]
