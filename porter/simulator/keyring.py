"""The keys of everybody's sessions, kept between runs so that forty people need not sign in again."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Keys:
    """What one session is worth."""

    access: str
    refresh: str


class Keyring:
    """A file that only its owner can read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._keys = _load(path)

    def get(self, who: str) -> Keys | None:
        """Somebody's keys, when they have signed in before."""
        return self._keys.get(who)

    def put(self, who: str, keys: Keys | None) -> None:
        """Keep somebody's keys, or forget them; on disk before it returns."""
        if keys is None:
            self._keys.pop(who, None)
        else:
            self._keys[who] = keys
        self._save()

    def _save(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_suffix(".new")
        beside.unlink(missing_ok=True)
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump({who: asdict(keys) for who, keys in self._keys.items()}, file)
        beside.replace(self._path)


def _load(path: Path) -> dict[str, Keys]:
    try:
        kept = json.loads(path.read_text())
        return {who: Keys(**keys) for who, keys in kept.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}  # missing or torn: everybody signs in again
