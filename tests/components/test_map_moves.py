"""How things move on the map: the browser's own code in Node, with a clock that the test turns."""

from pathlib import Path
from typing import Any

import pytest

from tests.components.test_map import in_node

CLOCK = """
let now = 0, frames = new Map(), timers = new Map(), ids = 0;
globalThis.performance = { now: () => now };
globalThis.document = { hidden: HIDDEN };
globalThis.window = { matchMedia: (asked) => ({ matches: REDUCED && asked === "(prefers-reduced-motion: reduce)" }) };
globalThis.requestAnimationFrame = (step) => { frames.set(++ids, step); return ids; };
globalThis.cancelAnimationFrame = (id) => frames.delete(id);
globalThis.setInterval = (step, every) => { timers.set(++ids, { step, every, due: now + every }); return ids; };
globalThis.clearInterval = (id) => timers.delete(id);
const run = (ms) => {
  for (const end = now + ms; now < end;) {
    now += 10;
    const due = [...frames.values()];
    frames.clear();
    for (const step of due) step(now);
    for (const timer of [...timers.values()]) if (timer.due <= now) { timer.due += timer.every; timer.step(); }
  }
};
const idle = () => frames.size + timers.size === 0;
"""
MARKER = """
const marker = { pmAt: [77.6, 12.9], setLngLat(at) { this.shown = at; return this; } };
const at = () => marker.shown.map((value) => Math.round(value * 1e6) / 1e6);
"""
FLEET = """
const fleet = new layers.Fleet();
let drawn = null;
const map = { style: {}, getSource: (id) => (id === "p-fleet" ? { setData: (data) => { drawn = data; } } : null) };
const car = (lng, id = "ravi", more = {}) => ({ id, lng, lat: 12.9, kind: "mini_truck", ...more });
const at = () => drawn.features.map((one) => Math.round(one.geometry.coordinates[0] * 1e6) / 1e6);
"""


def played(tmp_path: Path, script: str, *, reduced: bool = False, hidden: bool = False) -> Any:
    """What the script answers in a browser whose time is `run(ms)`."""
    clock = CLOCK.replace("REDUCED", str(reduced).lower()).replace("HIDDEN", str(hidden).lower())
    return in_node(tmp_path, clock + script)


def test_a_marker_glides_to_the_next_fix(tmp_path: Path) -> None:
    """Half the time, half the way; then it stands, and nothing runs any more."""
    script = (
        MARKER
        + """
      markers.glide(marker, [77.604, 12.908], 1000);
      run(500); const half = at();
      run(500); return { half, end: at(), idle: idle() };"""
    )
    assert played(tmp_path, script) == {"half": [77.602, 12.904], "end": [77.604, 12.908], "idle": True}


def test_a_fix_that_comes_during_a_glide_starts_where_the_marker_is(tmp_path: Path) -> None:
    """No leap to the old goal, none back to the old start, and only one glide at a time."""
    script = (
        MARKER
        + """
      markers.glide(marker, [77.61, 12.9], 1000);
      run(500);
      markers.glide(marker, [77.605, 12.91], 1000);
      run(10); const next = at();
      run(490); const half = at();
      run(500); return { next, half, end: at(), idle: idle() };"""
    )
    assert played(tmp_path, script) == {
        "next": [77.605, 12.9001],
        "half": [77.605, 12.905],
        "end": [77.605, 12.91],
        "idle": True,
    }


@pytest.mark.parametrize(
    ("to", "ms", "circumstances"),
    [
        ("[77.61, 12.9]", 1000, {"reduced": True}),
        ("[77.61, 12.9]", 1000, {"hidden": True}),
        ("[77.61, 12.9]", 0, {}),
        ("[77.7, 12.9]", 1000, {}),
    ],
    ids=["reduced motion", "nobody looks", "no time", "across the city"],
)
def test_some_markers_jump(tmp_path: Path, to: str, ms: int, circumstances: dict[str, bool]) -> None:
    """At once, also in the middle of a glide."""
    script = MARKER + f"markers.glide(marker, {to}, {ms}); return {{ there: at(), meant: {to}, idle: idle() }};"
    seen = played(tmp_path, script, **circumstances)
    assert seen == {"there": seen["meant"], "meant": seen["meant"], "idle": True}


@pytest.mark.parametrize(
    ("headings", "turns"),
    [
        ([350, 10], [350, 370]),
        ([10, 350], [10, -10]),
        ([0, 90, 180, 270, 0], [0, 90, 180, 270, 360]),
        ([90, 90], [90, 90]),
    ],
)
def test_a_vehicle_turns_the_short_way(tmp_path: Path, headings: list[int], turns: list[int]) -> None:
    """350° to 10° is 20°, and a vehicle that circles never spins back."""
    script = f"""
      const el = {{}}, shape = {{ style: {{}} }};
      return {headings}.map((heading) => {{ markers.turn(el, shape, heading); return shape.style.transform; }});"""
    seen = played(tmp_path, script)
    assert seen == [f"rotate({turn}deg)" for turn in turns]


def test_a_fleet_glides_as_markers_do(tmp_path: Path) -> None:
    """First where it was, half way at half time, at the fix in the end; a new vehicle stands where it is."""
    script = (
        FLEET
        + """
      fleet.draw(map, [car(77.6)], 1000); const first = at(), still = idle();
      fleet.draw(map, [car(77.61), car(77.7, "sunita")], 1000); const start = at();
      run(500); const half = at();
      run(500); return { first, still, start, half, end: at(), idle: idle() };"""
    )
    assert played(tmp_path, script) == {
        "first": [77.6], "still": True, "start": [77.6, 77.7], "half": [77.605, 77.7], "end": [77.61, 77.7], "idle": True,
    }  # fmt: skip


def test_a_fleet_goes_on_from_where_it_is(tmp_path: Path) -> None:
    """The next fixes come before the last have been reached; reduced motion jumps to them."""
    script = (
        FLEET
        + """
      fleet.draw(map, [car(77.6)], 1000);
      fleet.draw(map, [car(77.61)], 1000);
      run(500);
      fleet.draw(map, [car(77.615)], 1000); const start = at();
      run(500); const half = at();
      run(500); return { start, half, end: at(), idle: idle() };"""
    )
    assert played(tmp_path, script) == {"start": [77.605], "half": [77.61], "end": [77.615], "idle": True}
    jumped = played(tmp_path, script, reduced=True)
    assert jumped == {"start": [77.615], "half": [77.615], "end": [77.615], "idle": True}


def test_a_vehicle_of_a_fleet_says_what_it_is(tmp_path: Path) -> None:
    """Its drawing, its colour, its heading; what the map cannot know becomes a free car."""
    script = (
        FLEET
        + """
      fleet.draw(map, [car(77.6, "a", { tone: "busy", heading: 90, stale: true }), car(77.6, "b", { kind: "ufo", tone: "pink" })], 0);
      return drawn.features.map((one) => one.properties);"""
    )
    assert played(tmp_path, script) == [
        {"id": "a", "shape": "truck", "tone": "busy", "heading": 90, "stale": True, "selected": False},
        {"id": "b", "shape": "car", "tone": "free", "heading": 0, "stale": False, "selected": False},
    ]
