"""What the bundler is told, and what is marked in the pages that it made."""

import re
from pathlib import Path

import pytest

from porter.components.bundles import CONFIG, GROUPS, Bundles, with_groups, words_first

LUCIDE = "/app/.web/node_modules/lucide-react/dist/esm/icons/bell.mjs"
OURS = "/app/.web/public/external/porter/components"


@pytest.mark.parametrize(
    ("module", "group"),
    [
        ("/app/.web/env.json", "reflex-env"),
        ("/app/.web/node_modules/react-dom/client.js", "vendor"),
        ("/app/.web/node_modules/@emotion/react/dist/emotion-react.esm.js", "vendor"),
        ("\0vite/preload-helper.js", "vendor"),
        (LUCIDE, "icons"),
        ("/app/.web/utils/state.js", "state"),
        (f"{OURS}/words/words.jsx", "parts"),
        (f"{OURS}/ui/overlay/modal.jsx", "parts"),
        (f"{OURS}/ui/overlay/command_palette.jsx", "desk"),
        (f"{OURS}/device/device_strip.jsx", "driver"),
        # Only some pages have these: they lie in files of their own.
        ("/app/.web/node_modules/maplibre-gl/dist/maplibre-gl.js", None),
        (f"{OURS}/ui/file_drop/file_drop.jsx", None),
        (f"{OURS}/map/map.jsx", None),
    ],
)
def test_a_module_goes_into_the_first_group_that_wants_it(module: str, group: str | None) -> None:
    assert next((each.name for each in GROUPS if re.search(each.modules, module)), None) == group


def test_the_bundler_asks_the_groups_in_their_order() -> None:
    config = with_groups(GROUPS)('codeSplitting: { groups: [{ test: /env.json/, name: "reflex-env" }] }')
    assert re.findall(r'name: "([\w-]+)", priority', config) == [group.name for group in GROUPS]
    priorities = [int(number) for number in re.findall(r"priority: (\d+)", config)]
    assert priorities == sorted(priorities, reverse=True)
    assert priorities[-1] > 0


def test_another_configuration_of_reflex_is_no_silent_change() -> None:
    with pytest.raises(ValueError, match=CONFIG):
        with_groups(GROUPS)("export default {}")


def test_scripts_make_way_for_the_words_of_every_page(tmp_path: Path) -> None:
    (tmp_path / "orders").mkdir()
    pages = (tmp_path / "index.html", tmp_path / "orders" / "index.html")
    for page in pages:
        page.write_text('<link rel="modulepreload" href="/a.js"/><link rel="stylesheet" href="/a.css"/><p>₹ 5</p>')
    Bundles().post_build(static_dir=tmp_path)
    for page in pages:
        assert page.read_text() == words_first(
            '<link rel="modulepreload" href="/a.js"/><link rel="stylesheet" href="/a.css"/><p>₹ 5</p>'
        )
        assert page.read_text().count('fetchpriority="low"') == 1
