"""Words are readable on every ground that they stand on, and the stylesheet says what the tokens say."""

import re
from pathlib import Path

import pytest

from porter.components.ui.theme import FRONTEND_PACKAGES, STYLESHEETS, TEXT_PAIRS, TOKENS, tokens_css

ASSETS = Path(__file__).parents[2] / "assets"


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_wcag_says() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", TOKENS)
def test_every_pair_of_words_and_ground_reaches_4_5(theme: str) -> None:
    values = TOKENS[theme]
    weak = {pair: contrast(values[pair[0]], values[pair[1]]) for pair in TEXT_PAIRS}
    assert {pair: round(ratio, 2) for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", TOKENS)
def test_edges_of_controls_and_the_focus_ring_reach_3(theme: str) -> None:
    values = TOKENS[theme]
    for mark in ("edge-strong", "focus", "route"):
        for ground in ("canvas", "paper", "raised"):
            assert contrast(values[mark], values[ground]) >= 3, (mark, ground)


@pytest.mark.parametrize("theme", ["driver", "driver-day"])
def test_the_driver_reads_at_twice_the_usual_contrast(theme: str) -> None:
    values = TOKENS[theme]
    for text in ("ink", "muted", "faint"):
        assert contrast(values[text], values["paper"]) >= 9, text


def test_marigold_carries_ink_at_more_than_ten() -> None:
    assert contrast("#FFB020", TOKENS["light"]["on-accent"]) > 10


def test_every_theme_names_the_same_tokens() -> None:
    assert {frozenset(values) for values in TOKENS.values()} == {frozenset(TOKENS["light"])}


def test_the_stylesheet_is_written_from_the_tokens() -> None:
    assert (ASSETS / "css" / "tokens.css").read_text(encoding="utf-8") == tokens_css() + "\n"


def test_stylesheets_use_no_colour_but_the_tokens() -> None:
    strays = {}
    for name in STYLESHEETS:
        text = (ASSETS / name).read_text(encoding="utf-8")
        if name == "css/tokens.css":
            continue
        without_images = re.sub(r'url\("data:[^"]*"\)', "", text)
        found = re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", without_images)
        if [colour for colour in found if colour != "#fff"]:
            strays[name] = found
    assert strays == {}


def test_stylesheets_name_only_tokens_that_exist() -> None:
    known = set(TOKENS["light"])
    local = {
        "font", "touch", "safe-top", "safe-bottom", "ease", "overlay", "shadow-float", "bg", "fg", "bg-hover", "h", "px", "fs",
        "tone", "tint", "shape", "size", "width", "bar", "keyboard", "peek", "nav", "cell", "boot",
    }  # fmt: skip
    for name in STYLESHEETS:
        used = set(re.findall(r"var\(--([a-z-]+)", (ASSETS / name).read_text(encoding="utf-8")))
        assert used <= known | local, name


def test_fonts_come_from_packages_that_are_installed_and_only_in_the_subsets_we_use() -> None:
    fonts = (ASSETS / "css" / "fonts.css").read_text(encoding="utf-8")
    packages = {package.rsplit("@", 1)[0] for package in FRONTEND_PACKAGES}
    files = re.findall(r'url\("(@[^/]+/[^/]+)/files/([^"]+)"\)', fonts)
    assert {package for package, _ in files} == packages
    assert [name for _, name in files if name.startswith("inter")] == ["inter-latin-wght-normal.woff2"]
    assert fonts.count("unicode-range") == fonts.count("@font-face")
    assert (ASSETS / "fonts" / "rupee.woff2").stat().st_size < 2_000
