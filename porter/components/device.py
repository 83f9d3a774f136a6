"""The driver's phone: position, network, wake lock, the queue of what could not be sent yet, the offer's sound.

Positions and trip steps go by REST from the phone's own queue (IndexedDB), once and in order; the state hears only of
changes: `on_status` gets {gps, network, queued, awake, refused, permission, playing}, `on_step_answer` gets {key, name,
ok, status, code, message}. In development (`may_play`) the position may be played instead of measured.
`streets` is where the offline city is served: it is kept on the phone of whoever is online.
Drivers share phones: what is stored names its account, and is sent only while that account is signed in.
gps is one of off, waiting, ok, inaccurate, paused, denied, unsupported; network is online or offline.
"""

from typing import Any

import reflex as rx

from porter.components.files import beside
from porter.components.ui import events

for _module in (
    "device_store.js",
    "device_account.js",
    "device_queue.js",
    "device_sensors.js",
    "device_played.js",
    "device_streets.js",
    "offer_ring.js",
):
    beside(__name__, _module)
_device = beside(__name__, "device.jsx")
_step = beside(__name__, "step_form.jsx")
_strip = beside(__name__, "device_strip.jsx")
_sound = beside(__name__, "offer_sound.jsx")


class DriverDevice(rx.NoSSRComponent):
    """Draws nothing; lives on every page of the driver app."""

    library = _device.importable_path
    tag = "DriverDevice"

    active: rx.Var[bool]
    on_trip: rx.Var[bool]
    near_stop: rx.Var[bool]
    may_play: rx.Var[bool]
    min_ms: rx.Var[int]
    near_ms: rx.Var[int]
    min_meters: rx.Var[int]
    max_accuracy_m: rx.Var[int]
    streets: rx.Var[str]
    on_status: rx.EventHandler[events.record]
    on_step_answer: rx.EventHandler[events.record]


class StepForm(rx.NoSSRComponent):
    """A form whose fields are sent as one trip step through the queue, with an idempotency key and the phone's time."""

    library = _step.importable_path
    tag = "StepForm"

    path: rx.Var[str]
    method: rx.Var[str]
    name: rx.Var[str]
    fields: rx.Var[dict[str, Any]]
    with_file: rx.Var[str]
    on_queued: rx.EventHandler[events.text]
    on_missing: rx.EventHandler[events.text]


class OfferSound(rx.NoSSRComponent):
    """Rings and vibrates while `ringing`."""

    library = _sound.importable_path
    tag = "OfferSound"

    ringing: rx.Var[bool]
    every_ms: rx.Var[int]


class DeviceStrip(rx.Component):
    """The signals of the driver's strip, drawn by the phone itself: right without a connection, too."""

    library = _strip.importable_path
    tag = "DeviceStrip"


driver_device = DriverDevice.create
device_strip = DeviceStrip.create
step_form = StepForm.create
offer_sound = OfferSound.create
