"""Laws of reading a whole mail: total, the same twice, idempotent, and bounded whatever a stranger sends."""

import tracemalloc
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secretary.app.rules.files import shipped_lexicon
from secretary.understand.mime import parse_message
from secretary.understand.quoting import new_text_of, segment
from secretary.understand.read import Reader

READER = Reader(shipped_lexicon(), ("mx.muster.example",))
NOW = datetime(2026, 7, 8, tzinfo=UTC)
MAILS = sorted((Path(__file__).parents[2] / "corpus").glob("*/*.eml"))
SECONDS = 5.0  # what the worst stranger's mail may cost on a slow machine; it takes one
OCTETS = 120_000_000  # on top of the mail itself
HEAD = b"From: Tom <tom@kunde.test>\nSubject: Termin\nContent-Type: text/plain; charset=utf-8\n\n"
NOTICE = b"Return-Path: <>\nFrom: mailer-daemon@mx.test\nSubject: failure notice\n\n"
ABSENT = "Ich bin bis 14.07. nicht im Büro, wenden Sie sich an Frau Eva Klein (e@k.test). ".encode()
EVENT = (
    b"From: t@k.test\nContent-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\n"
    b"UID:1\nDTSTAMP:20260101T000000Z\nDTSTART:20260714T100000Z\nDTEND:20260714T110000Z\nSUMMARY:x\n"
)
ENDED = b"END:VEVENT\nEND:VCALENDAR\n"


def nested(depth: int) -> bytes:
    opened = (b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth))
    return b"".join(opened) + b"Content-Type: text/plain\n\nHallo"


