"""All that is held on a person, as a folder that can be read without the secretary.

Promises: JSON by table and the mails as `.eml`, readable for the operator's user only; a folder that
exists is never written into.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from secretary.app.wiring import database, records
from secretary.config.models import Config
from secretary.domain.address import Address
from secretary.domain.errors import SetupError
from secretary.ledger.privacy.person import LEFT_OUT, Held, held_on

OWNER_ONLY = 0o700


@dataclass(frozen=True, slots=True)
class Exported:
    """How many rows and mails were written."""

    rows: int
    mails: int


def export(config: Config, base: Path, address: Address, folder: Path, now: datetime) -> Exported:
    """Write `folder`. Raises SetupError; where nothing is held, nothing is written."""
    records(config, base).close()
    held = held_on(database(config.database, base), address)
    if not held.rows:
        raise SetupError(
            f"Nothing is on record about {address.addr_spec}.",
            remedy="Look under other addresses of this person too: `secretary export` takes one at a time.",
        )
    _write(held, _new(folder), address, now)
    return Exported(sum(map(len, held.rows.values())), len(held.mails))


def _new(folder: Path) -> Path:
    try:
        folder.mkdir(mode=OWNER_ONLY)
        (folder / "mails").mkdir()
    except OSError as error:
        raise SetupError(
            f"The folder cannot be made ({error.strerror}).",
            file=str(folder),
            remedy="Name a folder that does not exist, in one that this user may write.",
        ) from error
    return folder


def _write(held: Held, folder: Path, address: Address, now: datetime) -> None:
    about = {"address": address.addr_spec, "taken": now.isoformat(), "not_looked_through": dict(LEFT_OUT)}
    (folder / "about.json").write_text(json.dumps(about, indent=1), "utf-8")
    for table, rows in held.rows.items():
        text = json.dumps(rows, indent=1, ensure_ascii=False)
        (folder / f"{table.rstrip('_')}.json").write_text(text, "utf-8")
    for name, raw in held.mails.items():
        (folder / "mails" / name).write_bytes(raw)
