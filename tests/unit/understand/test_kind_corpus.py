"""Kinds of mail, bounces and absences as servers and people really write them."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretary.app.rules.files import shipped_lexicon
from secretary.domain.address import Address
from secretary.domain.message import Message
from secretary.domain.reading import Reading
from secretary.understand.kind import read_kind
from secretary.understand.read import Reader

CORPUS = Path(__file__).parents[2] / "corpus"
READER = Reader(shipped_lexicon())


def mails(folder: str) -> list[str]:
    return sorted(path.stem for path in (CORPUS / folder).glob("*.eml"))


def read(folder: str, name: str) -> tuple[Reading, dict]:
    raw = (CORPUS / folder / f"{name}.eml").read_bytes()
    expected = json.loads((CORPUS / folder / f"{name}.json").read_text(encoding="utf-8"))
    return READER.read_bytes(raw, received=datetime(2026, 7, 8, tzinfo=UTC)), expected


@pytest.mark.parametrize("name", mails("kinds"))
def test_the_kind_is_known_and_only_people_are_answered(name: str) -> None:
    reading, expected = read("kinds", name)
    told = ", ".join(f"{e.rule}: {e.words}" for e in reading.kind.evidence)
    assert (reading.kind.kind.value, reading.kind.may_answer) == (expected["kind"], expected["may_answer"]), told
    assert reading.kind.evidence


@pytest.mark.parametrize("name", [n for n in mails("kinds") if read("kinds", n)[1].keys() & {"back_on", "stand_in"}])
def test_an_absence_tells_when_it_ends_and_who_stands_in(name: str) -> None:
    reading, expected = read("kinds", name)
    absence = reading.kind.absence
    assert absence is not None
    if "back_on" in expected:
        assert absence.back_on is not None
        assert absence.back_on.date().isoformat() == expected["back_on"]
    if "stand_in" in expected:
        assert [a.addr_spec or a.display_name for a in absence.stand_in] == expected["stand_in"]


@pytest.mark.parametrize("name", mails("bounces"))
def test_a_bounce_names_who_failed_and_which_of_our_mails(name: str) -> None:
    reading, expected = read("bounces", name)
    assert reading.kind.kind.value == expected["kind"]
    failed = sorted([b.recipient.addr_spec, b.permanent] for b in reading.kind.bounces)
    assert failed == sorted(expected["failed"])
    assert {b.original_message_id for b in reading.kind.bounces} <= {expected.get("original", "")}


WORDS = st.lists(
    st.sampled_from(
        """Undeliverable: Mail delivery failed <tom@kunde.test>: 550 5.1.1 unknown user This message was created automatically
        To: From: Message-ID: <a@b.test> \n --- Below this line is a copy Automatische Antwort: Ich bin nicht im Büro bis 14.07.
        contact eva@kunde.test until Monday > | . , ( ) unsubscribe https://x.test""".split(" ")
    ),
    max_size=40,
).map(" ".join)


@given(WORDS, st.sampled_from(["mailer-daemon@mx.test", "tom@kunde.test", ""]))
def test_any_notice_is_read_without_failing_and_the_same_twice(text: str, author: str) -> None:
    message = Message(
        digest="d", size=1, headers=(), from_=(Address(author),), subject=text[:60], text=text, return_path=""
    )
    assert read_kind(message, text) == read_kind(message, text)
    assert READER.read(message, received=datetime(2026, 7, 8, tzinfo=UTC)).kind.kind
