"""The project's own mails, each with the new text that a careful person would find in it."""

import json
from pathlib import Path

import pytest

from secretary.domain.message import Message
from secretary.domain.reading import NewText
from secretary.understand.mime import parse_message
from secretary.understand.quoting import new_text_of

MAILS = Path(__file__).parents[2] / "corpus" / "mails"
CASES = sorted(path.stem for path in MAILS.glob("*.eml"))


def read(name: str) -> tuple[Message, NewText, dict]:
    expected = json.loads((MAILS / f"{name}.json").read_text(encoding="utf-8"))
    message = parse_message((MAILS / f"{name}.eml").read_bytes())
    return message, new_text_of(message, tuple(expected.get("own_texts", ()))), expected


@pytest.mark.parametrize("name", CASES)
def test_new_text_is_what_the_writer_wrote(name: str) -> None:
    _, found, expected = read(name)
    assert found.text == expected["new_text"]


@pytest.mark.parametrize("name", [name for name in CASES if "inline" in read(name)[2]])
def test_answers_are_bound_to_the_lines_they_answer(name: str) -> None:
    _, found, expected = read(name)
    assert [[answer.quoted, answer.answer] for answer in found.inline] == expected["inline"]


@pytest.mark.parametrize("name", [name for name in CASES if "forwarded" in read(name)[2]])
def test_forwarded_mails_are_read(name: str) -> None:
    _, found, expected = read(name)
    assert [
        {
            "from": mail.from_.addr_spec if mail.from_ else "",
            "subject": mail.subject,
            "date": mail.date.isoformat() if mail.date else None,
            "text": mail.text,
        }
        for mail in found.forwarded
    ] == expected["forwarded"]


@pytest.mark.parametrize("name", [name for name in CASES if "attachments" in read(name)[2]])
def test_attachments_are_named_and_known_by_content(name: str) -> None:
    message, _, expected = read(name)
    assert [[part.filename, str(part.kind)] for part in message.attachments] == expected["attachments"]


@pytest.mark.parametrize("name", CASES)
def test_every_line_is_in_exactly_one_segment(name: str) -> None:
    message, found, _ = read(name)
    covered = [line for segment in found.segments for line in range(segment.first, segment.last + 1)]
    assert covered == list(range(len(message.text.split("\n"))))


def test_corpus_has_enough_mails_in_both_languages() -> None:
    assert len(CASES) >= 100
