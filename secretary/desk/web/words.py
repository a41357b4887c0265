"""The desk's own words, in German and in English. Data only."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from secretary.domain.case import CaseState
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

WORDS: Mapping[str, tuple[str, str]] = {
    "desk": ("Schreibtisch", "Desk"),
    "skip": ("Zum Inhalt", "Skip to content"),
    "queue": ("Zu prüfen", "To review"),
    "running": ("Laufend", "Running"),
    "standing": ("Stand", "Standing"),
    "sign_in": ("Anmelden", "Sign in"),
    "sign_out": ("Abmelden", "Sign out"),
    "address": ("Ihre Mailadresse", "Your mail address"),
    "send_link": ("Link schicken", "Send the link"),
    "sign_in_how": (
        "Sie bekommen einen Link per Mail. Er gilt einmal und 15 Minuten lang.",
        "You get a link by mail. It works once, for 15 minutes.",
    ),
    "link_sent": (
        "Wenn die Adresse hier bekannt ist, ist ein Link unterwegs.",
        "If the address is known here, a link is on its way.",
    ),
    "link_good": ("Ein Schritt noch.", "One more step."),
    "link_bad": (
        "Dieser Link gilt nicht mehr. Lassen Sie sich einen neuen schicken.",
        "This link is no longer good. Ask for a new one.",
    ),
    "nothing_waits": ("Nichts wartet auf Sie.", "Nothing waits for you."),
    "nothing_runs": ("Gerade läuft nichts.", "Nothing is running."),
    "since": ("seit", "for"),
    "from": ("von", "from"),
    "why": ("Warum hier", "Why here"),
    "suggested": ("Vorschlag", "Suggested"),
    "understood": ("Was geschah", "What happened"),
    "done": ("Was getan wurde", "What was done"),
    "waits_for": ("Worauf gewartet wird", "What it waits for"),
    "near_misses": ("Fast gegriffen", "Nearly fired"),
    "failed_at": ("scheiterte an", "failed at"),
    "found": ("gefunden", "found"),
    "nothing": ("nichts", "nothing"),
    "answer": ("Antworten", "Answer"),
    "letter": ("Ihr Brief", "Your letter"),
    "letter_to": ("geht an", "goes to"),
    "send_and_settle": ("Senden und erledigen", "Send and settle"),
    "settle": ("Ohne Antwort erledigen", "Settle without an answer"),
    "letter_empty": ("Der Brief ist leer; es wurde nichts gesendet.", "The letter is empty; nothing was sent."),
    "case_moved": (
        "In diesem Fall ist inzwischen etwas geschehen; es wurde nichts gesendet. Bitte lesen Sie ihn noch einmal.",
        "Something has happened in this case meanwhile; nothing was sent. Please read it again.",
    ),
    "back": ("Zurück zur Liste", "Back to the list"),
    "last_mail": ("Letzte Mail", "Last mail"),
    "mails_today": ("Mails in 24 Stunden", "Mails in 24 hours"),
    "outbox": ("Ausgang", "Outbox"),
    "dead": ("Gescheitert oder ungewiss", "Failed or uncertain"),
    "failures": ("Nicht lesbare Mails", "Mails that could not be read"),
    "timers": ("Wecker", "Timers"),
    "not_found": ("Das gibt es hier nicht.", "There is no such thing here."),
    "not_here": ("Diese Seite ist nicht für Sie.", "This page is not for you."),
    "form_old": (
        "Das Formular ist nicht mehr gültig. Gehen Sie zurück und versuchen Sie es noch einmal.",
        "The form is no longer good. Go back and try again.",
    ),
    "none": ("keine", "none"),
    "never": ("noch nie", "never"),
    "offices": ("Büros", "Offices"),
    "subject_none": ("(ohne Betreff)", "(no subject)"),
}
STATES: Mapping[CaseState, tuple[str, str]] = {
    CaseState.OPEN: ("in Arbeit", "in the works"),
    CaseState.WAITING: ("wartet auf Antwort", "waits for an answer"),
    CaseState.ESCALATED: ("bei einem Menschen", "with a person"),
    CaseState.HANDED_OVER: ("von einem Menschen geführt", "led by a person"),
    CaseState.CLOSED: ("erledigt", "closed"),
}
EFFECT_STATES: Mapping[EffectState, tuple[str, str]] = {
    EffectState.QUEUED: ("wartet", "waiting"),
    EffectState.TRANSMITTING: ("unterwegs", "under way"),
    EffectState.SENT: ("getan", "done"),
    EffectState.REFUSED: ("gescheitert", "failed"),
    EffectState.UNKNOWN: ("ungewiss", "uncertain"),
}


def words(language: str) -> Callable[[str], str]:
    """The look-up for one language."""
    place = 0 if language == "de" else 1
    return lambda name: WORDS[name][place]


def state_word(state: CaseState, language: str) -> str:
    """A case's state for people."""
    return STATES[state][0 if language == "de" else 1]


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
