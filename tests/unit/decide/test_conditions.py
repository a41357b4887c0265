"""Each condition that a rule may write holds for the mail that it means and for no other."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from secretary.app.rules.files import shipped_lexicon
from secretary.decide.conditions import checks, holds
from secretary.decide.model import When
from secretary.domain.address import Address
from secretary.domain.case import Case, CaseState
from secretary.domain.decision import Context, History
from secretary.domain.office import Office, Role
from secretary.domain.reading import Trust
from secretary.understand.read import Reader

TUESDAY_NOON = datetime(2026, 7, 14, 10, 0, tzinfo=UTC)  # 12:00 in Berlin
READER = Reader(shipped_lexicon())
OFFICE = Office("firma", "Firma", Address("office@firma.test"))
TOM = Address("tom@example.org")
RUNNING = Case("A", "firma", "Termin", TOM, TUESDAY_NOON, CaseState.WAITING, "appointments", turns=2)
PLAIN = "Guten Tag, wann haben Sie geöffnet? Wir kommen am Dienstag zu zweit."
PDF_HEAD = 'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="x"\r\n'
PDF = (
    f"--x\r\n\r\n{PLAIN}\r\n--x\r\nContent-Type: application/pdf\r\n"
    'Content-Disposition: attachment; filename="Plan.pdf"\r\n\r\nx\r\n--x--'
)


def mail(text=PLAIN, head="", subject="Öffnungszeiten", **sender):
    raw = f"From: Tom <tom@example.org>\r\nTo: office@firma.test\r\nCc: eva@firma.test\r\nSubject: {subject}\r\n{head}\r\n"
    reading = READER.read_bytes((raw + text).encode(), received=TUESDAY_NOON)
    return replace(reading, sender=replace(reading.sender, **sender))


def context(**more):
    return Context(OFFICE, TUESDAY_NOON, **more)


@pytest.mark.parametrize(
    ("condition", "fits", "fits_not"),
    [
        ({"sender": "example.org"}, {}, {"when": {"sender": "example.com"}}),
        ({"sender": "t*@example.org"}, {}, {"when": {"sender": "a*@example.org"}}),
        ({"role": "client"}, {}, {"role": Role.PRINCIPAL}),
        ({"known": True}, {"history": History(known=True)}, {}),
        ({"recipient": "eva@firma.test"}, {}, {"when": {"recipient": "ben@firma.test"}}),
        ({"header": {"X-Shop": "bestell"}}, {"mail": mail(head="X-Shop: Bestellung 1\r\n")}, {}),
        ({"subject": "OEFFNUNG"}, {}, {"when": {"subject": "Termin"}}),
        ({"subject": "/^öff.*zeiten$/"}, {}, {"when": {"subject": "/^zeiten/"}}),
        ({"text": "zu zweit"}, {}, {"when": {"text": "zu dritt"}}),
        ({"attachment": {"kind": "pdf", "name": "plan"}}, {"mail": mail(PDF, PDF_HEAD)}, {}),
        ({"attachment": {"count": 1}}, {"mail": mail(PDF, PDF_HEAD)}, {}),
        ({"language": "de"}, {}, {"when": {"language": "en"}}),
        ({"intent": "question"}, {}, {"when": {"intent": "complaint"}}),
        ({"only_intent": ["question.hours", "act"]}, {}, {"when": {"only_intent": "thanks"}}),
        ({"only_intent": "none"}, {"mail": mail("Hallo.", subject="Hallo")}, {}),
        ({"kind": "person"}, {}, {"mail": mail(head="Auto-Submitted: auto-replied\r\n")}),
        ({"list": True}, {"mail": mail(head="List-Id: <a.example.org>\r\nList-Post: <mailto:a@example.org>\r\n")}, {}),
        ({"auth": "failed"}, {"mail": mail(trust=Trust.FAILED)}, {}),
        ({"sender_flag": "lookalike"}, {"mail": mail(flags=("lookalike",))}, {}),
        ({"larger_than": 100}, {}, {"when": {"larger_than": 100_000}}),
        ({"office_open": False}, {"office_open": False}, {}),
        ({"weekday": "tue"}, {}, {"when": {"weekday": "wed"}}),
        ({"from_hour": 12, "until_hour": 13}, {}, {"when": {"from_hour": 13}}),
        ({"case": "waiting"}, {"case": RUNNING}, {}),
        ({"service": "appointments"}, {"case": RUNNING}, {}),
        ({"answers_ours": True}, {"answers_ours": True}, {}),
        ({"turns_at_least": 2}, {"case": RUNNING}, {"case": replace(RUNNING, turns=1)}),
        ({"prior_mails_at_least": 3}, {"history": History(mails_before=3)}, {"history": History(mails_before=2)}),
        ({"all": [{"role": "client"}, {"language": "de"}]}, {}, {"role": Role.PRINCIPAL}),
        ({"any": [{"role": "principal"}, {"language": "de"}]}, {}, {"when": {"any": [{"role": "principal"}]}}),
        ({"not": {"role": "principal"}}, {}, {"role": Role.PRINCIPAL}),
    ],
)
def test_a_condition_holds_for_what_it_means_and_for_nothing_else(condition, fits, fits_not):
    def held(given):
        given = dict(given)
        when = When.model_validate(given.pop("when", condition))
        reading = given.pop("mail", mail())
        return holds(when, reading, context(**given))

    assert held(fits)
    assert not held(fits_not)


def test_a_test_stands_above_for_every_condition_there_is():
    marks = test_a_condition_holds_for_what_it_means_and_for_nothing_else.pytestmark
    tried = {name for case in marks[0].args[1] for name in case[0]}
    assert tried == {field.alias or name for name, field in When.model_fields.items()}


def test_what_was_asked_and_what_was_found_are_told_together():
    when = When.model_validate({"role": "principal", "not": {"language": "de"}})
    told = [(c.condition, c.found, c.held) for c in checks(when, mail(), context())]
    assert told[0] == ("role: principal", "client", False)
    assert told[1] == ("not (language: de)", "de", False)
