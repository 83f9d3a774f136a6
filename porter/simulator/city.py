"""What everybody in the simulation shares: streets, tempo, dice, and who ordered what."""

import random
from dataclasses import dataclass, field
from typing import Protocol

from porter.simulator.desk import Desk
from porter.simulator.options import Tempo
from porter.simulator.person import Person
from porter.simulator.streets import Streets


class HasOrdered(Protocol):
    """A simulated customer with an order."""

    async def code_for(self, order_id: str, stop_id: str) -> str:
        """What they tell the driver at the stop; "" while their screen shows none."""


@dataclass
class City:
    """One per simulation."""

    streets: Streets
    tempo: Tempo
    chance: random.Random
    operator: Person
    desk: Desk
    ordered: dict[str, HasOrdered] = field(default_factory=dict)
    class_kmh: dict[str, float] = field(default_factory=dict)

    def some(self, span: tuple[float, float]) -> float:
        """A time between the shortest and the longest."""
        return self.chance.uniform(*span)
