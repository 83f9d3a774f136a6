"""Vehicle classes: what a customer chooses between."""

from porter.services.vehicles.classes import classes, of_code
from porter.services.vehicles.views import VehicleClassView

__all__ = ["VehicleClassView", "classes", "of_code"]
