"""When a rule is offered more freedom, or less: by what people made of its drafts and answers.

Promises: pure. More is offered after so many drafts sent unchanged, one after the other; less after so many
answers that people had to correct. What was before the last change of a rule's autonomy does not count.
Never does: change a rule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from secretary.decide.ruleset import Rule
from secretary.domain.lesson import Judged, Verdict
from secretary.domain.office import Autonomy


@dataclass(frozen=True, slots=True)
class Tally:
    """How often people sent a rule's drafts unchanged, changed them, or sent none; and corrected its answers."""

    rule: str
    approved: int = 0
    edited: int = 0
    rejected: int = 0
    corrected: int = 0


@dataclass(frozen=True, slots=True)
class Offer:
    """Another autonomy for a rule, and how many verdicts speak for it."""

    rule: str
    autonomy: Autonomy
    count: int


def tallies(judged: Iterable[Judged]) -> tuple[Tally, ...]:
    """The verdicts by rule, in the order in which rules were first judged."""
    counts: dict[str, Counter[Verdict]] = {}
    for one in judged:
        counts.setdefault(one.rule, Counter())[one.verdict] += 1
    return tuple(Tally(rule, *(count[verdict] for verdict in Verdict)) for rule, count in counts.items())


def offers(
    rules: Iterable[Rule],
    judged: Sequence[Judged],
    changed: Mapping[str, datetime],
    *,
    approvals: int,
    corrections: int,
) -> Iterator[Offer]:
    """What is to be offered now; `changed` is when the autonomy of a rule was last changed."""
    for rule in rules:
        name, answers = rule.text.name, any(then.answer for then in rule.text.then)
        since = changed.get(name)
        mine = [j.verdict for j in judged if j.rule == name and (since is None or j.at > since)]
        if rule.text.autonomy is Autonomy.SUGGEST:
            if answers and (streak := _streak(mine)) >= approvals:
                yield Offer(name, Autonomy.ACT, streak)
        elif (wrong := mine.count(Verdict.CORRECTED)) >= corrections:
            yield Offer(name, Autonomy.SUGGEST, wrong)


def _streak(verdicts: Sequence[Verdict]) -> int:
    """Drafts that were sent unchanged since the last that was not."""
    others = (n for n, verdict in enumerate(reversed(verdicts)) if verdict is not Verdict.APPROVED)
    return next(others, len(verdicts))
