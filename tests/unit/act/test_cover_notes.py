"""The cover notes as an assistant reads them: one for every reason, in both languages.

The texts stand in tests/golden/notes. After a change on purpose, write them anew with
`WRITE_GOLDEN=1 python -m pytest tests/unit/act/test_cover_notes.py`, and read each aloud.
"""

import ast
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretary.act.compose.notes import Facts, note_text
from secretary.act.compose.ready import READY, ready_answers
from secretary.act.compose.sentences import GERMAN, told
from secretary.act.compose.wording import CONDITIONS, INTENTS, KINDS, REASONS, STATES, TRUST
from secretary.app.rules.files import shipped, shipped_lexicon
from secretary.app.rules.rulebook import rules_of_folders
from secretary.decide import Catalogue, decide, load_rules
from secretary.decide.house import RULINGS
from secretary.decide.model import When
from secretary.domain.action import Escalate, EscalationReason
from secretary.domain.address import Address
from secretary.domain.case import Case, CaseState
from secretary.domain.decision import Check, Context, Decision, History, Outcome, RuleTrace
from secretary.domain.office import Office, Role
from secretary.domain.reading import MailKind, Trust
from secretary.understand.read import Reader

GOLDEN = Path(__file__).parents[2] / "golden" / "notes"
SECRETARY = Path(__file__).parents[3] / "secretary"
NOW = datetime(2026, 7, 10, 8, 0, tzinfo=UTC)
LEXICON = shipped_lexicon()
READER = Reader(LEXICON, ("mx.firma.test",))
OFFICE = Office("firma", "Firma", Address("office@firma.test"))
# Rules of the test's own: the shipped ones may change without another word to read.
RULES = load_rules(
    {
        "a.yaml": """
rules:
- {name: forged-sender, when: {auth: failed}, then: [escalate: not-authenticated], why: x}
- {name: complaints, when: {intent: complaint}, then: [escalate: complaint], why: x}
- {name: legal-matters, when: {intent: [legal, dismissal]}, then: [escalate: legal], why: x}
- {name: principal-appointment, when: {role: principal, intent: appointment.request}, then: [escalate], why: x}
- {name: client-appointment, when: {role: client, intent: appointment.request}, then: [escalate], why: x}
- {name: directions, when: {intent: question.address}, then: [escalate], why: x}
- {name: money, when: {intent: [invoice, payment]}, then: [escalate: money], why: x}
"""
    },
    Catalogue(intents=LEXICON.names),
)

