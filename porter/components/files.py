"""Our own browser modules: a `.jsx` beside the Python module that draws with it."""

import uuid
from pathlib import Path

from reflex.assets import AssetPathStr

from porter.core.config import ROOT

ASSETS = ROOT / "assets"


def beside(module: str, name: str) -> AssetPathStr:
    """Hand the file that lies beside `module` to the build; answers how a component imports it.

    The same as `rx.asset(name, shared=True)`, which asks the whole call stack who calls: half of each start of the
    web process went there. Raises FileNotFoundError.
    """
    place = module.replace(".", "/")
    source = (ROOT / place).parent / name
    if not source.is_file():
        raise FileNotFoundError(source)
    _link(ASSETS / "external" / place / name, source)
    return AssetPathStr(f"/external/{place}/{name}")


def _link(link: Path, source: Path) -> None:
    """By one rename: several processes may start at once."""
    if link.is_symlink() and link.readlink() == source:
        return
    link.parent.mkdir(parents=True, exist_ok=True)
    draft = link.with_name(f".{uuid.uuid4().hex}")
    draft.symlink_to(source)
    draft.replace(link)
