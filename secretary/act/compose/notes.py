"""The cover note of an escalation: facts first, for the assistant.

Promises: the reason in one line, what was understood, what nearly fired and at which condition it
failed, what is suggested. Nothing of another case.
"""

from __future__ import annotations

from collections.abc import Iterator

from secretary.domain.action import Escalate, EscalationReason
from secretary.domain.case import Case
from secretary.domain.decision import Decision
from secretary.domain.reading import Reading

REASONS: dict[EscalationReason, tuple[str, str]] = {
    EscalationReason.UNCLEAR: ("Unklar, was gewünscht ist.", "It is unclear what is wanted."),
    EscalationReason.UNCLEAR_DATE: ("Das Datum ist nicht eindeutig.", "The date is ambiguous."),
    EscalationReason.UNKNOWN_SENDER: ("Der Absender ist unbekannt.", "The sender is unknown."),
    EscalationReason.NOT_AUTHENTICATED: ("Der Absender ist nicht bestätigt.", "The sender is not authenticated."),
    EscalationReason.WANTS_HUMAN: ("Es wird ein Mensch gewünscht.", "A person is asked for."),
    EscalationReason.MONEY: ("Es geht um Geld.", "It is about money."),
    EscalationReason.COMPLAINT: ("Es ist eine Beschwerde.", "It is a complaint."),
    EscalationReason.LEGAL: ("Es hat rechtliches Gewicht.", "It carries legal weight."),
    EscalationReason.LIMIT: ("Genug automatische Mails für heute.", "Enough automatic mail for today."),
    EscalationReason.LOOP: ("Hier droht eine Schleife.", "A loop threatens."),
    EscalationReason.UNDELIVERABLE: ("Unsere Mail kam nicht an.", "Our mail did not arrive."),
    EscalationReason.UNREADABLE: ("Die Mail ist nicht lesbar.", "The mail cannot be read."),
    EscalationReason.TOO_LARGE: ("Die Mail ist zu groß für eine Antwort.", "The mail is too large to be answered."),
    EscalationReason.NO_RULE: ("Keine Regel passt.", "No rule fits."),
    EscalationReason.RULE: ("Eine Regel verlangt es.", "A rule asks for it."),
    EscalationReason.SUGGESTION: ("Ein Entwurf wartet auf Freigabe.", "A draft waits for approval."),
    EscalationReason.NEGOTIATION: ("Die Terminsuche kommt nicht weiter.", "The search for a time is stuck."),
    EscalationReason.CALENDAR: ("Der Kalender macht Schwierigkeiten.", "The calendar makes difficulties."),
    EscalationReason.MAY_HAVE_BEEN_SENT: ("Vielleicht ist die Mail gesendet.", "The mail may have been sent."),
}  # fmt: skip
_WORDS = {
    "de": (
        "Warum hier",
        "Verstanden",
        "Fast gegriffen",
        "Vorschlag",
        "Entwurf liegt bei den Entwürfen.",
        "scheiterte an",
    ),
    "en": ("Why here", "Understood", "Nearly fired", "Suggested", "A draft lies with the drafts.", "failed at"),
}


def reason_sentence(reason: EscalationReason, language: str) -> str:
    """The reason class as a sentence."""
    german, english = REASONS[reason]
    return german if language == "de" else english


def note_text(
    escalate: Escalate, *, case: Case, reading: Reading | None, decision: Decision | None, language: str
) -> str:
    """The whole note."""
    why, understood, nearly, suggested, draft, failed = _WORDS[language]
    lines = [f"{why}: {reason_sentence(escalate.reason, language)} {escalate.detail}".rstrip()]
    if reading:
        lines.append(f"{understood}: {_understood(reading)}")
    lines += [f"{nearly}: {line}" for line in _near_misses(decision, failed)]
    lines += [f"{suggested} {n}: {text}" for n, text in enumerate(escalate.suggestions, 1)]
    if escalate.draft:
        lines.append(draft)
    return "\n".join((*lines, "", f"[{case.id}]", ""))


def _understood(reading: Reading) -> str:
    intents = ", ".join(f"{i.name} („{i.words}“)" for i in reading.intents) or "–"
    times = "; ".join(e.text for e in reading.times)
    trust = f"{reading.sender.address.addr_spec} ({reading.sender.trust.value})"
    return " · ".join(part for part in (trust, reading.kind.kind.value, reading.language.value, intents, times) if part)


def _near_misses(decision: Decision | None, failed: str) -> Iterator[str]:
    for trace in decision.near_misses() if decision else ():
        check = next(c for c in trace.checks if not c.held)
        yield f"{trace.rule} {failed}: {check.condition} ({check.found})"
