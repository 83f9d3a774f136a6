"""What only the driver app draws: the job in hand, the offer that takes the whole screen, driving from a desk, the way out."""

from porter.components.driver.offer import accept_button, offer_stage
from porter.components.driver.sign_out import sign_out_button
from porter.components.driver.trip import desk_drive, forget_trip, last_known, trip_panel

__all__ = ["accept_button", "desk_drive", "forget_trip", "last_known", "offer_stage", "sign_out_button", "trip_panel"]
