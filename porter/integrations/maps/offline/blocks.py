"""Cuts the land between main roads into blocks, as a growing city does: each cut is a street."""

import itertools
import math
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import shapely
from shapely.affinity import rotate
from shapely.geometry import LineString, MultiLineString, Polygon
from shapely.ops import split

MAIN_FROM_AREA_M2 = 300_000
SMALLEST_SIDE_M = 38
CENTRE_BLOCK_M2 = 30_000
EDGE_BLOCK_M2 = 260_000
FAR_M = 90_000


@dataclass(frozen=True, slots=True)
class Cut:
    """A street that divides a block: a straight line in metres and its class."""

    line: LineString
    road_class: str


def cut_block(block: Polygon, settled: "Settlement") -> Iterator[Cut]:
    """All streets of one block, wide ones first."""
    waiting = [block]
    while waiting:
        piece = waiting.pop()
        target_m2 = settled.block_area_m2(piece.centroid.x, piece.centroid.y)
        if piece.area < target_m2 * 1.5:
            continue
        parts, lines = _halve(piece)
        road_class = "main" if piece.area > max(MAIN_FROM_AREA_M2, target_m2 * 6) else "local"
        yield from (Cut(line, road_class) for line in lines)
        waiting.extend(parts)


class Settlement:
    """How densely each part of the city is built, from its localities."""

    def __init__(self, centres: list[tuple[float, float]]) -> None:
        self._centres = centres

    def block_area_m2(self, x: float, y: float) -> float:
        """Small blocks near a locality and near the centre, large ones at the edge of the city."""
        nearest_m = min(math.hypot(x - cx, y - cy) for cx, cy in self._centres)
        outwards = min(1.0, math.hypot(x, y) / 19_000)
        sparse = min(1.0, max(0.0, nearest_m - 500) / 1_800)
        share = min(1.0, 0.42 * outwards**2 + 0.7 * sparse)
        return CENTRE_BLOCK_M2 + (EDGE_BLOCK_M2 - CENTRE_BLOCK_M2) * share


def _halve(piece: Polygon) -> tuple[list[Polygon], list[LineString]]:
    cutter = _cutter(piece)
    parts = [part for part in split(piece, cutter).geoms if isinstance(part, Polygon)]
    if len(parts) < 2 or min(_narrowness(part) for part in parts) < SMALLEST_SIDE_M:
        return [], []
    inside = piece.intersection(cutter)
    lines = list(inside.geoms) if isinstance(inside, MultiLineString) else [inside]
    return parts, [line for line in lines if isinstance(line, LineString) and line.length > 1]


def _cutter(piece: Polygon) -> LineString:
    """A line across the long side of the block, near its middle and a little askew."""
    box = piece.minimum_rotated_rectangle
    corners = shapely.get_coordinates(box)
    sides = sorted(itertools.pairwise(corners), key=lambda side: math.dist(*side))
    dx, dy = sides[-1][1] - sides[-1][0]
    share = (_chance(piece, "share") - 0.5) * 0.16
    x, y = box.centroid.x + dx * share, box.centroid.y + dy * share
    far_x, far_y = -dy / math.hypot(dx, dy) * FAR_M, dx / math.hypot(dx, dy) * FAR_M
    across = LineString([(x + far_x, y + far_y), (x - far_x, y - far_y)])
    return rotate(across, (_chance(piece, "turn") - 0.5) * 7, origin=(x, y))


def _narrowness(part: Polygon) -> float:
    return part.area / (part.length / 2) * 2 if part.length else 0.0


def _chance(piece: Polygon, salt: str) -> float:
    """A number in [0, 1) that depends only on where the block lies."""
    seed = f"{salt}:{piece.centroid.x:.0f}:{piece.centroid.y:.0f}"
    return zlib.crc32(seed.encode()) / 2**32
