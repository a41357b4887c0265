"""The story of a case as it is on record: mails, what was decided and why, what was done, what waits.

Promises: values as they were written, the oldest first; nothing of another case.
Never does: interpret, or show the text of a mail beyond the findings in its trace.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from secretary.domain.case import Case
from secretary.domain.decision import Check, RuleTrace
from secretary.domain.effect import Deed, EffectState, effect_key
from secretary.ledger.codec import deed_of
from secretary.ledger.tables import CaseRow, DecisionRow, EffectRow, MessageRow, TimerRow

MAX_ACTIONS = 40  # of one step; the most that any step orders is a dozen


@dataclass(frozen=True, slots=True)
class Ordered:
    """One action as it was ordered: its name, what it said, by which rule, and why."""

    action: str
    details: Mapping[str, Any]
    rule: str
    why: str
    autonomy: str


@dataclass(frozen=True, slots=True)
class StepStory:
    """One step of a case. `message_id`, `sender` and `kind` are "" where no mail caused it."""

    at: datetime
    outcome: str
    rules_version: str
    ordered: tuple[Ordered, ...]
    trace: tuple[RuleTrace, ...]
    digest: str = ""
    message_id: str = ""
    sender: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class EffectStory:
    """One effect and how it ended. `problem` is that of the last try, `reason` and `detail` of the end."""

    key: str
    deed: Deed
    state: EffectState
    attempts: int
    due: datetime
    problem: str
    reason: str
    detail: str
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class TimerStory:
    """A timer that waits."""

    name: str
    due: datetime


@dataclass(frozen=True, slots=True)
class Story:
    """A case with all that is on record of it; of a single mail only what that mail caused.

    `state` is what the building block that leads the case remembers of it.
    """

    case: Case
    steps: tuple[StepStory, ...]
    effects: tuple[EffectStory, ...]
    timers: tuple[TimerStory, ...]
    whole: bool = True
    state: Mapping[str, Any] = field(default_factory=dict)


def story_of(connection: Connection, case: Case) -> Story:
    """Everything of a case."""
    effects, timers = _effects(connection, case), _timers(connection, case)
    return Story(case, _steps(connection, case), effects, timers, state=_state(connection, case))


def _state(connection: Connection, case: Case) -> Mapping[str, Any]:
    held = connection.scalar(select(col(CaseRow.state_json)).where(col(CaseRow.id) == case.id))
    return dict(json.loads(held)) if held else {}


def story_of_mail(connection: Connection, case: Case, digest: str) -> Story:
    """What one mail of a case caused: its own step and the news that followed from it."""
    steps = tuple(_until_next_mail(_steps(connection, case), digest))
    effects = _effects(connection, case)
    caused = _caused(case, digest, effects)
    return Story(case, steps, tuple(e for e in effects if e.key in caused), _timers(connection, case), whole=False)


def _until_next_mail(steps: Iterable[StepStory], digest: str) -> Iterator[StepStory]:
    inside = False
    for step in steps:
        inside = step.digest == digest if step.digest else inside
        if inside:
            yield step


def _caused(case: Case, digest: str, effects: Iterable[EffectStory]) -> set[str]:
    """Keys say what they are for: a cause is the mail, or an effect of it that has settled."""
    caused: set[str] = set()
    open_keys, causes = {e.key for e in effects}, [digest]
    while causes:
        cause = causes.pop()
        own = [effect_key(case.office, case.id, cause, str(index)) for index in range(MAX_ACTIONS)]
        keys = open_keys & {*own, *(effect_key(key, part) for key in own for part in ("note", "draft"))}
        open_keys -= keys
        caused |= keys
        causes += [f"settled {key}" for key in keys]
    return caused


def _steps(connection: Connection, case: Case) -> tuple[StepStory, ...]:
    mails = _mails(connection, case)
    mine = col(DecisionRow.office) == case.office, col(DecisionRow.case_id) == case.id
    rows = connection.execute(
        select(DecisionRow.__table__).where(*mine).order_by(col(DecisionRow.seq))  # type: ignore[attr-defined]
    )
    return tuple(_step(row, mails.get(row.digest)) for row in rows)


def _mails(connection: Connection, case: Case) -> dict[str, Any]:
    mine = col(MessageRow.office) == case.office, col(MessageRow.case_id) == case.id
    rows = connection.execute(select(MessageRow.__table__).where(*mine))  # type: ignore[attr-defined]
    return {row.digest: row for row in rows}


def _step(row: Any, mail: Any) -> StepStory:  # noqa: ANN401 - rows of DecisionRow and MessageRow
    return StepStory(
        at=row.at,
        outcome=row.outcome,
        rules_version=row.rules_version,
        ordered=tuple(_ordered(r) for r in json.loads(row.reasons_json)),
        trace=tuple(_trace(t) for t in json.loads(row.trace_json)),
        digest=row.digest,
        message_id=mail.message_id if mail else "",
        sender=mail.sender_key if mail else "",
        kind=mail.kind if mail else "",
    )


def _ordered(kept: Mapping[str, Any]) -> Ordered:
    details = dict(kept["action"])
    return Ordered(details.pop("is"), details, kept["rule"], kept["why"], kept["autonomy"])


def _trace(kept: Mapping[str, Any]) -> RuleTrace:
    checks = tuple(Check(c["condition"], c["found"], c["held"]) for c in kept["checks"])
    return RuleTrace(kept["rule"], kept["place"], kept["fired"], checks, kept["why"])


def _effects(connection: Connection, case: Case) -> tuple[EffectStory, ...]:
    mine = col(EffectRow.office) == case.office, col(EffectRow.case_id) == case.id
    rows = connection.execute(
        select(EffectRow.__table__).where(*mine).order_by(col(EffectRow.seq))  # type: ignore[attr-defined]
    )
    return tuple(effect_story(row) for row in rows)


def effect_story(row: Any) -> EffectStory:  # noqa: ANN401 - a row of EffectRow
    """An effect as it stands."""
    return EffectStory(
        key=row.key,
        deed=deed_of(row.kind, row.deed_json),
        state=EffectState(row.state),
        attempts=row.attempts,
        due=row.due,
        problem=row.problem,
        reason=row.reason,
        detail=row.detail,
        settled_at=row.settled_at,
    )


def _timers(connection: Connection, case: Case) -> tuple[TimerStory, ...]:
    mine = col(TimerRow.office) == case.office, col(TimerRow.case_id) == case.id
    rows = connection.execute(select(col(TimerRow.name), col(TimerRow.due)).where(*mine).order_by(col(TimerRow.due)))
    return tuple(TimerStory(row[0], row[1]) for row in rows)
