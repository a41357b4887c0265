from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secretary.app.rules.files import shipped_lexicon
from secretary.decide import Catalogue, decide, load_rules, run_examples, schema
from secretary.domain.action import Answer, Engage, Escalate, EscalationReason, FileInto, Ignore
from secretary.domain.address import Address
from secretary.domain.case import Case, CaseState
from secretary.domain.decision import Context, Outcome
from secretary.domain.office import Autonomy, Office, Person, Role
from secretary.domain.reading import Trust
from secretary.services.appointments import Appointments
from secretary.understand.read import Reader

NOW = datetime(2026, 7, 14, 10, 0, tzinfo=UTC)
LEXICON = shipped_lexicon()
READER = Reader(LEXICON)
ANNA = Person("anna", "Anna Muster", Address("anna@firma.test"), Role.PRINCIPAL)
OFFICE = Office("firma", "Firma", Address("office@firma.test"), people=(ANNA,))
LANGUAGES = {"de": frozenset(), "en": frozenset()}
CATALOGUE = Catalogue(
    {p.name.partition(".")[0]: LANGUAGES for p in Path("templates").glob("*.j2")},
    LEXICON.names,
    {"appointments": Appointments.requests},
)
FILES = {p.name: p.read_text("utf-8") for p in Path("rules").glob("*.yaml")}
SHIPPED = load_rules(FILES, CATALOGUE)


def read(raw):
    return READER.read_bytes(raw, received=NOW)


def mail(text="Wann haben Sie geöffnet?", headers="", sender="tom@example.org"):
    return read(f"From: {sender}\r\nTo: office@firma.test\r\nSubject: Frage\r\n{headers}\r\n{text}\r\n".encode())


def decided(reading, rules=SHIPPED, **more):
    context = Context(OFFICE, NOW, OFFICE.role_of(reading.sender.address), services=frozenset({"appointments"}))
    return decide(reading, replace(context, **more), rules)


def actions(decision):
    return [r.action for r in decision.actions]


def rules_of(text):
    return load_rules({"a.yaml": text}, CATALOGUE)


def errors_of(text):
    with pytest.raises(ExceptionGroup) as told:
        rules_of(text)
    return told.value.exceptions


def test_shipped_rules_keep_their_examples_and_have_no_warnings():
    assert run_examples(SHIPPED, read, OFFICE) == ()
    assert SHIPPED.warnings == ()


def test_a_question_is_answered_and_filed():
    assert actions(decided(mail())) == [Answer("opening_hours"), FileInto("handled")]


def test_what_no_rule_covers_goes_to_a_person():
    decision = decided(mail("Blau ist eine Farbe."))
    assert decision.outcome is Outcome.ESCALATED
    assert actions(decision) == [Escalate(EscalationReason.NO_RULE), FileInto("review")]
    assert decision.near_misses() == (), "what every mail shares brings no rule near"


def test_a_rule_is_near_when_one_condition_failed_and_the_mail_agreed_with_another():
    rules = rules_of(
        "rules:\n"
        "- {name: agreed, when: {intent: question.hours, known: true}, then: [ignore], why: x}\n"
        "- {name: other, when: {intent: complaint, role: client}, then: [ignore], why: x}\n"
        "- {name: far, when: {intent: question.hours, known: true, auth: authenticated}, then: [ignore], why: x}\n"
    )
    assert [t.rule for t in decided(mail(), rules).near_misses()] == ["agreed"]


def test_the_word_for_a_person_brings_one():
    assert actions(decided(mail("Wann haben Sie geöffnet? Mensch")))[0].reason is EscalationReason.WANTS_HUMAN


def test_our_own_mail_is_filed_unanswered():
    assert actions(decided(mail(headers="X-Secretary-Loop: X\r\n")))[0] == Ignore()


def test_an_order_in_a_principals_name_needs_proof():
    reason = actions(decided(mail("Find 30 minutes with Jane", sender="anna@firma.test")))[0].reason
    assert reason is EscalationReason.NOT_AUTHENTICATED


