"""The web server: prebuilt frontend, API and websocket on one port, workers forked from one loaded process.

    python -m porter.serve

Reads PORTER_HOST, PORTER_PORT and GRANIAN_WORKERS (default: two, or one where there is one processor).
The frontend must have been built before (`porter build`, which runs `reflex export --frontend-only --no-zip --env prod`
with REFLEX_USE_NPM=1, REFLEX_TELEMETRY_ENABLED=false, REFLEX_CHECK_LATEST_VERSION=false, NPM_CONFIG_REGISTRY set from
`npm config get registry` and NPM_CONFIG_OMIT_LOCKFILE_REGISTRY_RESOLVED=true). The build contains no address: one
build serves any host and port.
"""

import gc
import os

# Read by Reflex when it is imported: run in production mode, never compile here.
os.environ.setdefault("REFLEX_ENV_MODE", "prod")
os.environ["__REFLEX_SKIP_COMPILE"] = "true"
os.environ.setdefault("REFLEX_USE_GRANIAN", "true")
os.environ.setdefault("GRANIAN_WORKERS", str(min(2, os.cpu_count() or 1)))

from reflex.utils.exec import run_granian_backend_prod
from reflex_base.constants.base import LogLevel

from porter.core import logging, meters
from porter.core.config import ROOT, settings
from porter.integrations.error_reports import error_reports
from porter.integrations.maps import maps


def main() -> None:
    """Serve until told to stop."""
    os.chdir(ROOT)
    logging.configure(error_reports())
    # Nothing of what is imported is garbage: a quarter of the time to load went into looking for some. The workers
    # look again, but not through what they share with the process that they are forked from.
    gc.disable()
    maps().prepare()
    os.register_at_fork(before=gc.freeze, after_in_parent=gc.enable, after_in_child=gc.enable)
    meters.count_together(int(os.environ["GRANIAN_WORKERS"]))
    run_granian_backend_prod(settings().host, settings().port, LogLevel.WARNING)


if __name__ == "__main__":
    main()
