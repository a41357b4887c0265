"""The dead letters of an office, for a person who decides about them.

Promises: safe while the daemon runs; its next round takes up what is to be tried again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from secretary.app.wiring import database, office_named, records
from secretary.config.models import Config
from secretary.ledger import SqlLedger
from secretary.ports import DeadLetter


@dataclass(frozen=True, slots=True)
class DeadLetters:
    """What an office does not try any more, until a person says so."""

    ledger: SqlLedger
    office: str

    def standing(self, most: int) -> Sequence[DeadLetter]:
        """The newest first."""
        return self.ledger.dead_letters(self.office, most)

    def try_again(self, key: str, now: datetime) -> bool:
        """Have one done after all; False when somebody was quicker."""
        return self.ledger.try_again(self.office, key, now)


def dead_letters(config: Config, base: Path, office_id: str) -> DeadLetters:
    """The dead letters of an office; safe while the daemon runs. Raises SetupError where nothing is on record."""
    records(config, base).close()
    office_named(config, office_id)
    return DeadLetters(SqlLedger(database(config.database, base)), office_id)