def test_a_running_case_gets_its_mail_and_an_escalated_one_a_person():
    case = Case("A", "firma", "Termin", Address("tom@example.org"), NOW, CaseState.WAITING, "appointments")
    assert actions(decided(mail("2"), case=case))[0] == Engage("appointments", "reply")
    held = actions(decided(mail("2"), case=replace(case, state=CaseState.ESCALATED)))
    assert isinstance(held[0], Escalate)


AUTO = st.sampled_from(
    ["Auto-Submitted: auto-replied", "Precedence: bulk", "List-Id: <a.b>", "Return-Path: <>", "X-Autoreply: yes"]
)
ALWAYS = rules_of("rules: [{name: a, when: {}, then: [answer: address, negotiate: request], why: w}]")


@settings(deadline=None, max_examples=60)
@given(AUTO, st.text(max_size=80))
def test_automated_mail_is_never_answered(header, text):
    decision = decided(mail(text, header + "\r\n"), ALWAYS)
    assert not any(isinstance(a, Answer | Engage) for a in actions(decision))
    assert "Held back" in decision.trace[-1].why or decision.trace[-1].place == "house"


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=300))
def test_deciding_is_total_deterministic_and_ends_in_one_folder(raw):
    first = decided(read(raw))
    assert first == decided(read(raw))
    assert sum(isinstance(a, FileInto) for a in actions(first)) == 1


def test_a_suggestion_carries_the_draft():
    rules = rules_of("rules: [{name: a, when: {}, then: [answer: address], why: w, autonomy: suggest}]")
    assert actions(decided(mail(), rules))[0].draft == Answer("address")


def test_an_office_that_wants_to_see_all_first_gets_suggestions_whatever_a_rule_says():
    rules = rules_of("rules: [{name: a, when: {}, then: [answer: address], why: w, autonomy: act}]")
    office = replace(OFFICE, autonomy=Autonomy.SUGGEST)
    decision = decided(mail(), rules, office=office)
    assert actions(decision)[0].draft == Answer("address")
    assert decision.outcome is Outcome.ESCALATED


def test_all_mistakes_are_told_with_line_and_remedy():
    (typo,) = errors_of("rules:\n  - name: a\n    when:\n      subjekt: x\n    then: [ignore]\n    why: w\n")
    assert (typo.line, typo.remedy) == (4, "Did you mean 'subject'?")
    two = errors_of("rules: [{name: a, when: {intent: complant}, then: [answer: adress], why: w}]")
    assert [e.remedy for e in two] == ["Did you mean 'complaint'?", "Did you mean 'address'?"]
    assert (
        "regular expression" in errors_of("rules: [{name: a, when: {text: '/(/'}, then: [ignore], why: w}]")[0].problem
    )
    assert errors_of("rules: [")[0].line == 1
    assert "'ignore'" in errors_of("rules: [{name: a, when: {}, then: [ignroe], why: w}]")[0].remedy


def test_a_proven_principal_may_give_orders():
    reading = mail("Please find 30 minutes with Jane, schedule a meeting", sender="anna@firma.test")
    reading = replace(reading, sender=replace(reading.sender, trust=Trust.AUTHENTICATED))
    assert actions(decided(reading))[0] == Engage("appointments", "find")


def test_a_bounce_in_a_running_case_is_told_to_its_service():
    case = Case("A", "firma", "Termin", Address("tom@example.org"), NOW, CaseState.WAITING, "appointments")
    absent = mail("Ich bin weg.", "Auto-Submitted: auto-replied\r\n")
    assert actions(decided(absent, case=case))[0] == Engage("appointments", "reply")


def test_a_shadowed_rule_is_named():
    rule = "{name: %s, when: {%s}, then: [ignore], why: w}"
    rules = rules_of(f"rules: [{rule % ('a', 'subject: x')}, {rule % ('b', 'subject: x, known: true')}]")
    assert "'b' never fires" in rules.warnings[0]


def test_umlauts_and_negation_are_understood():
    rules = rules_of("rules: [{name: a, when: {text: GEOEFFNET, not: {known: true}}, then: [ignore], why: w}]")
    assert actions(decided(mail(), rules))[0] == Ignore()


def test_the_schema_names_every_condition():
    assert "not" in schema()["$defs"]["When"]["properties"]