# reason: (subject, text, sentence of the house or "", headers)
MAILS: dict[EscalationReason, tuple[str, str, str, dict[str, str]]] = {
    EscalationReason.UNCLEAR: ("Re: Termin", "Der zweite oder doch der dritte, mal sehen.", "The answer was not understood (no-rule).", {}),
    EscalationReason.UNCLEAR_DATE: ("Re: Termin", "Geht Dienstag, der 15. Juli?", "It is still not clear which time is meant.", {}),
    EscalationReason.UNKNOWN_SENDER: ("Re: Termin", "Ich antworte für Frau Weber: der erste passt.", "Somebody else answered in the party's place.", {}),
    EscalationReason.NOT_AUTHENTICATED: ("Überweisung", "Bitte überweisen Sie heute noch 9.000 Euro.", "", {"Authentication-Results": "mx.firma.test; dmarc=fail header.from=kunde.test"}),
    EscalationReason.WANTS_HUMAN: ("Re: Termin", "Ich möchte bitte mit einem Menschen sprechen.", "", {}),
    EscalationReason.MONEY: ("Rechnung 4711", "Guten Tag,\n\nich habe eine Frage zu Ihrer Rechnung 4711: Der Betrag stimmt nicht.\n\nSabine Weber", "", {}),
    EscalationReason.COMPLAINT: ("Lieferung", "Ich bin sehr unzufrieden und möchte mich beschweren.", "", {}),
    EscalationReason.LEGAL: ("Vertrag", "Hiermit kündige ich den Vertrag fristgerecht zum 31. Dezember 2026.", "", {}),
    EscalationReason.LIMIT: ("Frage", "Wann haben Sie geöffnet?", "", {}),
    EscalationReason.LOOP: ("Re: Re: Re: Frage", "Ihre Nachricht ist eingegangen.", "", {}),
    EscalationReason.UNDELIVERABLE: ("Undelivered Mail Returned to Sender", "The mail system could not deliver your message.", "No mail reaches Tom Cole <tom@client.test>.", {"Return-Path": "<>"}),
    EscalationReason.UNREADABLE: ("Vertraulich", "", "", {}),
    EscalationReason.TOO_LARGE: ("Pläne", "Anbei die Pläne, wie besprochen.", "", {}),
    EscalationReason.NO_RULE: ("Ausstellung", "Guten Tag,\n\nwir planen eine Ausstellung über Handwerk in der Region und suchen noch Leihgaben. Hätten Sie etwas für uns?\n\nSabine Weber", "", {}),
    EscalationReason.RULE: ("Vertrag", "Anbei der Vertrag.", "The time set by a rule has passed and the case is still open.", {}),
    EscalationReason.SUGGESTION: ("Anfahrt", "Wo finde ich Ihr Büro?", "", {}),
    EscalationReason.NEGOTIATION: ("Termin", "Ich hätte gern einen Termin, nur sonntags.", "No free time suits.", {}),
    EscalationReason.CALENDAR: ("Termin", "Ich hätte gern einen Termin.", "The event could not be written: 503 Service Unavailable", {}),
    EscalationReason.MAY_HAVE_BEEN_SENT: ("Frage", "Wann haben Sie geöffnet?", "", {}),
    EscalationReason.ORDER: ("Lieferung", "Wo bleibt sie?", "Several versions of the draft lay there. Nothing was sent; please leave only the right one.", {}),
}  # fmt: skip
NEAR = RuleTrace(
    "stammkunden-preise",
    "rules/50-own.yaml:3",
    fired=False,
    checks=(
        Check("subject: Rechnung", "Rechnung 4711", held=True),
        Check("intent: question.price | offer.request", "invoice.question", held=False),
    ),
)
EXCEPTION = RuleTrace("nur-vormittags", "a:1", fired=False, checks=(NEAR.checks[0], Check("not", "", held=False)))
UNKNOWN = RuleTrace(
    "stammkunden", "a:2", fired=False, checks=(Check("known: True", "False", held=False), NEAR.checks[0])
)


def facts(reason: EscalationReason, language: str) -> Facts:
    subject, text, detail, headers = MAILS[reason]
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = "Sabine Weber <weber@kunde.test>", "office@firma.test", subject
    mail["Message-ID"], mail["Date"] = "<1@kunde.test>", NOW
    for name, value in headers.items():
        mail[name] = value
    mail.set_content(text)
    reading = READER.read_bytes(mail.as_bytes(), received=NOW)
    decision = decide(reading, Context(OFFICE, NOW), RULES)
    if reason in {EscalationReason.MONEY, EscalationReason.NO_RULE}:
        decision = replace(decision, trace=(*decision.trace, NEAR, EXCEPTION, UNKNOWN))
    drafted = reason in {EscalationReason.SUGGESTION, EscalationReason.COMPLAINT}
    case = Case("ABCDEFGH", "firma", subject, reading.sender.address, NOW, CaseState.ESCALATED)
    history = History(known=reason is EscalationReason.MONEY, mails_before=3 if reason is EscalationReason.MONEY else 0)
    ready = ready_answers(reading, drafted=drafted)
    return Facts(
        Escalate(reason, detail), case, language, "Europe/Berlin", reading, decision, history, Role.CLIENT, drafted, ready
    )  # fmt: skip


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("reason", list(EscalationReason))
def test_the_note_reads_as_approved(reason: EscalationReason, language: str) -> None:
    text = note_text(facts(reason, language))
    path = GOLDEN / f"{reason.value}.{language}.txt"
    if os.environ.get("WRITE_GOLDEN") == "1":
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("reason", list(EscalationReason))
def test_a_note_is_for_people(reason: EscalationReason, language: str) -> None:
    text = note_text(facts(reason, language))
    first, *rest = text.splitlines()
    assert first.startswith("Warum hier:  " if language == "de" else "Why here:    ")
    assert max(map(len, (first, *rest))) <= 72
    machine = set(LEXICON.names) | {m.value for m in MailKind if "-" in m.value} | {"None", "True", "False", "()"}
    assert not [
        word for word in re.findall(r"[\w.()-]+", text) if word in machine and word not in {"complaint", "legal"}
    ]
    assert "\n\n\n" not in text
    assert rest[-1].endswith("ABCDEFGH")


