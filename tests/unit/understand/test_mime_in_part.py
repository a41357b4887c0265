"""A mail that was not fetched whole keeps its identity and says what it lacks."""

from datetime import UTC, datetime

from secretary.understand.intent import compile_lexicon
from secretary.understand.mime import parse_message, parse_part_of_message
from secretary.understand.read import Reader

HEAD = b"From: tom@kunde.test\r\nSubject: Angebot\r\nMessage-ID: <1@kunde.test>\r\n\r\n"


def test_the_part_and_the_whole_are_the_same_mail():
    whole = HEAD + b"Guten Tag\r\n" * 1000
    part = parse_part_of_message(HEAD + b"Guten Tag\r\n", size=len(whole), why="too-large")
    assert part.digest == parse_message(whole).digest
    assert (part.size, part.in_part, part.text) == (len(whole), "too-large", "Guten Tag")
    assert parse_message(whole).in_part == ""


def test_the_reading_says_what_was_not_read():
    part = parse_part_of_message(HEAD, size=52_000_000, why="too-large")
    reading = Reader(compile_lexicon({})).read(part, received=datetime(2026, 7, 8, tzinfo=UTC))
    assert reading.unread == ("not fetched whole (too-large): 52,000,000 octets",)
