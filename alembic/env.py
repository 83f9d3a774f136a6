"""Alembic's entry: one synchronous connection (psycopg2), one transaction, one migrator at a time."""

from alembic import context
from sqlalchemy import Connection, create_engine, pool, text
from sqlmodel import SQLModel

import porter.core.outbox
import porter.models  # noqa: F401 - fills the metadata
from porter.core.config import settings

MIGRATION_LOCK = 7_072_116
"""Advisory lock: ten machines that start at once migrate one after the other."""


def run() -> None:
    """Print SQL with --sql, else migrate the database of the settings."""
    if context.is_offline_mode():
        _configure(url=settings().database_url_sync, literal_binds=True)
        with context.begin_transaction():
            context.run_migrations()
        return
    engine = create_engine(settings().database_url_sync, poolclass=pool.NullPool)
    with engine.connect() as connection:
        _migrate(connection)
    engine.dispose()


def _migrate(connection: Connection) -> None:
    _configure(connection=connection)
    with context.begin_transaction():
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        context.run_migrations()


def _configure(**where: object) -> None:
    context.configure(
        target_metadata=SQLModel.metadata,
        compare_type=True,
        compare_server_default=False,
        include_object=_is_ours,
        **where,
    )


def _is_ours(_object: object, name: str | None, kind: str, reflected: bool, _compare_to: object) -> bool:
    """Partitions are made by a job at run time and are no part of the model."""
    return not (kind == "table" and reflected and name is not None and name.rpartition("_p")[2].isdigit())


run()
