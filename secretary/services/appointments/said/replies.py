"""What an answer to offers means, bound to the offers that were made and to nothing else.

Promises: total and deterministic; every act names its rule; two readings that differ give a
question or a person, never a guess.
Never does: book, or look at free time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from secretary.domain.event import Interval
from secretary.domain.reading import Reading
from secretary.domain.when import Constraints
from secretary.services.appointments.said.mentions import SHORT_WORDS, Mentions, Numbered, mentions
from secretary.services.appointments.said.shifts import is_beside

LATE_AT_MOST = timedelta(minutes=30)
MAX_TEXT = 4_000  # characters of an answer that are bound; longer ones are for a person
MAX_UNREAD = 2  # words of time that an acceptance may hold and nobody could read


class Act(StrEnum):
    """What somebody did with the offers."""

    ACCEPT = "accept"
    ASK_WHICH = "ask-which"
    REJECT = "reject"
    CONSTRAIN = "constrain"
    WITHDRAW = "withdraw"
    MOVE = "move"
    LATE = "late"
    REPEAT = "repeat"
    QUESTION = "question"
    DEFER = "defer"
    DELEGATE = "delegate"
    NOTHING = "nothing"
    CONDITIONAL = "conditional"
    DATE_UNCLEAR = "date-unclear"
    UNCLEAR = "unclear"


BESIDE = "earlier-or-later-than-an-offer"  # the rule
# What these lead to depends on every word of time in the answer.
_NEEDS_TIMES = frozenset({Act.REJECT, Act.CONSTRAIN, Act.MOVE})


@dataclass(frozen=True, slots=True)
class Bound:
    """An act with the offers (by number) it is about, the preferred ones first, and the rule that found it."""

    act: Act
    rule: str
    numbers: tuple[int, ...] = ()


_MORE_THAN_OFFERS = ("complaint", "legal", "confidential")
_INSTEAD = re.compile(r"\b(?:statt|stattdessen|anstatt|lieber|instead|rather)\b", re.IGNORECASE)


def bind(
    reading: Reading,
    offers: Sequence[Numbered],
    zone: str,
    said: Constraints | None = None,
    asked_about: tuple[int, ...] = (),
) -> Bound:
    """What the answer means for these open offers.

    `said` are its constraints, relative words included; a bare yes means what was `asked_about`.
    """
    return _if_read(_bound(reading, offers, zone, said, asked_about), reading)


def _if_read(bound: Bound, reading: Reading) -> Bound:
    """Words of time that could not be read may say which other time is wanted, and many of them anything."""
    unread = reading.constraints.unread if reading.constraints else ()
    if (unread and bound.act in _NEEDS_TIMES) or (len(unread) > MAX_UNREAD and bound.act is Act.ACCEPT):
        return Bound(Act.UNCLEAR, "unread-time-words", bound.numbers)
    return bound


def _bound(
    reading: Reading,
    offers: Sequence[Numbered],
    zone: str,
    said: Constraints | None,
    asked_about: tuple[int, ...],
) -> Bound:
    text = reading.new_text.text[:MAX_TEXT]
    early = _before_offers(reading)
    if early:
        return early
    if any(e.likeliest.contradiction for e in reading.times if e.readings):
        return Bound(Act.DATE_UNCLEAR, "date-and-weekday-differ")
    named = mentions(reading, text, offers, zone)
    of_offers = _of_offers(reading, named, offers)
    if of_offers:
        return of_offers
    wanted = next((b for intent, b in _REQUESTS if reading.has_intent(intent) and not named.no), None)
    if wanted:
        return wanted
    if named.other or _constrained(said or reading.constraints):
        return Bound(Act.CONSTRAIN, "other-times-named")
    return _without_mention(reading, text, asked_about or tuple(o.number for o in offers), named.no)


_REQUESTS = (
    ("act.delegate", Bound(Act.DELEGATE, "somebody-else-coordinates")),
    ("act.defer", Bound(Act.DEFER, "later-please")),
    ("act.ask", Bound(Act.QUESTION, "asks-about-the-meeting")),
)


def _before_offers(reading: Reading) -> Bound | None:
    """Acts that do not depend on which offers are open."""
    if reading.has_intent("act.withdraw") or reading.has_intent("act.stop") or reading.has_intent("appointment.cancel"):
        return Bound(Act.WITHDRAW, "withdraws")
    hard = next((i.name for i in reading.intents if i.name in _MORE_THAN_OFFERS), "")
    return Bound(Act.UNCLEAR, f"needs-a-person:{hard}") if hard else None


def _of_offers(reading: Reading, named: Mentions, offers: Sequence[Numbered]) -> Bound | None:
    """What is said of the offers that are named; None where none is."""
    if reading.has_intent("act.conditional"):
        return _conditional(named)
    if named.agreed:
        return _accepted(reading, named)
    if not named.tight:
        return None
    others = tuple(o.number for o in offers if o.number not in named.tight | named.no)
    return Bound(Act.ASK_WHICH, "rather-not-that-one", others or tuple(sorted(named.tight)))


def _conditional(named: Mentions) -> Bound:
    """A yes that hangs on something: to these offers, or to all where none is named."""
    if named.other or named.no:
        return Bound(Act.UNCLEAR, "a-condition-and-other-times")
    return Bound(Act.CONDITIONAL, "hangs-on-something", named.in_order)


def _accepted(reading: Reading, named: Mentions) -> Bound:
    numbers = named.in_order
    if named.other:
        return Bound(Act.UNCLEAR, "an-offer-and-another-time", numbers)
    if len(numbers) == 1 and is_beside(reading):
        return Bound(Act.CONSTRAIN, BESIDE, numbers)
    several = reading.has_intent("act.accept-any") or re.search(
        r"\b(?:oder|und|beide\w?|auch|also|too|or|and|both|either)\b", reading.new_text.text[:MAX_TEXT], re.IGNORECASE
    )
    if len(numbers) == 1 or several or (named.liked | named.at_need) & named.agreed:
        return Bound(Act.ACCEPT, "offer-named", numbers)
    return Bound(Act.ASK_WHICH, "fits-several-offers", numbers)


def _without_mention(reading: Reading, text: str, everything: tuple[int, ...], no: set[int]) -> Bound:
    """No time and no number that helps: bare words."""
    if reading.has_intent("act.accept-any"):
        return Bound(Act.ACCEPT, "any-offer", everything) if everything else Bound(Act.UNCLEAR, "nothing-open")
    if no or reading.has_intent("act.reject"):
        return Bound(Act.REJECT, "none-fits")
    if reading.has_intent("appointment.move"):
        return Bound(Act.MOVE, "asks-for-other-times")
    if reading.has_intent("act.accept"):
        return Bound(Act.ACCEPT if len(everything) == 1 else Act.ASK_WHICH, "bare-yes", everything)
    if reading.has_intent("thanks") and len(text.split()) <= 2 * SHORT_WORDS:
        return Bound(Act.NOTHING, "thanks")
    return Bound(Act.UNCLEAR, "not-understood")


def _constrained(said: Constraints | None) -> bool:
    return bool(said and (said.allowed or said.daily or said.excluded))


def _is_a_move(reading: Reading) -> bool:
    """A few minutes are passed on; whoever wants to shift a meeting by more wants another time."""
    length = reading.constraints.duration if reading.constraints else None
    return reading.has_intent("appointment.move") and (length is None or length >= LATE_AT_MOST)


def is_late(reading: Reading) -> bool:
    """Whether somebody comes some minutes later, and wants no other time."""
    return reading.has_intent("act.late") and not _is_a_move(reading)


def bind_booked(reading: Reading, booked: Interval, zone: str) -> Bound:
    """What a mail means once a time is booked; the same time repeated is an acknowledgement."""
    return _if_read(_bound_booked(reading, booked, zone), reading)


def _bound_booked(reading: Reading, booked: Interval, zone: str) -> Bound:  # noqa: PLR0911 - a table of acts, in order
    early = _before_offers(reading)
    if early:
        return early
    if reading.has_intent("act.conditional"):
        return Bound(Act.UNCLEAR, "needs-a-person:act.conditional")
    offer = (Numbered(1, booked),)
    named = mentions(reading, reading.new_text.text[:MAX_TEXT], offer, zone)
    if is_late(reading):
        return Bound(Act.LATE, "late")
    if reading.has_intent("appointment.move") or (named.no and not named.yes) or reading.has_intent("act.reject"):
        return Bound(Act.MOVE, "asks-to-move")
    if named.yes and not named.other:
        return Bound(Act.REPEAT, "booked-time-repeated")
    if named.other:
        instead = _INSTEAD.search(reading.new_text.text[:MAX_TEXT])
        return Bound(Act.MOVE if instead else Act.UNCLEAR, "another-time-after-booking")
    if reading.has_intent("act.accept") or reading.has_intent("thanks"):
        return Bound(Act.NOTHING, "acknowledged")
    return Bound(Act.UNCLEAR, "not-understood")
