"""What a simulation is told, and the tempo of everybody in it."""

from dataclasses import dataclass
from pathlib import Path

Span = tuple[float, float]
"""Shortest and longest seconds."""

FASTEST_KMH = 150.0
"""The tracking of Porter does not believe 200 km/h; the simulated city stays well below."""


@dataclass(frozen=True, slots=True)
class Tempo:
    """How long things take. `speed` makes wheels and hands faster, never screens or clocks.

    The opening: orders begin when drivers have had time to come online, and the first ones follow each other closely.
    """

    speed: float = 3.0
    fastest_kmh: float = FASTEST_KMH
    parks_share: float = 0.5
    fix_every_s: float = 2.5
    report_on_job_s: float = 2.5
    report_roaming_s: float = 5.0
    report_parked_s: float = 20.0
    parked_s: Span = (20, 120)
    first_look_s: Span = (1.0, 2.2)
    second_look_s: Span = (1.0, 4.0)
    loading_s: Span = (30, 90)
    at_the_door_s: Span = (15, 45)
    person_reads_code_s: float = 12.0
    charging_s: Span = (600, 1200)
    look_at_order_s: Span = (7, 11)
    ask_for_offers_s: float = 4.0
    ask_while_live_s: float = 60.0
    rest_s: float = 15.0
    drivers_first_s: float = 5.0
    opening_gap_s: float = 2.0

    def wheels_kmh(self, class_kmh: float) -> float:
        """The speed at which such a vehicle moves on our map."""
        return min(self.fastest_kmh, class_kmh * self.speed)

    def hands(self, span: Span) -> Span:
        """How long work takes that people do with their hands."""
        return span[0] / self.speed, span[1] / self.speed


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says."""

    url: str
    data_dir: Path
    drivers: int = 40
    orders_per_hour: float | None = None
    seed: int | None = None
    tempo: Tempo = Tempo()

    @property
    def hourly_orders(self) -> float:
        """Three an hour for each driver, when nothing else is said."""
        return 3.0 * self.drivers if self.orders_per_hour is None else self.orders_per_hour

    @property
    def most_live_orders(self) -> int:
        """Never so many that a newcomer finds no free driver."""
        return max(1, self.drivers // 4)

    @property
    def customers(self) -> int:
        """One live order each, and some who are at rest."""
        return self.most_live_orders * 2 if self.hourly_orders else 0
