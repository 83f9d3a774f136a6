"""Shortest ways over lists of steps: one to one guided by landmarks, and one to many. Flat inner loops, for speed."""

import heapq
import math
from collections.abc import Sequence

Steps = list[list[tuple[int, float, int]]]


def walk(
    steps: Steps, pace: list[float], landmarks: Sequence[Sequence[float]], share: float, start: int, end: int
) -> tuple[list[int], float, float] | None:
    """The quickest way as (junctions, seconds, metres), or None. Streets must run both ways.

    `landmarks`: the times from some junctions to all others, by the same pace or one that nowhere takes longer than
    1/`share` of it; the search stays exact, a smaller share makes it look at more.
    """
    best = sorted(landmarks, key=lambda far: abs(far[start] - far[end]), reverse=True)[:3]
    one, two, three = best
    one_end, two_end, three_end = one[end], two[end], three[end]
    seconds, came_from, done = {start: 0.0}, {start: start}, set()
    queue = [(0.0, start)]
    while queue:
        _, node = heapq.heappop(queue)
        if node == end:
            return _path(steps, came_from, end, seconds[end])
        if node in done:
            continue
        done.add(node)
        so_far = seconds[node]
        for other, metres, road_class in steps[node]:
            reached = so_far + metres * pace[road_class]
            if reached < seconds.get(other, math.inf):
                seconds[other] = reached
                came_from[other] = node
                left = max(abs(one[other] - one_end), abs(two[other] - two_end), abs(three[other] - three_end))
                heapq.heappush(queue, (reached + share * left, other))
    return None


def settle_all(steps: Steps, pace: list[float], start: int, wanted: set[int] | None) -> dict[int, tuple[float, float]]:
    """Seconds and metres from start to every wanted junction (to all when None)."""
    left = None if wanted is None else set(wanted)
    far: list[float] = [math.inf] * len(steps)
    far[start] = 0.0
    found: dict[int, tuple[float, float]] = {}
    queue = [(0.0, 0.0, start)]
    while queue:
        seconds, metres, node = heapq.heappop(queue)
        if seconds > far[node] or node in found:
            continue
        found[node] = (seconds, metres)
        if left is not None:
            left.discard(node)
            if not left:
                break
        for other, length_m, road_class in steps[node]:
            reached = seconds + length_m * pace[road_class]
            if reached < far[other]:
                far[other] = reached
                heapq.heappush(queue, (reached, metres + length_m, other))
    return found


def _path(steps: Steps, came_from: dict[int, int], end: int, seconds: float) -> tuple[list[int], float, float]:
    path, metres = [end], 0.0
    while came_from[path[-1]] != path[-1]:
        before = came_from[path[-1]]
        metres += min(length for other, length, _ in steps[before] if other == path[-1])
        path.append(before)
    return path[::-1], seconds, metres
