"""When an operator is told that something is wrong, and that it is well again.

Promises: pure. A trouble is told once it has lasted, once; its end is told once it has lasted too, so
that one that comes and goes is two mails at most in an hour. What nobody was told of is not said to be well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

QUIET = timedelta(hours=1)  # between two mails on the same trouble


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with an office: `kind` is "round", "queue", "dead" or "aside", `detail` in our own words."""

    office: str
    kind: str
    since: datetime
    detail: str = ""

    @property
    def key(self) -> str:
        """The same for the same trouble, whenever it comes."""
        return f"{self.office} {self.kind}"


@dataclass(frozen=True, slots=True)
class Told:
    """A trouble that the operator was told of; `well_since` is when it was first seen to be gone."""

    trouble: Trouble
    at: datetime
    well_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class News:
    """What is to be told now, and what is known when that has been done."""

    wrong: tuple[Trouble, ...]
    well: tuple[Told, ...]
    known: tuple[Told, ...]


def news(now: datetime, troubles: Sequence[Trouble], known: Mapping[str, Told], patience: timedelta) -> News:
    """Compare what is wrong with what was told; `patience` is how long either must have lasted."""
    present = {trouble.key: trouble for trouble in troubles}
    wrong = tuple(t for t in troubles if t.key not in known and now - t.since >= patience)
    kept, well = [], []
    for told in known.values():
        if told.trouble.key in present:
            kept.append(Told(told.trouble, told.at))
            continue
        since = told.well_since or now
        if now - since >= patience and now - told.at >= QUIET:
            well.append(told)
        else:
            kept.append(Told(told.trouble, told.at, since))
    return News(wrong, tuple(well), (*kept, *(Told(trouble, now) for trouble in wrong)))
