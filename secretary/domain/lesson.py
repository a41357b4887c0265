"""What an office is taught: a rule, or how far a rule may act by itself.

Promises: nothing learns silently. A lesson is proposed, and holds once a person has said so; it can be undone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class LessonKind(StrEnum):
    """RULE: a new one; AUTONOMY: another one for a rule that is there."""

    RULE = "rule"
    AUTONOMY = "autonomy"


class LessonState(StrEnum):
    """From PROPOSED to LIVE or DECLINED, from LIVE to UNDONE."""

    PROPOSED = "proposed"
    LIVE = "live"
    UNDONE = "undone"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Lesson:
    """`rule` is the name of the rule; `text` is its YAML, or the autonomy it is to have, `before` what it had.

    `case` is the case whose settling taught it, "" for none; `by` and `said_by` are address keys.
    """

    id: str
    office: str
    kind: LessonKind
    rule: str
    text: str
    by: str
    at: datetime
    case: str = ""
    before: str = ""
    state: LessonState = LessonState.PROPOSED
    said_by: str = ""
    said_at: datetime | None = None


class Verdict(StrEnum):
    """What people made of what a rule did: its draft sent as it was, changed, or not sent; its answer CORRECTED."""

    APPROVED = "approved"
    EDITED = "edited"
    REJECTED = "rejected"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class Judged:
    """One verdict on a rule."""

    rule: str
    verdict: Verdict
    at: datetime
