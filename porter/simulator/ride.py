"""Moving along a line, pure: so many metres on, where is the vehicle and where does it point."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from porter.core.geo import Point, bearing_deg, between, distance_m


@dataclass(frozen=True, slots=True)
class Ride:
    """A line with the distance of each of its corners from the start."""

    line: tuple[Point, ...]
    metres: tuple[float, ...]

    @classmethod
    def along(cls, line: Sequence[Point]) -> "Ride":
        """The ride along a line of one or more points."""
        steps = (distance_m(a, b) for a, b in pairwise(line))
        return cls(tuple(line), tuple(accumulate(steps, initial=0.0)))

    @property
    def length_m(self) -> float:
        """From start to end."""
        return self.metres[-1]

    def at(self, driven_m: float) -> Point:
        """The place after so many metres, held to the ends."""
        if driven_m >= self.length_m:
            return self.line[-1]
        corner = self._corner(driven_m)
        step_m = self.metres[corner + 1] - self.metres[corner]
        return between(self.line[corner], self.line[corner + 1], (driven_m - self.metres[corner]) / step_m)

    def heading_deg(self, driven_m: float) -> float | None:
        """Where the vehicle points there; nothing on a line without length."""
        if self.length_m == 0:
            return None
        corner = self._corner(min(driven_m, self.length_m - 1e-6))
        return bearing_deg(self.line[corner], self.line[corner + 1])

    def _corner(self, driven_m: float) -> int:
        return max(0, bisect_right(self.metres, max(0.0, driven_m)) - 1)
