"""Vehicle classes: what a customer chooses between."""

from porter.services.vehicles.classes import classes, of_code
from porter.services.vehicles.durations import class_duration_s
from porter.services.vehicles.views import VehicleClassView

__all__ = ["VehicleClassView", "class_duration_s", "classes", "of_code"]
