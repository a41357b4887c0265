"""What was decided about a mail, and why: the trace is part of the decision.

Promises: complete. From a Decision alone a person can be told which rules were looked at, which
fired, and at which condition the nearest others failed.
Never does: depend on anything but its inputs; the same inputs give an equal Decision.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from secretary.domain.action import Action
from secretary.domain.case import Case
from secretary.domain.office import Autonomy, Office, Role


@dataclass(frozen=True, slots=True)
class Check:
    """One condition as it was tested: what was asked, what was found, whether it held."""

    condition: str
    found: str
    held: bool


# Conditions on what a mail says or brings; the others are circumstances that many mails share.
CONTENT = frozenset(
    {"sender", "recipient", "header", "subject", "text", "attachment", "intent", "sender_flag", "all", "any"}
)


@dataclass(frozen=True, slots=True)
class RuleTrace:
    """One rule as it was looked at. `fired` only if every check held.

    `place` is "file:line"; built-in rules of the house have the place "house".
    """

    rule: str
    place: str
    fired: bool
    checks: tuple[Check, ...] = ()
    why: str = ""

    @property
    def nearness(self) -> float:
        """Share of checks that held, 0 to 1; a near miss is close to 1."""
        return sum(c.held for c in self.checks) / len(self.checks) if self.checks else 0.0

    @property
    def is_near(self) -> bool:
        """Whether a single condition kept it from firing, and something of the mail itself agreed."""
        failed = [c for c in self.checks if not c.held]
        agreed = any(c.held and c.condition.partition(":")[0] in CONTENT for c in self.checks)
        return len(failed) == 1 and agreed


@dataclass(frozen=True, slots=True)
class Reasoned:
    """An action with the rule that ordered it and the reason in words."""

    action: Action
    rule: str
    why: str
    autonomy: Autonomy = Autonomy.ACT


class Outcome(StrEnum):
    """How a mail ends: every mail in exactly one."""

    HANDLED = "handled"
    ESCALATED = "escalated"


@dataclass(frozen=True, slots=True)
class Decision:
    """The actions in order, the outcome, and the trace of all rules looked at.

    `rules_version` is a hash of the rule set, so that a replay can tell what changed.
    """

    actions: tuple[Reasoned, ...]
    outcome: Outcome
    trace: tuple[RuleTrace, ...]
    rules_version: str = ""

    def near_misses(self, most: int = 3) -> tuple[RuleTrace, ...]:
        """The rules that did not fire but came nearest, nearest first."""
        missed = [t for t in self.trace if not t.fired and t.is_near]
        return tuple(sorted(missed, key=lambda t: -t.nearness)[:most])


@dataclass(frozen=True, slots=True)
class History:
    """What is on record about the writer and the thread, as counts and times.

    `known` means that a person of the office has written to or handled mail of this address.
    `answered` maps template names to the time of the last automatic answer to this writer.
    """

    known: bool = False
    mails_before: int = 0
    automatic_today: int = 0
    automatic_this_hour: int = 0
    last_mail: datetime | None = None
    answered: tuple[tuple[str, datetime], ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """All that deciding may know besides the Reading and the rules.

    `case` is the case that the mail belongs to, by its thread, or None. `answers_ours` says
    whether the mail answers a mail of ours; `ours_in_thread` whether it carries our loop marker.
    `uid_known` says whether a calendar message's UID is an event of ours.
    """

    office: Office
    now: datetime
    role: Role = Role.CLIENT
    case: Case | None = None
    history: History = History()
    office_open: bool = True
    answers_ours: bool = False
    ours_in_thread: bool = False
    seen_before: bool = False
    uid_known: bool = False
    services: frozenset[str] = frozenset()
