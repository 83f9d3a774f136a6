"""Which ground is drawn, and what happens when it does not come: the browser's own code in Node, with a network of the test."""

from pathlib import Path
from typing import Any

from tests.components.test_map import in_node

NETWORK = """
let clock = 1_800_000_000_000;
Date.now = () => clock;
globalThis.window = { devicePixelRatio: RATIO };
const asked = [], say = Object.assign((text) => text, { language: "kn" });
const wanted = { googleKey: "AIza key", styleUrl: "https://style.example/light", styleUrlDark: "", offlineUrl: "/map/city.json", say };
const sessions = { status: 200, body: { session: "s1", expiry: String(clock / 1000 + 1_209_600), tileWidth: RATIO > 1 ? 512 : 256 } };
globalThis.fetch = async (url, options = {}) => {
  asked.push({ url: String(url), body: options.body ? JSON.parse(options.body) : null });
  if (String(url).startsWith("/map/")) return { ok: true, json: async () => JSON.parse(readFileSync("city.json")) };
  if (String(url).includes("/viewport")) return { ok: true, json: async () => ({ copyright: "Map data ©2026 Google" }) };
  if (String(url).includes("style.example")) return { ok: true, json: async () => ({ version: 8, sources: { roads: {} }, layers: [] }) };
  return { ok: sessions.status === 200, status: sessions.status, json: async () => sessions.body };
};
const online = () => asked.filter((one) => !one.url.startsWith("/map/"));
"""
WATCHED = """
const heard = new Map(), gone = [];
const map = { on: (name, hear) => heard.set(name, hear), off: (name) => heard.delete(name) };
const tell = (name, event) => heard.get(name)?.(event);
const tile = { sourceId: "google", tile: {} };
let silence = null;
globalThis.setTimeout = (end) => { silence = end; return 1; };
globalThis.clearTimeout = () => { silence = null; };
const watch = (strict) => source.watchTiles(map, { style: { sources: { google: {} } }, strict }, () => gone.push(1));
"""


def played(tmp_path: Path, script: str, *, ratio: int = 1) -> Any:
    """What the script answers on a screen of this sharpness."""
    return in_node(tmp_path, NETWORK.replace("RATIO", str(ratio)) + script)


def test_google_is_asked_for_one_session_and_its_tiles(tmp_path: Path) -> None:
    """Two maps of a page share it; a theme has its own; the key is quoted."""
    script = """
      const [one, two] = await Promise.all([source.chooseStyle(wanted, "light"), source.chooseStyle(wanted, "light")]);
      const dark = await source.chooseStyle(wanted, "dark");
      const view = { north: 13, south: 12, east: 78, west: 77, zoom: 11.6 };
      const credit = await one.credit(view);
      return { one: one.style.sources.google, same: one.style === two.style, flags: [one.offline, one.strict], asked: online(), credit,
        ids: dark.style.layers.map((layer) => layer.id) };"""
    seen = played(tmp_path, script)
    light, dark, viewport = seen["asked"]
    assert light["url"] == dark["url"] == "https://tile.googleapis.com/v1/createSession?key=AIza%20key"
    assert light["body"] == {"mapType": "roadmap", "language": "kn-IN", "region": "IN"}
    assert {"featureType": "water", "elementType": "geometry", "stylers": [{"color": "#15293B"}]} in dark["body"][
        "styles"
    ]
    assert seen["one"] == {
        "type": "raster", "tileSize": 256, "maxzoom": 22,
        "tiles": ["https://tile.googleapis.com/v1/2dtiles/{z}/{x}/{y}?session=s1&key=AIza%20key"],
    }  # fmt: skip
    assert (seen["same"], seen["flags"], seen["ids"]) == (True, [False, True], ["land", "google"])
    assert seen["credit"] == "Map data ©2026 Google"
    assert (
        viewport["url"]
        == "https://tile.googleapis.com/tile/v1/viewport?session=s1&key=AIza%20key&zoom=13&north=13&south=12&east=78&west=77"
    )


