"""The file in which copies of calendars outlive the process; never the truth.

Promises: one process has the file alone; another, or one that cannot write there, keeps its copies in
memory and works the same. A file that is broken or of another release is begun anew.
Never does: know what is kept.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import structlog

FORMAT = 1  # raised whenever what is kept, or how it was read, changes

_TABLES = """
CREATE TABLE calendar (name TEXT PRIMARY KEY, source TEXT, token TEXT, ctag TEXT, since REAL, until REAL);
CREATE TABLE resource (calendar TEXT, href TEXT, etag TEXT, uid TEXT, recurs INTEGER, ics BLOB);
CREATE UNIQUE INDEX resource_href ON resource (calendar, href, etag);
CREATE INDEX resource_uid ON resource (calendar, uid);
CREATE INDEX resource_recurs ON resource (calendar, recurs);
CREATE TABLE occurrence (calendar TEXT, href TEXT, begins REAL, ends REAL, event TEXT);
CREATE INDEX occurrence_begins ON occurrence (calendar, begins, ends);
CREATE INDEX occurrence_href ON occurrence (calendar, href);
"""

log = structlog.get_logger("secretary.calendars")


def open_cache(file: Path | None) -> sqlite3.Connection:
    """The tables, filled or empty; without a file they are in memory."""
    if file is None:
        return _opened(":memory:")
    try:
        return _opened(str(file))
    except sqlite3.OperationalError as error:  # another process has it, or the folder cannot be written
        log.warning("calendar-cache-in-memory", file=file.name, problem=str(error))
        return _opened(":memory:")
    except sqlite3.DatabaseError as error:
        log.warning("calendar-cache-begun-anew", file=file.name, problem=str(error))
        remove_cache(file)
        return open_cache(file)


def remove_cache(file: Path | None) -> None:
    """Forget what the file holds; it is read from the server again."""
    if file is not None:
        for name in (file.name, f"{file.name}-journal"):
            file.with_name(name).unlink(missing_ok=True)


def _opened(place: str) -> sqlite3.Connection:
    if place != ":memory:":
        os.close(_private(place))
    connection = sqlite3.connect(place, timeout=0)
    try:
        # What a power failure takes is read from the server again: nothing here waits for the disk.
        connection.executescript("PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = OFF; BEGIN EXCLUSIVE; COMMIT;")
        if connection.execute("PRAGMA user_version").fetchone()[0] != FORMAT:
            _begin_anew(connection)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _private(place: str) -> int:
    """The file, for its owner's eyes only from the first moment."""
    try:
        return os.open(place, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise sqlite3.OperationalError(error.strerror) from error


def _begin_anew(connection: sqlite3.Connection) -> None:
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    dropped = "".join(f'DROP TABLE "{name}";' for (name,) in tables)
    connection.executescript(f"{dropped}{_TABLES}PRAGMA user_version = {FORMAT};")
