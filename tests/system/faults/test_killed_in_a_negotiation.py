"""Killed again and again from the first request to the last cancellation: each step happens once.

A life that ends is followed by one that lives a few writes longer, until the step is done. `make test` takes a
few deaths for each step, `make crash` one at each write of the record and at each step of the calendar's server
and of the mail servers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

import pytest

from tests.servers.chaos import CLIENT, SERVER, Cut, Side
from tests.system.faults.wreck import HANDLED, QUESTION, REQUEST, REVIEW, Wreck
from tests.system.faults.wreck_fixtures import AT_LENGTH

# In the box there are too few clients.
pytestmark = [
    pytest.mark.timeout(1800 if AT_LENGTH else 300),
    pytest.mark.parametrize("ports", ["real"], indirect=True),
]
PARTIES, WITNESS = ("weber", "tom", "jane"), "keller"

TAKE, MOVE, OFF = "1", "Ich muss den Termin leider verschieben. Ginge es auch übernächste Woche?", "Ich muss absagen."
ALL_OFF = "Bitte sagen Sie alle meine Termine nächste Woche ab."
BLOWS: tuple[tuple[str, Side, bytes, bool], ...] = (
    ("caldav", CLIENT, rb"(PUT|DELETE) ", False),
    ("caldav", SERVER, rb"HTTP/1\.[01] 20[0-4] ", False),
    ("caldav", SERVER, rb"HTTP/1\.[01] 20[0-4] ", True),
    ("smtp", CLIENT, rb"\.\r\n", False),
    ("smtp", CLIENT, rb"\.\r\n", True),
    ("smtp", SERVER, rb"250 2\.0\.0", False),
    ("smtp", SERVER, rb"250 2\.0\.0", True),
    ("imap", CLIENT, rb"\w+ UID MOVE", False),
    ("imap", CLIENT, rb"\w+ UID MOVE", True),
    ("imap", SERVER, rb"\w+ OK.*move", False),
)


@dataclass(frozen=True, slots=True)
class Deaths:
    """Where the lives of a step end: at a write, the `first`, then each `further` ones on; then by blows."""

    when: str
    first: int = 2
    further: int = 1
    blows: tuple[tuple[str, Side, bytes, bool], ...] = ()

    def live(self, wreck: Wreck) -> int:
        """Lives until nothing is left to do; how many were killed."""
        killed = sum(struck(wreck, *blow) for blow in self.blows)
        for number in range(MOST_LIVES):
            if number % WITNESS_LIVES == 0:
                witness(wreck)
            if not wreck.live(f"{self.when}:{self.first + number * self.further}"):
                return killed + number
        raise AssertionError(f"still not done after {MOST_LIVES} lives\n{wreck.log()}")


def witness(wreck: Wreck) -> None:
    """Another mail goes out where the end of one is not known: its receipt shows that the first was not taken."""
    if any(state == "unknown" for _, _, state in wreck.open_rows()):
        wreck.write(QUESTION, WITNESS)


def struck(wreck: Wreck, network: str, side: Side, pattern: bytes, after: bool) -> bool:  # noqa: FBT001 - a row of BLOWS
    """A life that ends when a line passes; whether one did."""
    witness(wreck)
    before: Any = getattr(wreck, network)
    before.when(side, pattern, Cut(after, wreck.strike))
    try:
        return wreck.live()
    finally:
        before.calm()


# How long a mail is looked for: until a life has lived long enough to send another one, whose receipt is proof.
DOUBT_SECONDS = 60 if AT_LENGTH else 8
MOST_LIVES = 60 + 2 * DOUBT_SECONDS  # of one step; it has some thirty writes, and a life of a second each
WITNESS_LIVES = 10  # from one witness to the next: each is work of its own, and a client may ask so often a day only
FEW = (Deaths("before", 4, 12), Deaths("after", 7, 20))
MANY = (Deaths("before"), Deaths("after", 3), Deaths("before", 2, 3, BLOWS))


@dataclass
class Letters:
    """What somebody got, and which meetings they were told of: (UID, SEQUENCE, METHOD, DTSTART) in order."""

    mails: list[EmailMessage] = field(default_factory=list)
    told: list[tuple[str, int, str, str]] = field(default_factory=list)


def letters(wreck: Wreck, user: str) -> Letters:
    found = Letters(wreck.folder(user))
    for mail in found.mails:
        for part in mail.walk():
            if part.get_content_type() == "text/calendar":
                text = str(part.get_content())
                found.told.append((prop(text, "UID"), int(prop(text, "SEQUENCE")), prop(text, "METHOD"), start(text)))
    return found


def prop(text: str, name: str) -> str:
    return next(iter(re.findall(rf"^{name}[^:\r\n]*:(\S+)", text, re.MULTILINE)), "")


def start(text: str) -> str:
    return prop(text[text.index("BEGIN:VEVENT") :], "DTSTART")


@pytest.fixture
def patient(wreck: Wreck) -> Wreck:
    wreck.doubt = DOUBT_SECONDS
    wreck.configure()
    return wreck


def step(wreck: Wreck, parties: dict[str, Deaths], said: str, *, answers: bool = True) -> int:
    """Each party says it, and their secretary is killed as planned; how often.

    Whoever's letter may have been sent, and is found nowhere, is a person's from here on: they leave `parties`.
    """
    killed = 0
    for client, deaths in tuple(parties.items()):
        before = letters(wreck, client).mails
        name = wreck.write(said, client, answers=before[-1] if answers else None)
        killed += deaths.live(wreck)
        come = len(letters(wreck, client).mails) - len(before)
        if not come and name in wreck.audit().unsure:
            del parties[client]
        else:
            assert come == 1, wreck.log()
    return killed


def audit(wreck: Wreck) -> None:
    """Each mail is in one place, nothing arrived twice, and each change of a meeting had a higher number."""
    places = {name: where for name, where in wreck.audit().places.items() if where not in ([HANDLED], [REVIEW])}
    assert not places, places
    for user in (*wreck.ports.clients, "anna"):
        got = letters(wreck, user)
        doubled = [i for i, times in Counter(str(m["Message-ID"]) for m in got.mails).items() if times > 1]
        assert not doubled, (user, doubled)
        for uid in {told[0] for told in got.told}:
            numbers = [told[1] for told in got.told if told[0] == uid]
            assert numbers == sorted(set(numbers)), (user, uid, got.told)


def standing(wreck: Wreck) -> dict[str, tuple[int, str]]:
    """{UID: (SEQUENCE, DTSTART)} of the calendar without holds; each stands once."""
    events = wreck.calendar()
    uids = [prop(event, "UID") for event in events]
    assert len(uids) == len(set(uids)), uids
    booked = [event for event in events if "STATUS:TENTATIVE" not in event]
    return {prop(e, "UID"): (int(prop(e, "SEQUENCE")), start(e)) for e in booked}


def promised(wreck: Wreck, parties: Iterable[str]) -> dict[str, tuple[int, str] | None]:
    """The same, as these were told last; None for what was cancelled."""
    last = {told[0]: told for client in parties for told in letters(wreck, client).told}
    return {uid: None if method == "CANCEL" else (number, at) for uid, number, method, at in last.values()}


def kept(wreck: Wreck, parties: Iterable[str]) -> list[tuple[int, str]]:
    """What the parties were told last stands so in the calendar; the meetings."""
    told, there = promised(wreck, parties), standing(wreck)
    assert {uid: there.get(uid) for uid in told} == told
    return [meeting for meeting in told.values() if meeting]


def test_a_meeting_is_offered_booked_moved_and_cancelled_once_over_many_deaths(patient: Wreck) -> None:
    wreck = patient
    deaths = MANY if AT_LENGTH else FEW[:1]
    parties = dict(zip(PARTIES, deaths, strict=False))
    killed = step(wreck, parties, REQUEST, answers=False)
    killed += step(wreck, parties, TAKE)
    assert len(kept(wreck, parties)) == len(parties)
    killed += step(wreck, parties, MOVE)
    killed += step(wreck, parties, TAKE)
    assert all(number for number, _ in kept(wreck, parties)), "they were moved"
    killed += step(wreck, parties, OFF)
    assert killed >= 5 * len(parties) > 0, "a life or more of each step was killed"
    assert kept(wreck, parties) == []
    audit(wreck)
    if len(parties) == len(deaths):
        assert wreck.calendar() == [], "no hold is left"


class TakenOverError(Exception):
    """The answer to an order may have been sent, and is found nowhere: its case is a person's from here on."""


