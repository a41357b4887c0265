"""One secretary at a time: who carries effects out of a record has it for itself.

Promises: a second process is told so at once; the claim ends with the process, however it ends.
Never does: keep readers away.
"""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, Engine, text

from secretary.domain.errors import SetupError

NUMBER = 7_332_873_823  # any constant number: PostgreSQL's advisory lock of the one who sends

Claim = IO[bytes] | Connection | None


def claim(engine: Engine) -> Claim:
    """Take the record, until the returned value is closed; raises SetupError when somebody has it."""
    if engine.dialect.name == "postgresql":
        return _advisory(engine)
    database = engine.url.database
    return _file_lock(Path(f"{database}.lock")) if database and database != ":memory:" else None


def _advisory(engine: Engine) -> Connection:
    connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    if not connection.scalar(text("SELECT pg_try_advisory_lock(:number)"), {"number": NUMBER}):
        connection.close()
        raise _taken()
    return connection


def _file_lock(path: Path) -> IO[bytes]:
    file = path.open("ab")
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        raise _taken() from error
    return file


def _taken() -> SetupError:
    return SetupError(
        "Another secretary is at work on this database.",
        key="database",
        remedy="Stop it first, or give this one a database of its own.",
    )
