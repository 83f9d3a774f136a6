"""Tracking: believing fixes, keeping a trail, showing where a driver is and when they arrive."""

from porter.services.drivers import Fix, last_fix
from porter.services.tracking.astray import Movement, movements
from porter.services.tracking.partitions import keep_partitions
from porter.services.tracking.promise import hold_in_silence
from porter.services.tracking.record import record
from porter.services.tracking.view import promise, seen_text, view
from porter.services.tracking.views import FixInput, LocationBatchInput, Recorded, TrackingView
from porter.services.tracking.watch import Astray, Look, look_round

__all__ = [
    "Astray",
    "Fix",
    "FixInput",
    "LocationBatchInput",
    "Look",
    "Movement",
    "Recorded",
    "TrackingView",
    "hold_in_silence",
    "keep_partitions",
    "last_fix",
    "look_round",
    "movements",
    "promise",
    "record",
    "seen_text",
    "view",
]
