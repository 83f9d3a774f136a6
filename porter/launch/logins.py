"""The demo logins. The seed says them on its standard output, one `login` line each, tabs between the fields:

    login<TAB>Operations<TAB>/ops/sign-in<TAB>meera@porter.example<TAB>the password

so that the launcher knows no demo person and no password. People who sign in with a code have no fifth field.
"""

from dataclasses import dataclass
from pathlib import Path

MARK = "login\t"


@dataclass(frozen=True)
class Login:
    """One demo person."""

    role: str
    path: str
    name: str
    secret: str = ""

    @property
    def how(self) -> str:
        """What a newcomer types."""
        return f"{self.name}   password {self.secret}" if self.secret else f"{self.name}   code in /dev/inbox"


def logins(data_dir: Path) -> list[Login]:
    """What the last seed said; empty when there was none."""
    log = data_dir / "logs" / "seed.log"
    said = log.read_text(errors="replace").splitlines() if log.exists() else []
    return [Login(*line.split("\t")[1:5]) for line in said if line.startswith(MARK)]
