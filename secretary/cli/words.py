"""What is on record in words for the person at the terminal.

Promises: one line each, total on whatever was recorded; times in the zone that is named.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from secretary.domain.case import Case, CaseState
from secretary.domain.effect import (
    AppendMessage,
    Deed,
    EffectState,
    FileMessage,
    FlagMessage,
    GatherMessages,
    RemoveEvent,
    SendMail,
    StoreEvent,
)
from secretary.ledger.story import EffectStory, Ordered

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
    told = ACTIONS.get(ordered.action)
    return told(ordered.details) if told else ordered.action


def _to(told: Mapping[str, Any]) -> str:
    to = ", ".join(str(address.get("addr_spec", "")) for address in told.get("to") or ())
    return f" to {to}" if to else ""


ACTIONS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "Answer": lambda told: f"answer from template {told['template']}{_to(told)}",
    "Forward": lambda told: f"forward{_to(told)}",
    "FileInto": lambda told: f"file into {told['folder']}",
    "Flag": lambda told: f"flag {told['flag']}",
    "Escalate": lambda told: f"hand to a person ({told['reason']}) {told['detail']}".rstrip(),
    "Remind": lambda told: f"remind in {length(timedelta(seconds=told['after']))}",
    "Close": lambda _: "settled by a person: clear it from the folders for people",
    "Ignore": lambda _: "nothing to do",
    "Engage": lambda told: f"hand to {told['service']}: {told['request']}",
    "PutEvent": lambda told: f"write an event in {told['calendar']}",
    "DeleteEvent": lambda told: f"remove an event from {told['calendar']}",
    "SetTimer": lambda told: f"look again at {told['at']} ({told['name']})",
    "DropTimer": lambda told: f"no longer wait for {told['name']}",
}


def deed(what: Deed) -> str:  # noqa: PLR0911 - one line a deed
    """The deed as a noun."""
    match what:
        case SendMail():
            return f"mail to {', '.join(what.envelope_to)}: {what.subject or '(no subject)'}  {what.message_id}"
        case FileMessage():
            return f"filed into {what.folder}"
        case GatherMessages():
            return f"what is left of the case in {what.source} filed into {what.folder}"
        case FlagMessage():
            return f"flagged {what.flag}"
        case AppendMessage():
            return f"note or draft in {what.folder}  {what.message_id}"
        case StoreEvent():
            return f"event {what.uid} in {what.calendar}"
        case RemoveEvent():
            return f"event {what.uid} removed from {what.calendar}"


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