HOSTILE = {
    "a body of 50 MB": HEAD + b"Guten Tag, passt Dienstag?\n" * 2_000_000,
    "one line of 50 MB": HEAD + b"a" * 50_000_000,
    "a header of 1 MB": b"Subject: " + b"x" * 1_000_000 + b"\n" + HEAD,
    "90,000 header lines": b"".join(b"X-A%d: y\n" % n for n in range(90_000)) + HEAD,
    "10,000 parts in each other": nested(10_000),
    "10,000 parts": b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\nContent-Type: text/plain\n\nHallo\n" * 10_000,
    "mails in mails": b"Content-Type: message/rfc822\n\n" * 3000,
    "500,000 quote marks": HEAD + b"> " * 500_000 + b"x",
    "60,000 times": HEAD + b"Dienstag 10 Uhr, " * 60_000,
    "a million commas": HEAD + b"," * 1_000_000,
    "conditions without end": HEAD + b"wenn passt nicht aber " * 50_000,
    "80,000 addresses": HEAD + b"a@b.test " * 80_000,
    "a bounce of 40,000": NOTICE + b"<a@b.test>: 550 no such user\n" * 40_000,
    "a bounce in one word": NOTICE + b"not delivered " + b"a" * 1_000_000,
    "100,000 open tags": b"From: t@k.test\nContent-Type: text/html\n\n" + b"<div><blockquote>x" * 100_000,
    "results in brackets": b"Authentication-Results: mx.muster.example; " + b"(" * 60_000 + b"\n" + HEAD,
    "50,000 authors": b"From: " + b"a@b.test, " * 50_000 + b"\n" + HEAD,
    "an absence without end": b"Auto-Submitted: auto-replied\n" + HEAD + ABSENT * 5000,
    "signature lines": HEAD + b"Hallo\n" + b"-- \n" * 100_000,
    "a calendar of 40,000": b"Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nEND:VEVENT\n" * 40_000,
    "a million alarms": EVENT + b"BEGIN:VALARM\nTRIGGER:-PT1M\nACTION:DISPLAY\nEND:VALARM\n" * 1_000_000 + ENDED,
    "a series of every second": EVENT + b"RRULE:FREQ=SECONDLY;COUNT=2000000000\n" + b"EXDATE:20260714T100000Z\n" * 50_000 + ENDED,
    "entities in entities": b"From: t@k.test\nContent-Type: application/xml\n\n<!DOCTYPE a [<!ENTITY a0 'ha'>"
    + b"".join(b"<!ENTITY a%d '%s'>" % (n + 1, b"&a%d;" % n * 10) for n in range(40)) + b"]><Invoice>&a40;</Invoice>",
    "a card of 200,000 numbers": b"From: t@k.test\nContent-Type: text/vcard\n\nBEGIN:VCARD\nVERSION:4.0\n"
    + b"TEL;TYPE=work:tel:+49-30-1\nPHOTO:file:///etc/passwd\n" * 200_000 + b"END:VCARD\n",
    "100,000 recipients": b"To: " + b",\n ".join(b"A%d <a%d@b.test>" % (n, n) for n in range(100_000)) + b"\n" + HEAD,
    "packed streams": b"Content-Type: application/pdf\n\n%PDF-1.7" + b" /ObjStm>>stream\nxxxx" * 100_000,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_no_stranger_s_mail_costs_more_than_a_bounded_time(name: str) -> None:
    started = process_time()
    assert READER.read_bytes(HOSTILE[name], received=NOW).kind.evidence
    assert process_time() - started < SECONDS


@pytest.mark.parametrize("name", ["a body of 50 MB", "10,000 parts in each other", "100,000 open tags", "60,000 times"])
def test_no_stranger_s_mail_takes_more_than_a_bounded_memory(name: str) -> None:
    tracemalloc.start()
    READER.read_bytes(HOSTILE[name], received=NOW)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < OCTETS


@given(st.binary(max_size=600))
@settings(deadline=None)
def test_any_octets_are_read_and_the_same_twice(raw: bytes) -> None:
    assert READER.read_bytes(raw, received=NOW) == READER.read_bytes(raw, received=NOW)


@given(st.sampled_from(MAILS), st.integers(min_value=0, max_value=4000))
@settings(deadline=None, max_examples=200)
def test_a_mail_cut_anywhere_is_read(path: Path, length: int) -> None:
    assert READER.read_bytes(path.read_bytes()[:length], received=NOW).kind.evidence


@given(st.sampled_from(MAILS), st.integers(min_value=0), st.integers(min_value=0, max_value=255))
@settings(deadline=None, max_examples=200)
def test_a_mail_with_a_broken_octet_is_read(path: Path, at: int, octet: int) -> None:
    raw = bytearray(path.read_bytes())
    raw[at % len(raw)] = octet
    assert READER.read_bytes(bytes(raw), received=NOW).kind.evidence


@pytest.mark.parametrize("path", [p for p in MAILS if p.parent.name == "mails"], ids=lambda p: p.stem)
def test_new_text_read_again_is_the_same(path: Path) -> None:
    message = parse_message(path.read_bytes())
    text = new_text_of(message).text
    assert segment(text, sender_name=message.author.display_name).text == text


@pytest.mark.parametrize("path", MAILS, ids=lambda p: p.stem)
def test_every_finding_says_which_rule_gave_it(path: Path) -> None:
    reading = READER.read_bytes(path.read_bytes(), received=NOW)
    told = (*reading.kind.evidence, *reading.sender.evidence, reading.language_evidence, *reading.notes)
    assert all(evidence.rule for evidence in told)
    assert all(
        i.rule and i.words == reading.new_text.text[slice(*i.span)]
        for i in reading.intents
        if i.words in reading.new_text.text
    )
    assert all(bounce.rule for bounce in reading.kind.bounces)
    assert all(part.kind_rule for part in reading.message.attachments)


def test_a_mail_of_5_kb_is_read_in_a_few_milliseconds() -> None:
    quoted = b"> Guten Tag Herr Weber, das ist eine Zeile aus einer fr\xc3\xbcheren Mail mit etwas Text darin.\n" * 48
    raw = (
        HEAD
        + "Guten Tag,\n\nder zweite Termin passt. Könnten Sie mir bitte die Adresse schicken?\n\nViele Grüße\nTom Weber\n\n".encode()
        + quoted
    )
    costs = []
    for _ in range(60):
        started = process_time()
        READER.read_bytes(raw, received=NOW)
        costs.append(process_time() - started)
    # The goal is 2 ms on an idle core; a test machine is not idle, and a regression is a multiple of it.
    assert median(costs[10:]) < 0.012
