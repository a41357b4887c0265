"""Brings a database to the newest tables when it is opened.

Promises: all or nothing; two programs that open at once do it one after the other; a database
of a newer release is refused with a sentence that says what to do.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from secretary.domain.errors import SetupError

FOLDER = Path(__file__).parent / "migrations"
LOCK = 7_332_873_822  # any constant number: PostgreSQL's advisory lock of this program's migrations


def _config(connection: Connection) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config


def revision_of(connection: Connection) -> str:
    """The revision that the tables have; "" for none."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def require_newest(connection: Connection) -> None:
    """Raise SetupError for tables of another release; changes nothing."""
    head = ScriptDirectory.from_config(_config(connection)).get_current_head()
    if MigrationContext.configure(connection).get_current_revision() != head:
        raise SetupError(
            "The database is not of this release.",
            key="database",
            remedy="Let `secretary once` bring it up to date, or use the release that wrote it.",
        )


def migrate(connection: Connection) -> None:
    """Upgrade to the newest revision, inside the transaction of this connection."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": LOCK})
    config = _config(connection)
    scripts = ScriptDirectory.from_config(config)
    current = MigrationContext.configure(connection).get_current_revision()
    if current == scripts.get_current_head():
        return
    if current and current not in {s.revision for s in scripts.walk_revisions()}:
        raise SetupError(
            f"The database is of a newer release (revision {current}).",
            key="database",
            remedy="Install that release again, or open another database.",
        )
    command.upgrade(config, "head")
