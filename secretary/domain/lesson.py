"""What an office is taught: a rule, how far a rule may act by itself, or other words for a template.

Promises: nothing learns silently. A lesson is proposed, and holds once a person has said so; it can be undone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from secretary.domain.address import Address


class LessonKind(StrEnum):
    """RULE: a new one; AUTONOMY: another one for a rule that is there; WORDING: a paragraph of a template."""

    RULE = "rule"
    AUTONOMY = "autonomy"
    WORDING = "wording"


class LessonState(StrEnum):
    """From PROPOSED to LIVE or DECLINED, from LIVE to UNDONE."""

    PROPOSED = "proposed"
    LIVE = "live"
    UNDONE = "undone"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Lesson:
    """`rule` is the name of the rule; `text` is its YAML, or the autonomy it is to have, `before` what it had.

    For other words `rule` is the template with its language ("reply_draft.de"), `before` the paragraph as it stands
    in the template, `text` what is to stand there ("" for nothing). `case` is the case whose settling taught it, ""
    for none; `by` and `said_by` are address keys.
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


@dataclass(frozen=True, slots=True)
class Rewording:
    """Other words for a paragraph of a template: both on one line each, fields as the template writes them.

    `write` may be several paragraphs with an empty line between, or "" where the paragraph is left out.
    """

    template: str
    language: str
    instead_of: str
    write: str


@dataclass(frozen=True, slots=True)
class Made:
    """A change that a person made in a draft, in which case, and to whom the letter went."""

    rewording: Rewording
    case: str
    party: Address
    at: datetime
