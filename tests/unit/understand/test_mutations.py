"""Mails broken at random, as transports and programs break them: each is read, within its time.

The seed is fixed, so that a failure comes again; SECRETARY_MUTATIONS asks for more of them (3000 take minutes).
"""

import os
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from time import process_time

import pytest

from secretary.app.rules.files import shipped_lexicon
from secretary.understand.read import Reader

COUNT = int(os.environ.get("SECRETARY_MUTATIONS", "240"))
AT_ONCE = 40  # mails a test, so that one that fails is found by its number
SECONDS = 2.0  # for one mail on a slow machine; the median is a few milliseconds
READER = Reader(shipped_lexicon())
NOW = datetime(2026, 7, 8, tzinfo=UTC)
MAILS = sorted((Path(__file__).parents[2] / "corpus").rglob("*.eml"))
JUNK = (b"\0", b"\r", b"\n\n", b"=?utf-8?q?", b"--", b"\xff\xfe", b"> ", b"<div>", b"Content-Type: ", b"=", b"\xe2\x82")


def flip(raw: bytearray, dice: Random) -> None:
    for _ in range(dice.randint(1, 20)):
        raw[dice.randrange(len(raw))] = dice.randrange(256)


def cut(raw: bytearray, dice: Random) -> None:
    del raw[dice.randrange(1, len(raw)) :]


def drop(raw: bytearray, dice: Random) -> None:
    start = dice.randrange(len(raw))
    del raw[start : start + dice.randint(1, 400)]


def repeat(raw: bytearray, dice: Random) -> None:
    start = dice.randrange(len(raw))
    piece = bytes(raw[start : start + dice.randint(1, 200)])
    raw[start:start] = piece * dice.randint(2, 60)


def insert(raw: bytearray, dice: Random) -> None:
    for _ in range(dice.randint(1, 8)):
        at = dice.randrange(len(raw))
        raw[at:at] = dice.choice(JUNK) * dice.randint(1, 30)


def swap_lines(raw: bytearray, dice: Random) -> None:
    lines = raw.split(b"\n")
    first, second = dice.randrange(len(lines)), dice.randrange(len(lines))
    lines[first], lines[second] = lines[second], lines[first]
    raw[:] = b"\n".join(lines)


def end_lines_otherwise(raw: bytearray, dice: Random) -> None:
    raw[:] = raw.replace(b"\n", dice.choice((b"\r\n", b"\r", b"\r\r\n")))


WAYS = (flip, cut, drop, repeat, insert, swap_lines, end_lines_otherwise)


def broken(number: int) -> bytes:
    """The mail of that number: one of the corpus, broken in one to three ways."""
    dice = Random(number)  # noqa: S311 - it shall come again
    raw = bytearray(dice.choice(MAILS).read_bytes())
    for way in dice.choices(WAYS, k=dice.randint(1, 3)):
        if raw:
            way(raw, dice)
    return bytes(raw)


@pytest.mark.parametrize("first", range(0, COUNT, AT_ONCE))
def test_broken_mails_are_read_within_their_time(first: int) -> None:
    for number in range(first, min(COUNT, first + AT_ONCE)):
        raw = broken(number)
        started = process_time()
        reading = READER.read_bytes(raw, received=NOW)
        spent = process_time() - started
        assert reading.kind.evidence, f"mail {number} tells no kind"
        assert spent < SECONDS, f"mail {number} took {spent:.1f} s"
        reading.new_text.text.encode()
        assert not any(sign in value for _, value in reading.message.headers for sign in "\r\n\0")
