"""`porter reset`: forget everything this checkout keeps, and begin anew at the next start."""

import argparse
import shutil

from porter.core.config import settings
from porter.core.embedded import claim
from porter.launch import frontend


def run(argv: list[str]) -> int:
    """Remove the data folder, and the built frontend with --all. Raises FolderBusy while Porter runs."""
    parser = argparse.ArgumentParser(prog="porter reset", description=__doc__)
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--all", action="store_true", help="the built frontend too")
    wishes = parser.parse_args(argv)
    data_dir = settings().data_dir.resolve()
    if not wishes.yes and input(f"Delete everything in {data_dir}? [y/N] ").strip().lower() != "y":
        print("Nothing deleted.")
        return 1
    if data_dir.exists():
        for name in ("up", "postgres", "valkey"):
            claim(data_dir / f"{name}.lock").close()
        shutil.rmtree(data_dir)
    if wishes.all:
        shutil.rmtree(frontend.web_dir(), ignore_errors=True)
    print("Clean. The next `make run` starts with a fresh demo city.")
    return 0
