"""What the house makes of an effect that does not stand, when no building block takes care of it.

Promises: pure; every mail or event that was refused, or may have been sent, comes before a person
with the reason in words and, for a mail, the mail itself beside the note. Nothing is lost silently.
Never does: do it again.
"""

from __future__ import annotations

from secretary.domain.action import Escalate, EscalationReason, FolderRole
from secretary.domain.decision import Reasoned
from secretary.domain.effect import (
    AppendMessage,
    Effect,
    EffectState,
    RemoveEvent,
    SendMail,
    Settled,
    StoreEvent,
    effect_key,
)

RULE = "house.not-done"
EXPECTED = frozenset({"busy", "exists"})  # ends that a negotiation reckons with
_WHY: dict[str, tuple[str, str]] = {
    "limit": ("Eine Grenze für automatische Mails ist erreicht", "A limit of automatic mail is reached"),
    "form": ("Die Mail hatte nicht die rechte Form", "The mail was not in proper form"),
    "address": ("An diese Adresse schreibt das Sekretariat nicht", "The secretary does not write to this address"),
    "rejected": ("Der Server hat es abgelehnt", "The server refused it"),
    "gave-up": ("Der Server hat es immer wieder aufgeschoben", "The server put it off again and again"),
    "unknown": ("Beim Senden brach die Verbindung ab", "The connection ended while it was sent"),
}
_WHAT = {
    SendMail: ("Mail an {to}: „{subject}“.", "Mail to {to}: “{subject}”."),
    StoreEvent: ("Eintrag im Kalender {calendar}.", "Entry in the calendar {calendar}."),
    RemoveEvent: ("Löschen eines Eintrags im Kalender {calendar}.", "Removal of an entry in the calendar {calendar}."),
}
_NEXT = {
    "unknown": (
        ("Nachsehen, ob sie ankam; die Mail liegt daneben.", "Kam sie nicht an, von hier aus senden."),
        ("See whether it arrived; the mail lies beside this note.", "If it did not, send it from here."),
    ),
    "mail": (
        ("Die Mail liegt daneben: ändern und senden, oder lassen.",),
        ("The mail lies beside this note: change and send it, or leave it.",),
    ),
    "event": (("Im Kalender nachsehen und von Hand richten.",), ("Look into the calendar and mend it by hand.",)),
}


def needs_person(settled: Settled, *, served: bool) -> bool:
    """Whether somebody must hear of it; `served` when a building block has heard it already."""
    if settled.state is EffectState.SENT or type(settled.deed) not in _WHAT:
        return False
    return not (served and settled.reason in EXPECTED)


def escalation(settled: Settled, language: str) -> Reasoned:
    """The order to put it before a person, in the office's language."""
    german = language == "de"
    why = _pick(_WHY.get(settled.reason, _WHY["rejected"]), german=german)
    detail = f"{_what(settled, german=german)} {why}: {settled.detail}".strip()
    kind = settled.reason if settled.reason in _NEXT else "mail" if isinstance(settled.deed, SendMail) else "event"
    suggestions = _NEXT[kind][0 if german else 1]
    return Reasoned(Escalate(_reason(settled), detail, suggestions), RULE, why)


def _pick(words: tuple[str, str], *, german: bool) -> str:
    return words[0] if german else words[1]


def _what(settled: Settled, *, german: bool) -> str:
    words = _pick(_WHAT[type(settled.deed)], german=german)
    match settled.deed:
        case SendMail(envelope_to=to, subject=subject):
            return words.format(to=", ".join(to), subject=subject)
        case StoreEvent(calendar=calendar) | RemoveEvent(calendar=calendar):
            return words.format(calendar=calendar)
        case _:
            return words


def _reason(settled: Settled) -> EscalationReason:
    if not isinstance(settled.deed, SendMail):
        return EscalationReason.CALENDAR
    if settled.state is EffectState.UNKNOWN:
        return EscalationReason.MAY_HAVE_BEEN_SENT
    return EscalationReason.LIMIT if settled.reason == "limit" else EscalationReason.UNDELIVERABLE


def kept(settled: Settled, office: str, case: str) -> tuple[Effect, ...]:
    """The mail itself, to be put beside the note; it goes nowhere by that."""
    deed = settled.deed
    if not isinstance(deed, SendMail):
        return ()
    put = AppendMessage(FolderRole.REVIEW.value, deed.raw, deed.message_id, ("\\Draft", "\\Flagged"))
    return (Effect(effect_key(settled.key, "kept"), office, case, put),)