def order(wreck: Wreck, deaths: Deaths, said: str, *, answers: bool = True) -> int:
    """Anna says it; how often the secretary was killed until it had answered her, or had said that it may have."""
    before = letters(wreck, "anna").mails
    wreck.order(said, before[-1] if answers else None)
    name = wreck.written[-1]
    killed = deaths.live(wreck)
    come = len(letters(wreck, "anna").mails) - len(before)
    if come <= 0 and name in wreck.audit().unsure:
        raise TakenOverError(said)
    assert come > 0, wreck.log()
    return killed


def called_off(wreck: Wreck, deaths: Deaths, booked: dict[str, tuple[int, str]]) -> int:
    """A plan is taken back in time, the next one is not; how often the secretary was killed. Raises TakenOverError."""
    wreck.undo = 30
    wreck.configure()
    killed = order(wreck, deaths, ALL_OFF, answers=False) + order(wreck, deaths, "Ja") + order(wreck, deaths, "Zurück")
    assert standing(wreck) == booked, "taken back before anybody heard of it"

    wreck.undo = 0
    wreck.configure()
    killed += order(wreck, deaths, ALL_OFF, answers=False) + order(wreck, deaths, "Ja")
    assert wreck.calendar() == []
    return killed


@pytest.mark.parametrize("deaths", MANY if AT_LENGTH else FEW[1:])
def test_a_plan_of_a_week_is_taken_back_or_sent_together_once_over_many_deaths(patient: Wreck, deaths: Deaths) -> None:
    wreck = patient
    mails = {client: {wreck.write(REQUEST, client)} for client in PARTIES[:2]}
    wreck.settle()
    for client, names in mails.items():
        names.add(wreck.write(TAKE, client, answers=letters(wreck, client).mails[-1]))
    wreck.settle()
    booked = standing(wreck)
    assert len(booked) == 2

    carried_out = True
    try:
        assert called_off(wreck, deaths, booked) >= 5
    except TakenOverError:
        carried_out = False
    audit(wreck)
    unsure = wreck.audit().unsure
    certain = [client for client, names in mails.items() if not names & unsure]
    assert kept(wreck, certain) == [] or not carried_out
    for client in mails:
        cancelled = [told[2] for told in letters(wreck, client).told].count("CANCEL")
        assert cancelled == 1 or (cancelled == 0 and not (carried_out and client in certain))
