"""What would become of a mail: the outcome of a dry run, as a value."""

from __future__ import annotations

from dataclasses import dataclass

from secretary.domain.decision import Decision, Reasoned
from secretary.domain.reading import Reading


@dataclass(frozen=True, slots=True)
class Tried:
    """What was understood and decided; `letters` are the words of mails, notes and drafts that would be written."""

    reading: Reading
    decision: Decision
    reasons: tuple[Reasoned, ...]
    letters: tuple[str, ...]
