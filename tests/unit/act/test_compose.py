"""What a client reads, and what no name or subject can do to it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretary.act.compose import Composer
from secretary.act.compose.outward import is_for_people
from secretary.act.gate import weigh
from secretary.app.telling.digests import ELSEWHERE, ORDERS
from secretary.domain.action import Answer, Ending, Forward, Invitation
from secretary.domain.address import Address
from secretary.domain.case import Case
from secretary.domain.effect import MailClass, SendMail
from secretary.domain.errors import SetupError
from secretary.domain.event import Method
from secretary.domain.office import Limits, Office, Person, Role
from secretary.ports import Counts
from secretary.services.appointments.venue import Venue
from secretary.services.appointments.world import Shown
from tests.unit.services.appointments.conversation import reading

NOW = datetime(2026, 7, 10, 8, tzinfo=UTC)
TEMPLATES = {p.name: p.read_text("utf-8") for p in (Path(__file__).parents[3] / "templates").glob("*.j2")}
OFFICE = Office(
    "muster",
    "Muster & Partner",
    Address("sekretariat@firma.test", "Sekretariat"),
    facts={"opening_hours": "Montag bis Freitag, 9 bis 17 Uhr", "opening_hours_en": "Monday to Friday, 9:00 to 17:00"},
    signature={"de": "Sekretariat Muster & Partner", "en": "Office of Muster & Partner"},
)
COMPOSER = Composer(OFFICE, TEMPLATES)
SLOT = Shown(1, datetime(2026, 7, 14, 8, tzinfo=UTC), datetime(2026, 7, 14, 8, 30, tzinfo=UTC), ("Europe/Berlin",))
LINE = {"who": "Sabine Weber", "subject": "Lieferung", "since": NOW, "case_id": "ABCDEFGH"}
OFFERS = {
    "link": "http://127.0.0.1:8585/sign-in/s",
    "minutes": 15,
    "word": "sent",
    "name": "Petra Lang",
    "case_id": "ABCDEFGH",
    "text": "Wir rufen morgen an.",
    "subject_of": "Muster & Partner",
    "since": SLOT.start,
    "party_name": "Sabine Weber",
    "with_name": "Anna Muster",
    "several": False,
    "topic": "",
    "duration_minutes": 30,
    "medium": "video",
    "sort": "",
    "venue": Venue("video", link="https://meet.example/7Yq2", name="Anna Muster"),
    "ask_number": False,
    "goes_on": False,
    "zones": ("Europe/Berlin",),
    "slots": (SLOT, Shown(2, SLOT.start, SLOT.end, ("Europe/Berlin", "Europe/London"))),
    "hold_until": SLOT.start,
    "hold_zone": "",
    "slot": SLOT,
    "options": (SLOT,),
    "question": "which",
    "said": "not before 10",
    "refusal": False,
    "kind": "lapsed",
    "by": "Karl Meier",
    "dates": (SLOT, SLOT),
    "left_out": (SLOT,),
    "skipped": (date(2026, 12, 24),),
    "answer": "accepted",
    "recurs": False,
    "title": "Jour fixe",
    "new": SLOT,
    "detail": "",
    "others": (),
    "nearest": False,
    "by_office": False,
    "others_stand": False,
    "whole_series": False,
    "missing": None,
    "old": SLOT,
    "round": 1,
    "until": None,
    "moved": False,
    "entries": ({"slot": SLOT, "title": "Zahnarzt", "held": False, "whole_day": False},),
    "owed": ({"name": "Tom Cole", "since": NOW, "round": 1, "reminded": 2, "lapsed": True},),
    "about": "search",
    "blocks": ({"head": "Fell out:", "lines": ("– Mon, 6 July 2026: too soon",)},),
    "items": (
        {"number": 1, "names": "Tom Cole", "slot": SLOT, "booked": True, "how": ""},
        {"number": 2, "names": "Jane Doe", "slot": SLOT, "booked": False, "how": "decline"},
    ),
    "more": (),
    "left": ({"slot": SLOT, "title": "Zahnarzt", "why": "own", "whole_day": False, "by": ""},),
    "left_more": 0,
    "deed": "cancel",
    "grounds": "ill",
    "whose": "",
    "new_days": (),
    "until_at": SLOT.start,
    "at": SLOT.start,
    "outcome": "confirmed",
    "again": True,
    "asks": "meeting",
    "named": "Tom",
    "choices": ({"name": "Tom Cole", "slot": SLOT, "day": None},),
    "waiting": ({**LINE, "late": True},),
    "outside": (LINE,),
    "alone": (LINE,),
    "orders": (
        *({**LINE, "done": done, "how": "", "ending": ""} for done in sorted(set(ORDERS.values()))),
        *({**LINE, "done": "", "how": how, "ending": end.value} for how in ELSEWHERE.values() for end in Ending if end),
    ),
    "own": False,
    "upcoming": ({"slot": SLOT, "who": "Sabine Weber", "topic": "Angebot"},),
    "proposals": ["invoices-of-acme"],
    "idle_rules": ("old-rule",),
    "idle_count": 2,
    "idle_since": date(2026, 7, 1),
    "for_name": "Eva Klein",
    "failed": 1,
    "queued": 2,
    "matter": "Lieferung",
    "folder": "Sekretariat/Erledigt/Rechnung",
    "rule": "name: taught-kunde.test-1\nwhen:\n  from: kunde.test\n  subject: Rechnung\n",
    "days": 90,
    "count": 3,
    "before": "Ich kümmere mich darum.",
    "after": "",
    "letter": "Guten Tag,",
    "caught": 14,
    "otherwise": 2,
    "first": date(2026, 7, 14),
    "last": date(2026, 7, 14),
    "day": date(2026, 7, 14),
}


def case(subject: str = "Termin", language: str = "de", party: str = "weber@kunde.test") -> Case:
    return Case("ABCDEFGH", "muster", subject, Address(party, "Sabine Weber"), NOW, language=language)


def composed(answer: Answer, about: Case) -> SendMail:
    return COMPOSER.compose(
        answer,
        key="k1",
        case=about,
        reading=None,
        now=NOW,
        mail_class=MailClass.AUTO_REPLIED,
        references=("<1@kunde.test>",),
    )


def text_of(mail: SendMail) -> str:
    body = message_from_bytes(mail.raw, policy=policy.default).get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def test_three_offers_are_written_as_a_good_secretary_writes_them() -> None:
    text = text_of(composed(Answer("appointment_offers", {**OFFERS, "old": None}), case()))
    assert "1. Di, 14. Juli 2026, 10:00–10:30 Uhr\n" in text
    assert "2. Di, 14. Juli 2026, 10:00–10:30 Uhr (Berlin) / 09:00 (London)\n" in text
    assert "(30 Minuten, per Video)" in text
    assert text.startswith("Guten Tag Sabine Weber,\n\nfür das Gespräch mit Anna Muster")
    assert "Mensch" in text


def test_the_answer_is_in_the_language_of_the_case() -> None:
    text = text_of(composed(Answer("opening_hours"), case(language="en")))
    assert text.startswith("Hello Sabine,\n\nWe are open: Monday to Friday, 9:00 to 17:00.")
    assert "Kind regards\nOffice of Muster & Partner" in text


@pytest.mark.parametrize("name", sorted(COMPOSER.catalogue()))
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_template_exists_in_both_languages_and_passes_the_gate(name: str, language: str) -> None:
    about = case(language=language)
    eva = Person("eva", "Eva Klein", Address("eva@firma.test"), Role.ASSISTANT)
    facts = replace(OFFICE, facts={**OFFICE.facts, "street": "Weg 1"}, people=(eva,))
    to = (eva.address,) if is_for_people(name) else ()
    mail = Composer(facts, TEMPLATES).compose(
        Answer(name, OFFERS, to=to, language=language),
        key=name,
        case=about,
        reading=None,
        now=NOW,
        mail_class=MailClass.AUTO_REPLIED,
    )
    assert weigh(mail, Counts(), Limits(), OFFICE) is None
    assert "\n\n\n" not in text_of(mail)


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_subject_and_no_name_can_inject_a_header_or_code(subject: str, name: str) -> None:
    about = Case("ABCDEFGH", "muster", subject + "\r\nBcc: x@evil.test {{ 7*7 }}", Address("w@kunde.test", name), NOW)
    mail = composed(Answer("opening_hours"), about)
    parsed = message_from_bytes(mail.raw)
    assert parsed["Bcc"] is None
    assert mail.subject.endswith("{{ 7*7 }}")
    assert weigh(mail, Counts(), Limits(), OFFICE) is None


def test_an_invitation_says_its_method_twice_and_alike() -> None:
    ics = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
    mail = composed(Answer("appointment_booked", OFFERS, invitation=Invitation(Method.REQUEST, ics)), case())
    parts = {p.get_content_type(): p for p in message_from_bytes(mail.raw).walk()}
    assert parts["text/calendar"].get_param("method") == "REQUEST"
    assert parts["application/ics"].get_filename() == "invite.ics"


def test_the_same_inputs_give_the_same_bytes() -> None:
    answer = Answer("appointment_offers", OFFERS)
    assert composed(answer, case()).raw == composed(answer, case()).raw


def test_a_missing_value_is_an_error_and_never_a_gap() -> None:
    with pytest.raises(SetupError, match="with_name"):
        composed(Answer("appointment_booked", {"slot": SLOT}), case())


@pytest.mark.parametrize("raw", [b"\x00\nbroken: \r", b"Content-Type: multipart/x\n\n", b"A: b\r\n\r\n" + b"x" * 2000])
def test_a_forwarded_mail_that_could_not_travel_comes_as_a_file_unchanged(raw: bytes) -> None:
    mail = COMPOSER.forward(Forward((Address("eva@firma.test"),)), key="f", case=case(), raw=raw, now=NOW)
    [attached] = [p for p in message_from_bytes(mail.raw).walk() if p.get_filename() == "mail.eml"]
    assert attached.get_payload(decode=True) == raw
    assert weigh(mail, Counts(), Limits(), OFFICE) is None


@pytest.mark.parametrize(
    "raw",
    [
        b"From: x@y.test\r\n\r\nhi\r\n",
        b"From: x@y.test\r\n\r\nno newline at the end",
        b"Subject: \xfc\xff no charset\r\nContent-Type: text/plain; charset=\r\n\r\n\xe4\r\n.\r\n",
        b'Content-Type: multipart/x; boundary="===============01=="\r\n\r\n--===============01==\r\n\r\nnever closed',
        b"no header at all",
        b"From: a@b.test\r\nthe-enclosed-mail-stands-here: x\r\n\r\nthe-enclosed-mail-stands-here\r\n",
    ],
)
def test_a_forwarded_mail_arrives_octet_by_octet_however_broken(raw: bytes) -> None:
    about = case("the-enclosed-mail-stands-here")
    mail = COMPOSER.forward(Forward((Address("eva@firma.test"),)), key="f", case=about, raw=raw, now=NOW)
    boundary = str(message_from_bytes(mail.raw).get_boundary()).encode()
    part = mail.raw.split(b"--" + boundary)[-2]
    head, _, inner = part.partition(b"\r\n\r\n")
    assert b"message/rfc822" in head
    assert inner == raw + b"\r\n"
    assert mail.raw.startswith(b"From: ")
    assert weigh(mail, Counts(), Limits(), OFFICE) is None


def test_a_letter_to_one_party_does_not_greet_the_other_who_wrote() -> None:
    wrote = reading("Passt.\n\nViele Grüße\nTom Cole", Address("tom@anders.test", "Tom"))
    mail = COMPOSER.compose(
        Answer("appointment_noted", OFFERS, to=(Address("weber@kunde.test", "Sabine Weber"),)),
        key="k1",
        case=case(),
        reading=replace(wrote, signature_name="Tom Cole"),
        now=NOW,
        mail_class=MailClass.AUTO_REPLIED,
    )
    assert "Sabine Weber" in text_of(mail).partition("\n")[0]
