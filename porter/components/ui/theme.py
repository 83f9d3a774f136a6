"""Design tokens, and what the frontend build needs to draw with them.

`TOKENS` is the one source of every colour. `assets/css/tokens.css` is written from it by
`python -m porter.components.ui.theme`, and a test keeps the two equal.
"""

from pathlib import Path
from typing import Any

LIGHT: dict[str, str] = {
    "canvas": "#F7F7F5",
    "paper": "#FFFFFF",
    "raised": "#F1F2F0",
    "hairline": "#E4E7EC",
    "edge": "#CFD4DC",
    "edge-strong": "#7A8496",
    "ink": "#0B1220",
    "muted": "#475467",
    "faint": "#5D6778",
    "primary": "#0B1220",
    "primary-hover": "#26314A",
    "on-primary": "#FFFFFF",
    "accent": "#FFB020",
    "accent-hover": "#FFBF47",
    "on-accent": "#0B1220",
    "accent-tint": "#FFF4DE",
    "link": "#1D5BE0",
    "route": "#2563EB",
    "focus": "#2563EB",
    "good": "#067647",
    "good-tint": "#E4F6EC",
    "warn": "#A8430A",
    "warn-tint": "#FEF1E2",
    "bad": "#B42318",
    "bad-hover": "#912018",
    "bad-tint": "#FDECEA",
    "on-bad": "#FFFFFF",
    "info": "#1D4FC4",
    "info-tint": "#E9F0FE",
}

DARK: dict[str, str] = {
    "canvas": "#0B0F17",
    "paper": "#121826",
    "raised": "#1A2232",
    "hairline": "#1F2937",
    "edge": "#344054",
    "edge-strong": "#7F8A9D",
    "ink": "#E6E9EF",
    "muted": "#98A2B3",
    "faint": "#8C97A9",
    "primary": "#FFB020",
    "primary-hover": "#FFC252",
    "on-primary": "#0B1220",
    "accent": "#FFB020",
    "accent-hover": "#FFC252",
    "on-accent": "#0B1220",
    "accent-tint": "#2E2410",
    "link": "#84ADFF",
    "route": "#5B8DEF",
    "focus": "#84ADFF",
    "good": "#47CD89",
    "good-tint": "#0F2A1F",
    "warn": "#FDB022",
    "warn-tint": "#32230B",
    "bad": "#FF8A80",
    "bad-hover": "#FFA79F",
    "bad-tint": "#381917",
    "on-bad": "#0B1220",
    "info": "#84ADFF",
    "info-tint": "#152443",
}

# The driver reads this at arm's length in sunlight: black ground, white words, nothing in between.
DRIVER: dict[str, str] = DARK | {
    "canvas": "#000000",
    "paper": "#0D1117",
    "raised": "#1B212B",
    "hairline": "#2C3543",
    "edge": "#4A5668",
    "edge-strong": "#A3ADBD",
    "ink": "#FFFFFF",
    "muted": "#C6CDD8",
    "faint": "#B3BCC9",
    "good": "#5FE3A1",
    "bad": "#FF9A91",
}

DRIVER_DAY: dict[str, str] = LIGHT | {
    "canvas": "#FFFFFF",
    "raised": "#EFF0EE",
    "hairline": "#C4CAD3",
    "edge": "#8A94A6",
    "ink": "#000000",
    "muted": "#2B3441",
    "faint": "#3A4453",
    "primary": "#FFB020",
    "primary-hover": "#FFBF47",
    "on-primary": "#0B1220",
}

TOKENS: dict[str, dict[str, str]] = {
    "light": LIGHT,
    "dark": DARK,
    "driver": DRIVER,
    "driver-day": DRIVER_DAY,
}

SURFACES = ("canvas", "paper", "raised")
TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *((text, surface) for text in ("ink", "muted", "faint", "link", "good", "warn", "bad", "info")
      for surface in SURFACES),
    *((tone, f"{tone}-tint") for tone in ("good", "warn", "bad", "info")),
    *(("ink", f"{tone}-tint") for tone in ("good", "warn", "bad", "info", "accent")),
    *(("muted", f"{tone}-tint") for tone in ("good", "warn", "bad", "info", "accent")),
    ("on-primary", "primary"),
    ("on-primary", "primary-hover"),
    ("on-accent", "accent"),
    ("on-accent", "accent-hover"),
    ("on-bad", "bad"),
    ("on-bad", "bad-hover"),
)  # fmt: skip

_SELECTORS = {
    "light": ":root",
    "dark": ".dark",
    "driver": '[data-theme="driver"]',
    "driver-day": '[data-theme="driver-day"]',
}

FRONTEND_PACKAGES: list[str] = [
    "@fontsource-variable/inter@5.3.0",
    "@fontsource-variable/noto-sans-devanagari@5.3.0",
    "@fontsource-variable/noto-sans-kannada@5.3.0",
]

STYLESHEETS: list[str] = [
    "css/tokens.css",
    "css/fonts.css",
    "css/base.css",
    "css/controls.css",
    "css/surfaces.css",
    "css/overlays.css",
    "css/freight.css",
    "css/layouts.css",
    "css/driver.css",
]

_TEXT_SIZES = {"12": "16", "13": "18", "14": "20", "16": "24", "18": "26", "22": "28", "28": "34", "36": "40"}

TAILWIND_CONFIG: dict[str, Any] = {
    "darkMode": "class",
    "theme": {
        "extend": {
            "colors": {name: f"var(--{name})" for name in LIGHT},
            "fontSize": {size: [f"{size}px", {"lineHeight": f"{line}px"}] for size, line in _TEXT_SIZES.items()},
            "borderRadius": {"control": "8px", "card": "12px", "sheet": "20px"},
            "boxShadow": {"float": "var(--shadow-float)"},
            "fontFamily": {"sans": "var(--font)"},
        }
    },
    "plugins": [],
}


def tokens_css() -> str:
    """Return the text of `assets/css/tokens.css`."""
    return "/* Written by `python -m porter.components.ui.theme`; change the tokens there. */\n" + "\n".join(
        _rule(_SELECTORS[theme], values, dark=theme in {"dark", "driver"}) for theme, values in TOKENS.items()
    )


def _rule(selector: str, values: dict[str, str], *, dark: bool) -> str:
    shadow = "0 8px 28px rgb(0 0 0 / .55)" if dark else "0 6px 24px rgb(11 18 32 / .14)"
    lines = [
        f"  color-scheme: {'dark' if dark else 'light'};",
        *(f"  --{name}: {value};" for name, value in values.items()),
        f"  --shadow-float: {shadow};",
        f"  --overlay: rgb({'0 0 0 / .62' if dark else '11 18 32 / .44'});",
    ]
    return f"{selector} {{\n" + "\n".join(lines) + "\n}"


def write_tokens(assets: Path) -> None:
    """Write `css/tokens.css` below the given assets folder."""
    (assets / "css" / "tokens.css").write_text(tokens_css() + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_tokens(Path(__file__).parents[3] / "assets")
