"""What is fed to which reader, and what must hold whatever comes.

Each target takes any bytes. It may refuse them with the error that people are shown (SetupError);
anything else it raises is a defect, as is a reading that is not the same twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from secretary.act.compose.templates import Templates
from secretary.app.rules.files import read_folder, shipped, shipped_lexicon
from secretary.app.rules.rulebook import REQUESTS, TEMPLATES
from secretary.app.settings import parse_settings
from secretary.decide import Catalogue, load_rules
from secretary.domain.errors import SetupError
from secretary.domain.message import Part
from secretary.understand.itip import read_calendar_part
from secretary.understand.mime import parse_message
from secretary.understand.read import Reader
from secretary.understand.when import read_times

Target = Callable[[bytes], None]

AT = datetime(2026, 3, 4, 9, 20, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Berlin")
READER = Reader(shipped_lexicon(), authserv_ids=("mx.office.example",))
CATALOGUE = Catalogue(
    Templates(read_folder(shipped("templates"), TEMPLATES)).catalogue(),
    READER.lexicon.names,
    REQUESTS,
    frozenset({"de", "en"}),
)


@contextmanager
def told() -> Iterator[None]:
    """A refusal that says what is wrong is an answer; anything else is a defect."""
    try:
        yield
    except* SetupError as group:
        if not all(error.problem for error in group.exceptions if isinstance(error, SetupError)):
            raise


def mime(data: bytes) -> None:
    """A mail is taken apart, whatever it is."""
    assert parse_message(data) == parse_message(data)


def reading(data: bytes) -> None:
    """A mail is read whole."""
    assert READER.read_bytes(data, received=AT) == READER.read_bytes(data, received=AT)


def times(data: bytes) -> None:
    """A text is read for times; each reading names the words that it was read from, and ends after it begins."""
    text = data.decode("utf-8", "replace")
    for lang in ("de", "en"):
        for expression in read_times(text, at=AT, zone=ZONE, lang=lang):
            for found in expression.readings:
                assert text[slice(*found.span)] == found.text
                assert not (found.start and found.end) or found.start <= found.end


def itip(data: bytes) -> None:
    """A calendar part is read, or says what is wrong with it."""
    for told in read_calendar_part(Part("1", "text/calendar", data, size=len(data))):
        assert told.uid or told.defects


def rules(data: bytes) -> None:
    """A rule file is loaded, or each problem is told."""
    with told():
        load_rules({"rules.yaml": data.decode("utf-8", "replace")}, CATALOGUE)


def config(data: bytes) -> None:
    """A configuration is loaded, or each problem is told."""
    with told():
        parse_settings(data.decode("utf-8", "replace"), file="config.yaml")


def broken(data: bytes) -> None:
    """No reader: what a fuzzer must find, to prove that it looks."""
    if len(data) > 1 and data[0] == ord("B"):  # two steps, for a fuzzer to take one after the other
        assert data[1] != ord("U")


TARGETS: Mapping[str, Target] = {target.__name__: target for target in (mime, reading, times, itip, rules, config)}