def test_everything_of_the_house_has_words_in_both_languages() -> None:
    assert set(REASONS) == set(EscalationReason)
    assert set(INTENTS) >= set(LEXICON.names)
    assert set(KINDS) == {k.value for k in MailKind}
    assert set(TRUST) == {t.value for t in Trust}
    assert set(STATES) == {s.value for s in CaseState}
    assert set(CONDITIONS) >= {name.rstrip("_") for name in When.model_fields}
    for german, english in (*REASONS.values(), *INTENTS.values(), *KINDS.values(), *TRUST.values(), *READY.values()):
        assert german != english


def sentences_told() -> Iterator[tuple[str, str]]:
    """(file, sentence) that the house may tell a person, values as {}."""
    for path in sorted(SECRETARY.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
            if name in {"to_person", "Escalate", "_to_person"}:
                for argument in (*node.args, *(k.value for k in node.keywords)):
                    yield from ((path.name, text) for text in _texts(argument))


def _texts(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(str(text)):
            yield text
        case ast.JoinedStr(values):
            yield "".join(v.value if isinstance(v, ast.Constant) else "{}" for v in values)
        case ast.BoolOp(_, values):
            for value in values:
                yield from _texts(value)
        case ast.IfExp(_, body, orelse):
            yield from (*_texts(body), *_texts(orelse))
        case ast.Tuple(elements):
            for element in elements:
                yield from _texts(element)


def test_whatever_the_house_tells_a_person_it_can_say_in_german() -> None:
    missing = [(file, text) for file, text in sentences_told() if text and text not in GERMAN]
    assert missing == [], "Add the German of these sentences to secretary/act/compose/sentences.py"


def test_the_shipped_rules_and_those_of_the_house_give_their_reasons_in_german() -> None:
    shipped_whys = {rule.text.why for rule in rules_of_folders(shipped("rules"), shipped("templates")).rules}
    assert shipped_whys | {why for _, why, _, _ in RULINGS} <= set(GERMAN)


def test_values_inside_a_sentence_are_kept() -> None:
    assert (
        told("No mail reaches Tom {x} <tom@client.test>.", "de")
        == "Tom {x} <tom@client.test> ist per Mail nicht erreichbar."
    )
    assert told("An office's own words.", "de") == "An office's own words."
    assert told("Not sent.", "en") == "Not sent."


@given(st.text(max_size=300), st.text(max_size=200), st.text(max_size=80))
def test_no_mail_breaks_a_note(text: str, detail: str, name: str) -> None:
    told_facts = facts(EscalationReason.NO_RULE, "de")
    raw = f"From: x@y.test\r\nSubject: {name}\r\n\r\n{text}".encode("utf-8", "replace")
    reading = READER.read_bytes(raw, received=NOW)
    trace = (RuleTrace(name, "a:1", fired=False, checks=(NEAR.checks[0], Check(detail, text, held=False))),)
    note = note_text(
        replace(told_facts, reading=reading, decision=Decision((), Outcome.ESCALATED, trace),
                escalate=Escalate(EscalationReason.NO_RULE, detail, (detail,)))
    )  # fmt: skip
    assert note.endswith("Fall ABCDEFGH\n")
