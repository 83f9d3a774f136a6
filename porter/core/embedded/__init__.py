"""PostgreSQL and Valkey on a laptop: started, found again, restarted and stopped by Porter itself.

    with postgres.start(data_dir) as database: database.url

`start` claims the folder (FolderBusy when another launcher has it), `ensure` attaches to whoever runs it.
"""

from porter.core.embedded import postgres, valkey
from porter.core.embedded.claim import EmbeddedError, FolderBusy, claim, owner
from porter.core.embedded.ports import NoFreePort, free_port, is_free, next_free_port
from porter.core.embedded.server import Server

__all__ = [
    "EmbeddedError",
    "FolderBusy",
    "NoFreePort",
    "Server",
    "claim",
    "free_port",
    "is_free",
    "next_free_port",
    "owner",
    "postgres",
    "valkey",
]
