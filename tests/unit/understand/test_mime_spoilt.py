"""Subjects and texts in every way that programs spoil them are read as they were meant.

`octets` in `tests/corpus/decoding/` are the raw ones, each shown as its Latin-1 character.
"""

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretary.understand.mime import parse_message
from secretary.understand.mime.charsets import mended
from tests.accuracy.tally import CORPUS, rows_of

SUBJECTS = rows_of(CORPUS / "decoding" / "subjects.jsonl")
TEXTS = rows_of(CORPUS / "decoding" / "texts.jsonl")


def named(case: dict[str, Any]) -> str:
    return str(case["what"])


@pytest.mark.parametrize("case", SUBJECTS, ids=named)
def test_a_subject_is_read_as_it_was_meant(case: dict[str, Any]) -> None:
    raw = b"From: a@b.example\r\nSubject: " + case["octets"].encode("latin-1") + b"\r\n\r\nHallo\r\n"
    assert parse_message(raw).subject == case["expected"]


@pytest.mark.parametrize("case", TEXTS, ids=named)
def test_a_text_is_read_as_it_was_meant(case: dict[str, Any]) -> None:
    head = "From: a@b.example\r\nMIME-Version: 1.0\r\n"
    head += f"Content-Type: {case['type']}\r\n" if case["type"] else ""
    head += f"Content-Transfer-Encoding: {case['encoding']}\r\n" if case["encoding"] else ""
    assert parse_message(f"{head}\r\n".encode() + case["octets"].encode("latin-1")).text.strip() == case["expected"]


@given(st.text(st.characters(max_codepoint=0x2FFF, exclude_categories=["Cs", "Cc"]), max_size=60))
def test_text_coded_twice_is_mended_to_what_it_was(text: str) -> None:
    spoilt = "".join(bytes([octet]).decode("cp1252", "ignore") or chr(octet) for octet in text.encode())
    assert mended(spoilt) in {unicodedata.normalize("NFC", t) for t in (text, spoilt)}


@pytest.mark.parametrize(
    "text", ["S\u00e3o Paulo", "S\u00c3O PAULO", "Gr\u00fc\u00dfe", "\u00c0 propos", "5 \u20ac", "\u00c2ge"]
)
def test_sound_words_with_the_same_letters_stay(text: str) -> None:
    assert mended(text) == text
