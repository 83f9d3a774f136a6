"""Where several web workers write what they count, so that /metrics tells of all of them.

prometheus_client looks at the environment when it is imported: this module must not import it.
"""

import os
from pathlib import Path

from porter.core.config import settings

FOLDER = "PROMETHEUS_MULTIPROC_DIR"


def count_together(workers: int) -> None:
    """Let several workers write into one folder, empty at first; one worker keeps its numbers to itself.

    Call it before the app is imported, and before the workers are forked.
    """
    if workers < 2:
        return
    ours = settings().data_dir.resolve() / f"metrics-{settings().port}"
    folder = Path(os.environ.setdefault(FOLDER, str(ours)))
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.glob("*.db"):
        file.unlink()
