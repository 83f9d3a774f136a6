"""Trips: the physical work of an order, step by step, and what it brings."""

from porter.services.trips.arrive import Whereabouts, arrive
from porter.services.trips.begin import abort, open  # noqa: A004 - read as trips.open
from porter.services.trips.development import development_handover_code
from porter.services.trips.earnings import Period, earnings, recent_trips
from porter.services.trips.errors import (
    CashFirst,
    CodeWrong,
    JobEnded,
    NotArrived,
    NotLoading,
    NotNextStop,
    PhotoNeeded,
    PickupCannotFail,
    ReasonNeeded,
    StopLocked,
    TooFar,
    TooManyPhotos,
    WhereAreYou,
)
from porter.services.trips.finish import fail_stop, return_goods
from porter.services.trips.hand_over import hand_over
from porter.services.trips.job import current, job
from porter.services.trips.load import start_loading
from porter.services.trips.photos import ProofFile, add_photo, proof_file
from porter.services.trips.queries import is_locked
from porter.services.trips.staff import hand_over_without_code, unlock_stop
from porter.services.trips.views import EarningDay, EarningLine, EarningRow, EarningsView, JobView, ProofView, Step

__all__ = [
    "CashFirst",
    "CodeWrong",
    "EarningDay",
    "EarningLine",
    "EarningRow",
    "EarningsView",
    "JobEnded",
    "JobView",
    "NotArrived",
    "NotLoading",
    "NotNextStop",
    "Period",
    "PhotoNeeded",
    "PickupCannotFail",
    "ProofFile",
    "ProofView",
    "ReasonNeeded",
    "Step",
    "StopLocked",
    "TooFar",
    "TooManyPhotos",
    "WhereAreYou",
    "Whereabouts",
    "abort",
    "add_photo",
    "arrive",
    "current",
    "development_handover_code",
    "earnings",
    "fail_stop",
    "hand_over",
    "hand_over_without_code",
    "is_locked",
    "job",
    "open",
    "proof_file",
    "recent_trips",
    "return_goods",
    "start_loading",
    "unlock_stop",
]
