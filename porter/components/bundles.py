"""Which modules of the frontend travel together, and what they wait for.

Left to itself the bundler makes a file of every set of modules that some pages share: one per icon, each smaller than
the headers it comes with, and a page waits for thirty of them. Here they come in a few files that all pages share and
the browser keeps.

A page is drawn at build time, so its words need no script: the scripts make way for the styles and the words.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import reflex as rx

CONFIG = "vite.config.js"
_PRELOAD = '<link rel="modulepreload"'
_ANCHOR = "groups: ["
_OURS = "external/porter/components/"


@dataclass(frozen=True)
class Group:
    """One file, and the modules that go into it (a regular expression of their paths).

    What a module needs goes with it, unless a group further up has it.
    """

    name: str
    modules: str


GROUPS = (
    # The address of the backend: the one file that is served with another one in it (porter.web.build).
    Group("reflex-env", r"\.web/env\.json"),
    # Reflex's own state.js evaluates code, so that nothing beside it in a file can be given short names: it lies alone.
    Group(
        "vendor",
        r"node_modules/(react|react-dom|react-router|react-error-boundary|scheduler|@emotion|stylis"
        r"|socket\.io-client|engine\.io-client|universal-cookie)/|vite/preload-helper",
    ),
    Group("icons", r"node_modules/lucide-react/"),
    Group("state", r"\.web/utils/"),
    Group("parts", f"{_OURS}(words|page_boot|session_bridge|ui/(button|feedback|field|tabs|overlay/modal))[/.]"),
    Group("driver", f"{_OURS}(device|driver/offer)/"),
    Group("desk", f"{_OURS}(data_table|notice_bell|table_tools|layouts/desk|ui/overlay/command_palette)[/.]"),
)
"""In the order in which they choose."""


class Bundles(rx.plugins.Plugin):
    """Tells the bundler, and marks the pages."""

    def pre_compile(self, **context: Any) -> None:
        """Before the frontend is built, in the configuration that Reflex has written."""
        context["add_modify_task"](CONFIG, with_groups(GROUPS))

    def post_build(self, **context: Any) -> None:
        """After it, before the pages are compressed."""
        folder: Path = context["static_dir"]
        for page in folder.rglob("*.html"):
            page.write_text(words_first(page.read_text()))


def words_first(page: str) -> str:
    """A page whose scripts are fetched at once, but not before its styles."""
    return page.replace(_PRELOAD, f'{_PRELOAD} fetchpriority="low"')


def with_groups(groups: tuple[Group, ...]) -> Callable[[str], str]:
    """Adds the groups to the bundler's configuration. Raises ValueError where it has none to add them to."""
    first = len(groups)
    lines = "".join(
        f"{{ name: {json.dumps(group.name)}, priority: {first - place}, test: new RegExp({json.dumps(group.modules)}) }}, "
        for place, group in enumerate(groups)
    )

    def modify(config: str) -> str:
        if config.count(_ANCHOR) != 1:
            raise ValueError(f"{CONFIG} of this Reflex has no single `{_ANCHOR}`; see porter/components/bundles.py")
        return config.replace(_ANCHOR, f"{_ANCHOR}{lines}")

    return modify
