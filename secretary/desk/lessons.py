"""What the secretary could learn, as values: a rule to say yes to, and another autonomy for a rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from secretary.decide.model import RuleText
from secretary.decide.offers import Tally
from secretary.decide.teaching import Replay
from secretary.domain.lesson import Lesson, LessonState
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
    """What an office has been taught and what is offered to it; `tallies` count by rule what people made of it.

    `counts` says by the id of an offer how many letters speak for it.
    """

    lessons: tuple[Lesson, ...] = ()
    offers: tuple[Lesson, ...] = ()
    tallies: tuple[Tally, ...] = ()
    days: int = 90
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def open(self) -> tuple[Lesson, ...]:
        """What waits for a yes or no: what is offered now, and what was proposed and nobody has answered yet."""
        offered = {lesson.id for lesson in self.offers}
        waiting = (one for one in self.lessons if one.state is LessonState.PROPOSED and one.id not in offered)
        said = {lesson.id for lesson in self.lessons if lesson.state is not LessonState.PROPOSED}
        return (*(lesson for lesson in self.offers if lesson.id not in said), *waiting)

    @property
    def said(self) -> tuple[Lesson, ...]:
        """What people have said yes or no to."""
        return tuple(lesson for lesson in self.lessons if lesson.state is not LessonState.PROPOSED)
