"""What only the driver app draws: the job in hand, the offer that takes the whole screen, driving from a desk."""

from porter.components.driver.offer import accept_button, offer_stage
from porter.components.driver.trip import desk_drive, forget_trip, last_known, trip_panel

__all__ = ["accept_button", "desk_drive", "forget_trip", "last_known", "offer_stage", "trip_panel"]
