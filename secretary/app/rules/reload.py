"""Rules and templates taken anew while the secretary runs.

Promises: a set is taken whole or not at all. One that cannot be used leaves the last good one in
force, and each of its mistakes is logged once, with file, line, key and remedy.
Never does: change the configuration, or reach a server.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from secretary.app.intake import House
from secretary.app.rules.rulebook import RULES, TEMPLATES
from secretary.domain.errors import SecretaryError, flat

log = structlog.get_logger("secretary.rules")

Fingerprint = tuple[tuple[str, int, int, int], ...]


@dataclass(slots=True)
class Reloader:
    """The folders of one office, watched. `build` makes the house anew from what lies in them."""

    folders: tuple[Path, ...]
    build: Callable[[], House]
    _taken: Fingerprint = field(init=False)

    def __post_init__(self) -> None:
        """What is in force was read a moment ago."""
        self._taken = self._seen()

    def changed(self) -> bool:
        """Whether a file was written, added or removed since the last look."""
        return self._seen() != self._taken

    def taken_anew(self, old: House) -> House:
        """The house with what lies there now, or the old one. Never raises for what a person wrote."""
        # First the look, then the reading: a file that is written in between counts as a further change.
        self._taken = self._seen()
        mistakes: list[SecretaryError] = []
        fresh = old
        try:
            fresh = self.build()
        except* SecretaryError as group:
            mistakes += flat(group)
        for mistake in mistakes:
            log.error(
                "rules not taken",
                office=old.office.id,
                problem=str(mistake),
                in_force=old.rules.version,
            )
        if not mistakes:
            log.info("rules taken", office=old.office.id, rules=len(fresh.rules.rules), version=fresh.rules.version)
        return fresh

    def _seen(self) -> Fingerprint:
        """Names, times, sizes and places of all files: an editor that writes a new file is noticed too."""
        found = []
        for folder in self.folders:
            for pattern in (RULES, TEMPLATES):
                for path in folder.glob(pattern):
                    try:
                        stat = path.stat()
                    except OSError:  # removed between the listing and the look: that is a change
                        continue
                    found.append((str(path), stat.st_mtime_ns, stat.st_size, stat.st_ino))
        return tuple(sorted(found))
