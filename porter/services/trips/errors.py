"""What can stand in the way of a step on the road, in the driver's words."""

from porter.core.errors import Conflict, Refused


class JobEnded(Conflict):
    """The driver held this order and does not any more."""

    code = "job_ended"
    default_message = "This job is no longer yours. Your next job will come to you."


class NotNextStop(Conflict):
    """Stops are done in their order."""

    code = "not_next_stop"
    default_message = "Please finish the stop before this one first."


class NotArrived(Conflict):
    """The step needs the driver at the stop."""

    code = "not_arrived"
    default_message = "Please mark that you have arrived first."


class NotLoading(Conflict):
    """The pickup is handed over while loading."""

    code = "not_loading"
    default_message = "Please start loading first."


class TooFar(Refused):
    """Outside the geofence; `distance_m` and `allowed_m` in `extra`. A reason lets the step through."""

    code = "too_far"
    default_message = "You are too far from the stop. Go closer, or say why you cannot."


class WhereAreYou(Refused):
    """No position came with the step and none is known; a reason lets the step through."""

    code = "position_unknown"
    default_message = "We do not know where you are. Please allow location, or say why you cannot."


class CodeWrong(Refused):
    """Not the code of this stop; `tries_left` in `extra`."""

    code = "handover_code_wrong"
    keeps_changes = True
    default_message = "This code is wrong. Please ask the person at the stop for the four digits."


class StopLocked(Conflict):
    """Five wrong codes: operations decides."""

    code = "stop_locked"
    keeps_changes = True
    default_message = "Five wrong codes: this stop is locked. Operations has been told and will call you."


class CashFirst(Conflict):
    """The order would end at a drop that failed, and nobody has said that the cash for the others was taken.

    `cash_to_collect_minor` in `extra`; the step is sent again with it as `collected`.
    """

    code = "cash_first"


class PhotoNeeded(Refused):
    """The city asks for a photo before this handover."""

    code = "photo_needed"
    default_message = "Please take a photo of the goods first."


class TooManyPhotos(Refused):
    """A stop has so many photos already."""

    code = "too_many_photos"
    default_message = "There are enough photos of this stop already."


class PickupCannotFail(Refused):
    """Only drops fail; before the pickup an order is given back."""

    code = "pickup_cannot_fail"
    default_message = "A pickup cannot fail. If you cannot take the goods, please give the job back."


class ReasonNeeded(Refused):
    """A reason has to be given."""

    code = "reason_needed"
    default_message = "Please say why."
