"""What the generated city is made from: the tables of places, roads, grounds and metro lines beside this file."""

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from porter.core.geo import Point

FOLDER = Path(__file__).parent
GENERATOR_FILES = ("roads.csv", "grounds.csv", "places.csv", "blocks.py", "generate.py", "noding.py", "sources.py")


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One line of the gazetteer."""

    slug: str
    name: str
    kind: str
    area: str
    pin: str
    point: Point
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoadRow:
    """A main road: its name, its class and the points it runs through."""

    name: str
    road_class: str
    line: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class GroundRow:
    """Ground that carries no streets: water, park, campus, airfield."""

    name: str
    kind: str
    outline: tuple[Point, ...]


@lru_cache(maxsize=1)
def places() -> tuple[PlaceRow, ...]:
    """Every place of the gazetteer, in file order."""
    return tuple(_place(row) for row in _rows("places.csv"))


@lru_cache(maxsize=1)
def localities() -> tuple[PlaceRow, ...]:
    """The places that are neighbourhoods."""
    return tuple(place for place in places() if place.kind == "locality")


def roads() -> tuple[RoadRow, ...]:
    """Every main road, in file order."""
    return tuple(RoadRow(row["name"], row["road_class"], _points(row["points"])) for row in _rows("roads.csv"))


def grounds() -> tuple[GroundRow, ...]:
    """Every ground without streets."""
    return tuple(GroundRow(row["name"], row["kind"], _points(row["points"])) for row in _rows("grounds.csv"))


def metro_lines() -> tuple[tuple[str, str, tuple[Point, ...]], ...]:
    """Name, colour and stations of each metro line."""
    at = {place.name: place.point for place in places()}
    return tuple((row["name"], row["color"], tuple(_stations(row["stations"], at))) for row in _rows("metro.csv"))


def digest() -> str:
    """A fingerprint of everything the generated network depends on, to tell when it is out of date."""
    total = hashlib.sha256()
    for name in GENERATOR_FILES:
        total.update((FOLDER / name).read_bytes())
    return total.hexdigest()[:16]


def slug(name: str) -> str:
    """A stable identifier made of the letters and digits of a name."""
    words = "".join(c.lower() if c.isascii() and c.isalnum() else " " for c in name.replace("'", "").replace(".", ""))
    return "-".join(words.split())


def _place(row: dict[str, str]) -> PlaceRow:
    return PlaceRow(
        slug=slug(row["name"]),
        name=row["name"],
        kind=row["kind"],
        area=row["area"],
        pin=row["pin"],
        point=Point(float(row["lat"]), float(row["lng"])),
        aliases=tuple(part for part in row["aliases"].split("|") if part),
    )


def _stations(names: str, at: dict[str, Point]) -> Iterator[Point]:
    for name in names.split("|"):
        yield at.get(f"{name} Metro Station") or at[f"{name} Metro"]


def _points(text: str) -> tuple[Point, ...]:
    pairs = (pair.split() for pair in text.split(";"))
    return tuple(Point(float(lat), float(lng)) for lat, lng in pairs)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
