"""What is on record, and what would be done, in the desk's two languages.

Promises: one line each, total on every deed and every action.
"""

from __future__ import annotations

from collections.abc import Mapping

from secretary.act.compose.wording import REASONS, say
from secretary.domain.action import (
    Action,
    Answer,
    Close,
    DeleteEvent,
    DropTimer,
    Engage,
    Escalate,
    FileInto,
    Flag,
    Forward,
    Ignore,
    PutEvent,
    Remind,
    SetTimer,
)
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
from secretary.ledger.story import EffectStory

EFFECT_STATES: Mapping[EffectState, tuple[str, str]] = {
    EffectState.QUEUED: ("wartet", "waiting"),
    EffectState.TRANSMITTING: ("unterwegs", "under way"),
    EffectState.SENT: ("getan", "done"),
    EffectState.REFUSED: ("gescheitert", "failed"),
    EffectState.UNKNOWN: ("ungewiss", "uncertain"),
}
ACTIONS: Mapping[type[Action], tuple[str, str]] = {
    Answer: ("Antwort nach Vorlage", "Answer from template"),
    Forward: ("Weiterleiten", "Forward"),
    FileInto: ("Ablegen in", "File into"),
    Flag: ("Markieren mit", "Flag"),
    Escalate: ("Einem Menschen vorlegen", "Put before a person"),
    Remind: ("Erinnern", "Remind"),
    Close: ("Abschließen", "Close"),
    Ignore: ("Nichts zu tun", "Nothing to do"),
    Engage: ("Übergeben an", "Hand to"),
    PutEvent: ("In den Kalender schreiben", "Write into the calendar"),
    DeleteEvent: ("Aus dem Kalender nehmen", "Take out of the calendar"),
    SetTimer: ("Später nachsehen", "Look again later"),
    DropTimer: ("Nicht mehr warten", "No longer wait"),
}


def effect_state(state: EffectState, language: str) -> str:
    """How an effect stands, in a word."""
    return EFFECT_STATES[state][0 if language == "de" else 1]


def effect_word(effect: EffectStory, language: str) -> str:
    """What was done, and how it stands."""
    why = " ".join(filter(None, (effect.detail or effect.reason, effect.problem if effect.attempts > 1 else "")))
    shown = f"{_deed(effect.deed, language)}: {effect_state(effect.state, language)}"
    return f"{shown} ({why})" if why else shown


def _deed(deed: Deed, language: str) -> str:
    match deed:
        case SendMail():
            to = ", ".join(deed.envelope_to)
            both = (f"Mail an {to}, „{deed.subject}“", f"Mail to {to}, “{deed.subject}”")
        case FileMessage():
            both = (f"Abgelegt in {deed.folder}", f"Filed into {deed.folder}")
        case GatherMessages():
            both = (f"Die Mails des Falls in {deed.folder}", f"The case's mails into {deed.folder}")
        case FlagMessage():
            both = (f"Markiert mit {deed.flag}", f"Flagged {deed.flag}")
        case AppendMessage():
            both = (f"Notiz oder Entwurf in {deed.folder}", f"Note or draft in {deed.folder}")
        case StoreEvent():
            both = ("Eintrag im Kalender", "Entry in the calendar")
        case RemoveEvent():
            both = ("Aus dem Kalender genommen", "Taken out of the calendar")
    return both[0 if language == "de" else 1]


def action_word(action: Action, language: str) -> str:
    """What an action orders."""
    word = ACTIONS[type(action)][0 if language == "de" else 1]
    detail = _detail(action, language)
    return f"{word}: {detail}" if detail else word


def _detail(action: Action, language: str) -> str:
    match action:
        case Answer(template=name):
            return name
        case Forward(to=to):
            return ", ".join(a.addr_spec for a in to)
        case FileInto(folder=name) | Flag(flag=name):
            return name
        case Escalate(reason=reason):
            return say(REASONS[reason], language)
        case Engage(service=service, request=request):
            return f"{service}, {request}"
        case _:
            return ""
