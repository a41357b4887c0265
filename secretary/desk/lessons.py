"""What the secretary could learn, as values: a rule to say yes to, and another autonomy for a rule."""

from __future__ import annotations

from dataclasses import dataclass

from secretary.decide.model import RuleText
from secretary.decide.offers import Tally
from secretary.decide.teaching import Replay
from secretary.domain.lesson import Lesson
from secretary.domain.past import Way


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rule to say yes to: how such mails would end, and what it would have caught in the last `days` days.

    `problems` says why it cannot go live, in sentences.
    """

    lesson: Lesson
    rule: RuleText
    way: Way
    replay: Replay
    days: int
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Learned:
    """What an office has been taught and what is offered to it; `tallies` count by rule what people made of it."""

    lessons: tuple[Lesson, ...] = ()
    offers: tuple[Lesson, ...] = ()
    tallies: tuple[Tally, ...] = ()
    days: int = 90
