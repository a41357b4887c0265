"""What is on record in words for the person at the terminal.

Promises: one line each, total on whatever was recorded; times in the zone that is named.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from secretary.desk.record_words import ACTIONS, deed_word
from secretary.domain.case import Case, CaseState
from secretary.domain.effect import AppendMessage, Deed, EffectState, RemoveEvent, SendMail, StoreEvent
from secretary.ledger.views.story import EffectStory, Ordered

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def moment(at: datetime, zone: str) -> str:
    """Tue 24 Nov 2026, 06:10."""
    return f"{at.astimezone(ZoneInfo(zone)):%a %d %b %Y, %H:%M}"


def length(span: timedelta) -> str:
    """5 minutes; the one or two largest units are enough."""
    if span < MINUTE:
        return "less than a minute"
    days, rest = divmod(span, DAY)
    hours, minutes = rest // HOUR, (rest % HOUR) // MINUTE
    units = [(days, "day"), (hours, "hour"), (minutes if not days else 0, "minute")]
    return " ".join(counted(n, unit) for n, unit in units if n)


def counted(number: int, noun: str) -> str:
    """1 case, 2 cases."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def owes(case: Case) -> str:
    """Who has to do the next thing."""
    match case.state:
        case CaseState.WAITING:
            return f"{case.party.addr_spec or 'the other side'} owes an answer"
        case CaseState.ESCALATED:
            return "a person of the office must look at it"
        case CaseState.HANDED_OVER:
            return "a person of the office leads it"
        case CaseState.CLOSED:
            return "closed"
        case CaseState.OPEN:
            return "the secretary works on it"


def action(ordered: Ordered) -> str:
    """The action as an order."""
    word = _began_small(ACTIONS.get(ordered.action, (ordered.action,) * 2)[1])
    more = DETAILS.get(ordered.action)
    return f"{word} {more(ordered.details)}".rstrip() if more else word


def _began_small(words: str) -> str:
    return words[:1].lower() + words[1:]


def _to(told: Mapping[str, Any]) -> str:
    to = ", ".join(str(address.get("addr_spec", "")) for address in told.get("to") or ())
    return f"to {to}" if to else ""


DETAILS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "Answer": lambda told: f"{told['template']} {_to(told)}",
    "Forward": _to,
    "FileInto": lambda told: str(told["folder"]),
    "Flag": lambda told: str(told["flag"]),
    "Escalate": lambda told: f"({told['reason']}) {told['detail']}",
    "Remind": lambda told: f"in {length(timedelta(seconds=told['after']))}",
    "Engage": lambda told: f"{told['service']}: {told['request']}",
    "PutEvent": lambda told: f"in {told['calendar']}",
    "DeleteEvent": lambda told: f"from {told['calendar']}",
    "SetTimer": lambda told: f"at {told['at']} ({told['name']})",
    "DropTimer": lambda told: f"for {told['name']}",
}


def deed(what: Deed) -> str:
    """The deed as a noun, with the id to search for."""
    word = _began_small(deed_word(what, "en"))
    match what:
        case SendMail(message_id=name) | AppendMessage(message_id=name) | StoreEvent(uid=name) | RemoveEvent(uid=name):
            return f"{word}  {name}"
        case _:
            return word


def ended(effect: EffectStory, zone: str) -> str:
    """How an effect stands, or how it ended."""
    at = moment(effect.settled_at or effect.due, zone)
    why = " ".join(filter(None, (effect.reason, effect.detail)))
    match effect.state:
        case EffectState.SENT:
            return f"done, {at}" + (f" ({why})" if why else "")
        case EffectState.REFUSED:
            return f"refused, {at}: {why}"
        case EffectState.UNKNOWN:
            return f"may have happened, {at}: {why}"
        case EffectState.TRANSMITTING:
            return "under way"
        case EffectState.QUEUED:
            tries = f" after {effect.attempts} tries ({effect.problem})" if effect.attempts else ""
            return f"waits until {at}{tries}"