def test_a_sharp_screen_gets_sharp_tiles_of_the_same_size(tmp_path: Path) -> None:
    """Twice the pixels on the same place: 512 of them stand on 256."""
    seen = played(
        tmp_path,
        'const { style } = await source.chooseStyle(wanted, "light"); return [style.sources.google.tileSize, online()[0].body];',
        ratio=2,
    )
    assert seen == [
        256,
        {"mapType": "roadmap", "language": "kn-IN", "region": "IN", "scale": "scaleFactor2x", "highDpi": True},
    ]


def test_a_refused_key_means_the_offline_city(tmp_path: Path) -> None:
    """And Google is left alone for a minute."""
    script = """
      sessions.status = 403;
      const first = await source.chooseStyle(wanted, "light"), again = await source.chooseStyle(wanted, "light"), calls = online().length;
      clock += 61_000; sessions.status = 200;
      const later = await source.chooseStyle(wanted, "light");
      return { drawn: first.style.sources.roads.attribution, offline: [first.offline, again.offline, later.offline], calls };"""
    assert played(tmp_path, script) == {
        "drawn": "Offline map of the demo city",
        "offline": [True, True, False],
        "calls": 1,
    }


def test_a_session_is_renewed_when_it_ends(tmp_path: Path) -> None:
    """A driver's app stays open for weeks."""
    script = """
      const first = await source.chooseStyle(wanted, "light");
      clock += 14 * 86_400_000 - 30_000;
      source.doubt(first.name);
      sessions.body = { ...sessions.body, session: "s2", expiry: String(clock / 1000 + 1_209_600) };
      const next = await source.chooseStyle(wanted, "light");
      source.doubt(next.name);
      return [next.style.sources.google.tiles[0].includes("session=s2"), (await source.chooseStyle(wanted, "light")).offline];"""
    assert played(tmp_path, script) == [True, True]


def test_without_a_key_the_public_style_is_drawn(tmp_path: Path) -> None:
    """Fetched once for all maps of a page; without an address nobody is asked."""
    script = """
      const open = { ...wanted, googleKey: "" };
      const [one] = await Promise.all([source.chooseStyle(open, "dark"), source.chooseStyle(open, "light")]);
      const none = await source.chooseStyle({ ...open, styleUrl: "" }, "light");
      return [Object.keys(one.style.sources), one.strict, none.offline, online().map((call) => call.url)];"""
    assert played(tmp_path, script) == [["roads"], False, True, ["https://style.example/light"]]


def test_a_map_without_tiles_is_given_up(tmp_path: Path) -> None:
    """By an error before the first tile, or by silence; our own layers on it are no sign of life."""
    script = (
        WATCHED
        + """
      watch(false); tell("dataloading", tile); tell("data", { sourceId: "p-route", tile: {} }); tell("error", { sourceId: "p-route" });
      const before = gone.length; tell("error", { sourceId: "google", error: { status: 500 } }); tell("error", { sourceId: "google" });
      const byError = gone.length;
      watch(false); tell("dataloading", tile); silence(); return [before, byError, gone.length, heard.size];"""
    )
    assert played(tmp_path, script) == [0, 1, 2, 0]


def test_a_map_with_tiles_is_kept_unless_google_refuses_more(tmp_path: Path) -> None:
    """One tile that fails is no reason; a quota that is used up is one."""
    script = (
        WATCHED
        + """
      const run = (strict, status) => {
        gone.length = 0;
        const stop = watch(strict);
        tell("dataloading", tile); tell("data", tile);
        const quiet = silence === null;
        tell("error", { sourceId: "google", error: { status } });
        stop();
        return [quiet, gone.length, heard.size];
      };
      return [run(true, 429), run(true, 403), run(true, 404), run(true, 503), run(false, 403)];"""
    )
    assert played(tmp_path, script) == [[True, 1, 0], [True, 1, 0], [True, 0, 0], [True, 0, 0], [True, 0, 0]]
