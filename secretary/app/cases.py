"""Where a case stands after a step.

Promises: pure. Only a person takes a case from people: no machine's mail, timer or settled effect
closes what is escalated or handed over.
"""

from __future__ import annotations

from collections.abc import Iterable

from secretary.decide.house import WITH_PEOPLE
from secretary.domain.action import Action, Close, Escalate, Remind
from secretary.domain.case import Case, CaseState


def state_after(case: Case, actions: Iterable[Action], proposed: CaseState | None) -> CaseState:
    """The new state; `proposed` is the building block's, None where none took the step."""
    kinds = {type(action) for action in actions}
    if Escalate in kinds:
        return CaseState.ESCALATED
    if Close in kinds:
        return CaseState.HANDED_OVER if case.service else CaseState.CLOSED
    if case.state in WITH_PEOPLE:
        return case.state
    if Remind in kinds:
        return CaseState.WAITING
    if proposed is not None:
        return proposed
    return case.state if case.service else CaseState.CLOSED
