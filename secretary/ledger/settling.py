"""Mails that lie in folders for orders, and when each counts. Inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, delete, func, select
from sqlmodel import col

from secretary.ledger.recording import put
from secretary.ledger.tables import SettlingRow

Place = tuple[int, int]


def settling(connection: Connection, office: str, folder: str) -> dict[Place, datetime]:
    """When each mail of a folder counts, by (uidvalidity, uid)."""
    there = col(SettlingRow.office) == office, col(SettlingRow.folder) == folder
    columns = col(SettlingRow.uidvalidity), col(SettlingRow.uid), col(SettlingRow.due)
    return {(row[0], row[1]): row[2] for row in connection.execute(select(*columns).where(*there))}


def keep_settling(connection: Connection, office: str, folder: str, due: Mapping[Place, datetime]) -> None:
    """What lies in the folder now; the others are forgotten."""
    connection.execute(delete(SettlingRow).where(col(SettlingRow.office) == office, col(SettlingRow.folder) == folder))
    for (validity, uid), at in due.items():
        values = {"office": office, "folder": folder, "uidvalidity": validity, "uid": uid, "due": at}
        put(connection, SettlingRow, values, ["office", "folder", "uidvalidity", "uid"])


def next_settled(connection: Connection, office: str) -> datetime | None:
    """When the first of them counts."""
    return connection.scalar(select(func.min(col(SettlingRow.due))).where(col(SettlingRow.office) == office))
