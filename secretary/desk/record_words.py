"""What is on record, and what would be done, in two languages: for the desk and for the command line.

Promises: one line each, total on every deed and every action.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from secretary.act.compose.wording import REASONS, say
from secretary.domain.action import Action, Answer, Engage, Escalate, FileInto, Flag, Forward
from secretary.domain.decision import Outcome
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
from secretary.ledger.views.log import LogLine
from secretary.ledger.views.story import EffectStory

EFFECT_STATES: Mapping[EffectState, tuple[str, str]] = {
    EffectState.QUEUED: ("wartet", "waiting"),
    EffectState.TRANSMITTING: ("unterwegs", "under way"),
    EffectState.SENT: ("getan", "done"),
    EffectState.REFUSED: ("gescheitert", "failed"),
    EffectState.UNKNOWN: ("ungewiss", "uncertain"),
}
EFFECTS: Mapping[str, tuple[str, str]] = {  # by their kind on record
    "send": ("Mail", "Mail"),
    "file": ("Abgelegt", "Filed"),
    "gather": ("Mails des Falls zusammengelegt", "Mails of the case gathered"),
    "flag": ("Markiert", "Flagged"),
    "append": ("Notiz oder Entwurf", "Note or draft"),
    "store": ("Eintrag im Kalender", "Entry in the calendar"),
    "remove": ("Aus dem Kalender genommen", "Taken out of the calendar"),
}
OUTCOMES: Mapping[str, tuple[str, str]] = {
    Outcome.HANDLED.value: ("Selbst erledigt", "Handled by itself"),
    Outcome.ESCALATED.value: ("Einem Menschen vorgelegt", "Put before a person"),
    "": ("Ein Schritt ohne Mail", "A step without a mail"),
}
ACTIONS: Mapping[str, tuple[str, str]] = {  # by their name on record
    "Answer": ("Antwort nach Vorlage", "Answer from template"),
    "Forward": ("Weiterleiten", "Forward"),
    "FileInto": ("Ablegen in", "File into"),
    "Flag": ("Markieren mit", "Flag"),
    "Escalate": ("Einem Menschen vorlegen", "Hand to a person"),
    "Remind": ("Erinnern", "Remind"),
    "Close": ("Von einem Menschen erledigt", "Settled by a person"),
    "Ignore": ("Nichts zu tun", "Nothing to do"),
    "Engage": ("Übergeben an", "Hand to"),
    "PutEvent": ("In den Kalender schreiben", "Write an event"),
    "DeleteEvent": ("Aus dem Kalender nehmen", "Remove an event"),
    "SetTimer": ("Später nachsehen", "Look again later"),
    "DropTimer": ("Nicht mehr warten", "No longer wait"),
}


FOLDERS: Mapping[str, tuple[str, str]] = {  # by role
    "inbox": ("Eingang", "Inbox"),
    "handled": ("Erledigt", "Done"),
    "review": ("Zu prüfen", "To review"),
    "drafts": ("Entwürfe", "Drafts"),
    "sent": ("Gesendet", "Sent"),
    "quarantine": ("Problem", "Problem"),
    "spam": ("Spam", "Spam"),
}
TIMERS: Mapping[str, tuple[str, str]] = {
    "reminder": ("Kommt wieder vor einen Menschen", "Comes before a person again"),
    "hold": ("Die vorgemerkten Zeiten verfallen", "The held times lapse"),
    "search": ("Noch einmal nach Zeiten suchen", "Look for times again"),
    "nudge": ("Erinnern, wenn keine Antwort kommt", "Remind them if no answer comes"),
    "resume": ("Wieder Zeiten anbieten", "Offer times again"),
    "digest": ("Die Übersicht geht hinaus", "The digest goes out"),
    "overdue": ("Sagen, dass der Fall zu lange wartet", "Tell that the case has waited too long"),
    "offers": ("Vorschläge zu Regeln machen", "Propose rules"),
    "agenda": ("Noch einmal die Kalender lesen", "Read the calendars again"),
    "watch": ("Nach dem Termin im Kalender sehen", "Look after the meeting in the calendar"),
}


def folder_word(folder: str, language: str) -> str:
    """A folder by what it is for, else by its name, in quotes."""
    name = FOLDERS[folder][0 if language == "de" else 1] if folder in FOLDERS else folder
    return f"„{name}“" if language == "de" else f"“{name}”"


def timer_word(name: str, language: str) -> str:
    """What a timer is for."""
    return TIMERS[name][0 if language == "de" else 1] if name in TIMERS else name


def effect_state(state: EffectState, language: str) -> str:
    """How an effect stands, in a word."""
    return EFFECT_STATES[state][0 if language == "de" else 1]


def log_word(line: LogLine, language: str) -> str:
    """A line of the log: what happened, and how it ended."""
    place = 0 if language == "de" else 1
    if line.state is None:
        return " · ".join((OUTCOMES[line.outcome][place], *line.rules))
    about = ", ".join(filter(None, (line.template, line.reason)))
    told = f"{EFFECTS[line.effect][place]}: {effect_state(line.state, language)}"
    return f"{told} ({about})" if about else told


def effect_word(effect: EffectStory, language: str) -> str:
    """What was done, and how it stands."""
    why = " ".join(filter(None, (effect.detail or effect.reason, effect.problem if effect.attempts > 1 else "")))
    shown = f"{deed_word(effect.deed, language)}: {effect_state(effect.state, language)}"
    return f"{shown} ({why})" if why else shown


def deed_word(deed: Deed, language: str) -> str:
    """What is done to the world, without the ids that only a searcher needs."""
    folder = partial(folder_word, language=language)
    match deed:
        case SendMail():
            to = ", ".join(deed.envelope_to)
            both = (
                f"Mail an {to}: {deed.subject or '(ohne Betreff)'}",
                f"Mail to {to}: {deed.subject or '(no subject)'}",
            )
        case FileMessage():
            both = (f"Abgelegt in {folder(deed.folder)}", f"Filed into {folder(deed.folder)}")
        case GatherMessages():
            both = (
                f"Was vom Fall noch in {folder(deed.source)} lag, in {folder(deed.folder)} abgelegt",
                f"What was left of the case in {folder(deed.source)} filed into {folder(deed.folder)}",
            )
        case FlagMessage():
            both = (f"Markiert mit {deed.flag}", f"Flagged {deed.flag}")
        case AppendMessage():
            both = (f"Notiz oder Entwurf in {folder(deed.folder)}", f"Note or draft in {folder(deed.folder)}")
        case StoreEvent():
            both = (f"Eintrag im Kalender {deed.calendar}", f"Event in {deed.calendar}")
        case RemoveEvent():
            both = (f"Eintrag aus dem Kalender {deed.calendar} genommen", f"Event removed from {deed.calendar}")
    return both[0 if language == "de" else 1]


def action_word(action: Action, language: str) -> str:
    """What an action orders."""
    word = ACTIONS[type(action).__name__][0 if language == "de" else 1]
    detail = _detail(action, language)
    return f"{word}: {detail}" if detail else word


def _detail(action: Action, language: str) -> str:  # noqa: PLR0911 - one line an action
    match action:
        case Answer(template=name):
            return name
        case Forward(to=to):
            return ", ".join(a.addr_spec for a in to)
        case FileInto(folder=name):
            return folder_word(name, language)
        case Flag(flag=name):
            return name
        case Escalate(reason=reason):
            return say(REASONS[reason], language)
        case Engage(service=service, request=request):
            return f"{service}, {request}"
        case _:
            return ""
