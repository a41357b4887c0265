"""A case as one list: what came in, what was decided, what went out, who settled it, what it waits for.

Promises: pure; the oldest first, timers that wait at the end. What was decided upon a mail stands right behind it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from secretary.domain.effect import AppendMessage, RemoveEvent, SendMail, StoreEvent
from secretary.ledger.views.story import EffectStory, StepStory, Story, TimerStory


class Moment(StrEnum):
    """What kind of thing happened."""

    MAIL_IN = "mail-in"
    DECIDED = "decided"
    SETTLED = "settled"
    MAIL_OUT = "mail-out"
    NOTE = "note"
    CALENDAR = "calendar"
    FILED = "filed"
    TIMER = "timer"


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened, or a timer that will; exactly one of the last three is filled."""

    at: datetime
    moment: Moment
    step: StepStory | None = None
    effect: EffectStory | None = None
    timer: TimerStory | None = None


def timeline(story: Story) -> tuple[Happening, ...]:
    """Everything of a case in its order."""
    past = sorted((*_steps(story), *_effects(story)), key=lambda happening: happening.at)
    return (*past, *(Happening(timer.due, Moment.TIMER, timer=timer) for timer in story.timers))


def _steps(story: Story) -> Iterator[Happening]:
    for step in story.steps:
        if step.digest:
            yield Happening(step.at, Moment.MAIL_IN, step)
        if step.ordered:
            closes = any(ordered.action == "Close" for ordered in step.ordered)
            yield Happening(step.at, Moment.SETTLED if closes else Moment.DECIDED, step)


def _effects(story: Story) -> Iterator[Happening]:
    for effect in story.effects:
        yield Happening(effect.settled_at or effect.due, _moment(effect), effect=effect)


def _moment(effect: EffectStory) -> Moment:
    match effect.deed:
        case SendMail():
            return Moment.MAIL_OUT
        case AppendMessage():
            return Moment.NOTE
        case StoreEvent() | RemoveEvent():
            return Moment.CALENDAR
        case _:
            return Moment.FILED
