"""From what rules and building blocks order to one list that can be carried out.

Promises: an answer that cannot be written becomes an escalation before anything is on record; of
several escalations of one mail one note is written; a mail that a person must see is filed where
people look, whatever else was ordered for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from secretary.domain.action import Action, Answer, Escalate, EscalationReason, FileInto, FolderRole, Forward
from secretary.domain.decision import Decision, Outcome, Reasoned
from secretary.domain.errors import SecretaryError

ASIDE = frozenset({FolderRole.QUARANTINE.value, FolderRole.SPAM.value})
UNWRITTEN = "house.unwritten"


def joined(
    decision: Decision, more: tuple[Reasoned, ...], compose: Callable[[Action], object]
) -> tuple[tuple[Reasoned, ...], Decision]:
    """The decision's actions and a building block's, as they can be done; and the decision as it then is.

    `compose` writes an action's mail as a trial; its SecretaryError is the reason why it cannot be.
    """
    reasons = one_note(writable((*decision.actions, *more), compose))
    if any(isinstance(r.action, Escalate) for r in reasons):
        reasons = tuple(_before_people(r) for r in reasons)
        decision = replace(decision, outcome=Outcome.ESCALATED)
    # Filing comes last: the mail leaves the INBOX when the rest is under way.
    return tuple(sorted(reasons, key=lambda r: isinstance(r.action, FileInto))), decision


def writable(reasons: Iterable[Reasoned], compose: Callable[[Action], object]) -> tuple[Reasoned, ...]:
    """The same, with an escalation in place of each mail that cannot be written."""
    return tuple(_tried(r, compose) for r in reasons)


def _tried(reasoned: Reasoned, compose: Callable[[Action], object]) -> Reasoned:
    if not isinstance(reasoned.action, Answer | Forward):
        return reasoned
    try:
        compose(reasoned.action)
    except SecretaryError as error:
        why = Escalate(EscalationReason.RULE, f"An answer could not be written: {error}")
        return Reasoned(why, UNWRITTEN, f"The mail ordered by {reasoned.rule} could not be written.")
    return reasoned


def one_note(reasons: tuple[Reasoned, ...]) -> tuple[Reasoned, ...]:
    """All escalations as one, in the place of the first."""
    notes = [r for r in reasons if isinstance(r.action, Escalate)]
    return tuple(_without_doubles(reasons, _merged(notes))) if len(notes) > 1 else reasons


def _without_doubles(reasons: Iterable[Reasoned], note: Reasoned) -> Iterator[Reasoned]:
    told = False
    for reasoned in reasons:
        if not isinstance(reasoned.action, Escalate):
            yield reasoned
        elif not told:
            told = True
            yield note


def _merged(notes: list[Reasoned]) -> Reasoned:
    """A suggestion is the weakest reason; every detail and suggestion is kept, and the first draft."""
    actions = [n.action for n in notes if isinstance(n.action, Escalate)]
    reason = next((a.reason for a in actions if a.reason is not EscalationReason.SUGGESTION), actions[0].reason)
    detail = " ".join(dict.fromkeys(a.detail for a in actions if a.detail))
    suggestions = tuple(dict.fromkeys(s for a in actions for s in a.suggestions))
    draft = next((a.draft for a in actions if a.draft), None)
    orders = tuple(dict.fromkeys(order for a in actions for order in a.orders))
    return replace(notes[0], action=Escalate(reason, detail, suggestions, draft, orders))


def _before_people(reasoned: Reasoned) -> Reasoned:
    action = reasoned.action
    if not isinstance(action, FileInto) or action.folder in ASIDE:
        return reasoned
    return replace(reasoned, action=FileInto(FolderRole.REVIEW.value))
