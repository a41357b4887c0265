"""What may leave the house: laws of the outbound gate."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretary.act.gate import weigh
from secretary.domain.address import Address
from secretary.domain.effect import MailClass, SendMail
from secretary.domain.office import Limits, Office
from secretary.ports import Counts

OFFICE = Office("muster", "Muster", Address("sekretariat@firma.test"))
NONE = Counts()
RAW = (
    b"From: sekretariat@firma.test\r\nTo: tom@kunde.test\r\nSubject: Re: Frage\r\n"
    b"Message-ID: <1@firma.test>\r\nAuto-Submitted: auto-replied\r\n\r\nGuten Tag\r\n"
)
MAIL = SendMail(RAW, "<1@firma.test>", "", ("tom@kunde.test",), MailClass.AUTO_REPLIED, "opening_hours")


def test_a_plain_answer_passes() -> None:
    assert weigh(MAIL, NONE, Limits(), OFFICE) is None


@pytest.mark.parametrize(
    ("counts", "words", "reason"),
    [
        (Counts(same_template=1), "same answer", "limit"),
        (Counts(to_address_today=4), "today", "limit"),
        (Counts(same_subject_today=20), "subject", "limit"),
        (Counts(turns_in_thread=3), "thread", "limit"),
        (Counts(office_this_hour=60), "hour", "brake"),
    ],
)
def test_each_limit_stops_automatic_mail_and_never_a_person_s(counts: Counts, words: str, reason: str) -> None:
    stop = weigh(MAIL, counts, Limits(), OFFICE)
    assert stop is not None
    assert (stop.reason, words in stop.detail) == (reason, True)
    assert weigh(replace(MAIL, mail_class=MailClass.HUMAN), counts, Limits(), OFFICE) is None


@pytest.mark.parametrize(
    "address",
    [
        "sekretariat@firma.test",
        "Sekretariat+x@firma.test",
        "noreply@shop.test",
        "mailer-daemon@mx.test",
        "tom",
        "a b@c.d",
    ],
)
def test_nothing_goes_to_ourselves_to_machines_or_to_no_address(address: str) -> None:
    stop = weigh(replace(MAIL, envelope_to=(address,)), NONE, Limits(), OFFICE)
    assert stop is not None
    assert stop.reason == "address"


@pytest.mark.parametrize(
    "raw",
    [
        RAW.replace(b"Re: Frage", b"Re: A\r\nBcc: injected@evil.test"),
        RAW.replace(b"Re: Frage", b"A\r\nFrom: other@evil.test"),
        RAW.replace(b"Guten Tag", b"x\n.\nMAIL FROM:<a@b.c>"),
        RAW.replace(b"Guten Tag", b"x\r.\rQUIT"),
        RAW.replace(b"Re: Frage", b"A\x00B"),
        RAW.replace(b"Auto-Submitted: auto-replied\r\n", b""),
        RAW.replace(b"<1@firma.test>", b"<2@firma.test>"),
        RAW.replace(b"From: sekretariat@firma.test\r\n", b""),
    ],
)
def test_a_mail_of_the_wrong_form_does_not_leave(raw: bytes) -> None:
    stop = weigh(replace(MAIL, raw=raw), NONE, Limits(), OFFICE)
    assert stop is not None
    assert stop.reason == "form"


@given(st.binary(max_size=300))
def test_no_bytes_break_the_gate(raw: bytes) -> None:
    assert weigh(replace(MAIL, raw=raw), NONE, Limits(), OFFICE) is not None


addresses = st.sampled_from(["tom@kunde.test", "TOM+a@kunde.test", "eva@kunde.test", "j.d@gmail.com", "jd@gmail.com"])


@given(st.lists(st.tuples(addresses, st.sampled_from(["a", "b", "c", "d", "e", "f"])), max_size=60))
def test_for_no_sequence_does_anybody_get_more_than_the_limit(wishes: list[tuple[str, str]]) -> None:
    limits = Limits(per_hour=12)
    sent: Counter[str] = Counter()
    templates: set[tuple[str, str]] = set()
    for text, template in wishes:
        key = Address(text).loop_key
        counts = Counts(int((key, template) in templates), sent[key], 0, sent.total())
        if weigh(replace(MAIL, envelope_to=(text,), template=template), counts, limits, OFFICE) is None:
            assert (key, template) not in templates
            sent[key] += 1
            templates.add((key, template))
    assert sent.total() <= limits.per_hour
    assert all(n <= limits.per_sender_per_day for n in sent.values())


def test_a_negotiation_may_offer_twice_but_never_beyond_the_day_s_limit() -> None:
    mail = replace(MAIL, conversation=True)
    assert weigh(mail, Counts(same_template=1, turns_in_thread=5), Limits(), OFFICE) is None
    assert weigh(mail, Counts(to_address_today=11), Limits(), OFFICE) is None
    assert weigh(mail, Counts(to_address_today=12), Limits(), OFFICE) is not None
