"""The job in hand: the next stop and the one thing to do there, also without a connection."""

from typing import Any

import reflex as rx

from porter.components.files import beside
from porter.components.ui import events

for _module in (
    "trip_plan.js",
    "trip_queue.jsx",
    "trip_steps.jsx",
    "photo_box.jsx",
    "photo_smaller.js",
    "cash_first.jsx",
    "reason_sheet.jsx",
):
    beside(__name__, _module)
_trip = beside(__name__, "trip.jsx")
_known = beside(__name__, "last_known.jsx")
_desk = beside(__name__, "desk_drive.jsx")


class TripPanel(rx.NoSSRComponent):
    """Takes a JobView; steps go through the phone's queue, giving the job back goes to `on_give_back` with a reason."""

    library = _trip.importable_path
    tag = "TripPanel"

    job: rx.Var[dict[str, Any]]
    eta_text: rx.Var[str]
    left_text: rx.Var[str]
    seen_text: rx.Var[str]
    on_give_back: rx.EventHandler[events.text]
    on_done: rx.EventHandler[events.nothing]


class ForgetTrip(rx.NoSSRComponent):
    """Draws nothing; the phone forgets the job that it kept for times without a connection."""

    library = _trip.importable_path
    tag = "ForgetTrip"


class LastKnown(rx.Component):
    """Stands where the server has not answered yet: its children, and without a connection the kept job."""

    library = _known.importable_path
    tag = "LastKnown"


class DeskDrive(rx.NoSSRComponent):
    """Development only: plays the phone's position, from near `start` along `route` to `stop`."""

    library = _desk.importable_path
    tag = "DeskDrive"

    start: rx.Var[dict[str, float]]
    order_id: rx.Var[str]
    route: rx.Var[str]
    stop: rx.Var[dict[str, Any] | None]


trip_panel = TripPanel.create
forget_trip = ForgetTrip.create
last_known = LastKnown.create
desk_drive = DeskDrive.create
