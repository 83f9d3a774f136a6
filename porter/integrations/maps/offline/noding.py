"""Joins lines into a network: finds where the ends of lines touch other lines, and numbers the junctions."""

import itertools
import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from shapely import STRtree
from shapely.geometry import LineString, Point

TOUCH_M = 0.8
LONGEST_EDGE_M = 260


@dataclass(frozen=True, slots=True)
class Street:
    """A line in metres with its class and name."""

    line: LineString
    road_class: str
    name: str


@dataclass(slots=True)
class Graph:
    """Junctions in metres and the streets between them: (from, to, index of the street)."""

    nodes: list[tuple[float, float]] = field(default_factory=list)
    edges: list[tuple[int, int, int]] = field(default_factory=list)


def join(streets: list[Street]) -> Graph:
    """The connected network of the streets; pieces that hang together with nothing are left out."""
    graph = Graph()
    numbers: dict[tuple[int, int], int] = {}
    for index, stops in _stops_along(streets).items():
        ids = [_node(graph, numbers, x, y) for x, y in _spaced(streets[index].line, stops)]
        graph.edges.extend((a, b, index) for a, b in itertools.pairwise(ids) if a != b)
    return _largest_part(graph)


def _stops_along(streets: list[Street]) -> dict[int, list[float]]:
    tree = STRtree([street.line for street in streets])
    stops: dict[int, list[float]] = defaultdict(list)
    for index, street in enumerate(streets):
        line = street.line
        stops[index] += [line.project(Point(xy)) for xy in line.coords[1:-1]] + [0.0, line.length]
        for end in (Point(line.coords[0]), Point(line.coords[-1])):
            for other in tree.query(end, predicate="dwithin", distance=TOUCH_M):
                if other != index:
                    stops[int(other)].append(streets[other].line.project(end))
    return stops


def _spaced(line: LineString, stops: Iterable[float]) -> list[tuple[float, float]]:
    marks = sorted(stops)
    places = [marks[0]]
    for mark in marks[1:]:
        if mark - places[-1] < TOUCH_M:
            continue
        parts = math.ceil((mark - places[-1]) / LONGEST_EDGE_M)
        start = places[-1]
        places += [start + (mark - start) * step / parts for step in range(1, parts + 1)]
    return [(p.x, p.y) for p in (line.interpolate(place) for place in places)]


def _node(graph: Graph, numbers: dict[tuple[int, int], int], x: float, y: float) -> int:
    cx, cy = round(x / 2), round(y / 2)
    for key in ((cx + i, cy + j) for i in (0, -1, 1) for j in (0, -1, 1)):
        known = numbers.get(key)
        if known is not None and math.dist(graph.nodes[known], (x, y)) < 2:
            return known
    numbers[(cx, cy)] = len(graph.nodes)
    graph.nodes.append((x, y))
    return len(graph.nodes) - 1


def _largest_part(graph: Graph) -> Graph:
    near: dict[int, list[int]] = defaultdict(list)
    for a, b, _ in graph.edges:
        near[a].append(b)
        near[b].append(a)
    kept = max(_parts(near), key=len)
    order = sorted(kept, key=lambda node: (graph.nodes[node][1] // 400, graph.nodes[node][0]))
    renumber = {old: new for new, old in enumerate(order)}
    edges = {(min(renumber[a], renumber[b]), max(renumber[a], renumber[b]), s) for a, b, s in graph.edges if a in kept}
    return Graph([graph.nodes[old] for old in order], sorted(edges))


def _parts(near: dict[int, list[int]]) -> list[set[int]]:
    left, parts = set(near), []
    while left:
        reached, waiting = set(), [next(iter(left))]
        while waiting:
            node = waiting.pop()
            if node not in reached:
                reached.add(node)
                waiting.extend(near[node])
        left -= reached
        parts.append(reached)
    return parts
