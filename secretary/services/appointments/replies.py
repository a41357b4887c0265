"""What an answer to offers means, bound to the offers that were made and to nothing else.

Promises: total and deterministic; every act names its rule; two readings that differ give a
question or a person, never a guess.
Never does: book, or look at free time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from secretary.domain.event import Interval
from secretary.domain.reading import Reading
from secretary.domain.when import Constraints, Grain, TimeExpression, TimeKind, TimeReading

LATE_AT_MOST = timedelta(minutes=30)
MAX_TEXT = 4_000  # characters of an answer that are bound; longer ones are for a person
MAX_UNREAD = 2  # words of time that an acceptance may hold and nobody could read
SHORT_WORDS = 6  # a bare "2" is a choice in an answer as short as this


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
    DATE_UNCLEAR = "date-unclear"
    UNCLEAR = "unclear"


# What these lead to depends on every word of time in the answer.
_NEEDS_TIMES = frozenset({Act.REJECT, Act.CONSTRAIN, Act.MOVE})


@dataclass(frozen=True, slots=True)
class Bound:
    """An act with the offers (by number) it is about, and the rule that found it."""

    act: Act
    rule: str
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Numbered:
    """An offer as it was shown: its number and its time."""

    number: int
    slot: Interval


_ORDINALS = {
    1: r"erste[rnsm]?|first", 2: r"zweite[rnsm]?|second", 3: r"dritte[rnsm]?|third",
    4: r"vierte[rnsm]?|fourth", 5: r"fünfte[rnsm]?|fuenfte[rnsm]?|fifth",
}  # fmt: skip
_LAST = re.compile(r"\b(?:letzte[rnsm]?|last one|the last)\b", re.IGNORECASE)
# What may follow a number that names an offer: "eine zweite Frage" and "2 Personen" name none.
_BEHIND = (
    r"(?=\W{0,3}$|\s{0,2}[,;!.)]|\s{1,3}(?:termin|vorschlag|option|variante|zeit|slot|one|time|date|choice|passt|passen|geht|gehen"
    r"|würde|wäre|would|klappt|ist|is|works?|suits?|looks|sounds|klingt|bitte|please|schon|leider|und|oder|and|or|noch|nor|nicht|auch|für|for)\b)"
)
_ORDINAL = {n: re.compile(rf"\b(?:{w})\b{_BEHIND}", re.IGNORECASE) for n, w in _ORDINALS.items()}
_NAMED = re.compile(
    r"(?:\b(?:nr\.?|nummer|number|no\.|option|variante|vorschlag|termin|choice|slot)|#)\s{0,3}#?([1-9])\b(?![.:/]\d)",
    re.IGNORECASE,
)
_WORD = {"eins": 1, "zwei": 2, "drei": 3, "one": 1, "two": 2, "three": 3}
_NUMBER_ALONE = re.compile(r"[ (]{0,2}(?:(?:die|der|das|den|the) )?[1-9](?:\.|st|nd|rd|th)?[ .)]{0,2}", re.IGNORECASE)
_NAMED_WORD = re.compile(r"\b(?:nummer|number|option|variante)\s{1,3}(eins|zwei|drei|one|two|three)\b", re.IGNORECASE)
_BARE = re.compile(
    r"^\W{0,5}([1-9])(?:[.)]|\b)(?![.:/]?\d)\s*(?:$|[,;!.]|bitte|please|passt|geht|klappt|works|is|wäre|would)",
    re.IGNORECASE,
)
_LONE = re.compile(
    rf"(?<![\d.:/])(?<!\bat )(?<!\bum )(?<!\bab )(?<!\bin )\b([1-9])\b(?![.:/]\d){_BEHIND}", re.IGNORECASE
)
_NO_REFUSAL = re.compile(
    r"\b(?:no problem|kein problem|warum nicht|why not|no worries|nichts dagegen)\b", re.IGNORECASE
)
_CONTINUES = re.compile(r"^(?:[\W\d]|\b(?:und|oder|noch|or|and|nor|auch)\b)*$", re.IGNORECASE)
_NOT = re.compile(
    r"\b(?:nicht|kein\w{0,2}|leider|schlecht|unmöglich|verhindert|unterwegs|urlaub|not|none|neither|unfortunately"
    r"|weder|nor|can't|cannot|won't|doesn't|don't|no(?!\.? {0,2}#?\d)|unavailable)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[;!?\n]|,\s|(?<!\bno)(?<!\bnr)\.\s|\b(?:aber|sondern|dafür|jedoch|but|instead|however|though)\b", re.IGNORECASE
)
_TIME_FILLER = re.compile(
    r"\b(?:der|den|dem|the|um|ab|gegen|uhr|at|am|pm|o'clock|h|von|bis|from|to)\b|(?<=\d)[ap]m\b|[\d:.\-–\s]",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    r"\b(?:mo(?:ntag|nday|n)?|di(?:enstag)?|tue(?:s(?:day)?)?|mi(?:ttwoch)?|wed(?:nesday)?|do(?:nnerstag)?|thu(?:r(?:s(?:day)?)?)?"
    r"|fr(?:eitag|iday|i)?|sa(?:mstag|turday|t)?|so(?:nntag)?|sun(?:day)?|am|on)\b\.?,?",
    re.IGNORECASE,
)
_CLOCK_GRAINS = frozenset({Grain.SECOND, Grain.MINUTE, Grain.HOUR})
_MORE_THAN_OFFERS = ("complaint", "legal", "confidential", "act.conditional")
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
    yes, no, other = _mentions(reading, text, offers, zone)
    if yes - no:
        return _accepted(reading, yes - no, other=other)
    wanted = next((b for intent, b in _REQUESTS if reading.has_intent(intent) and not no), None)
    if wanted:
        return wanted
    if other or _constrained(said or reading.constraints):
        return Bound(Act.CONSTRAIN, "other-times-named")
    return _without_mention(reading, text, asked_about or tuple(o.number for o in offers), no)


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


def _accepted(reading: Reading, yes: set[int], *, other: bool) -> Bound:
    numbers = tuple(sorted(yes))
    if other:
        return Bound(Act.UNCLEAR, "an-offer-and-another-time", numbers)
    several = reading.has_intent("act.accept-any") or re.search(
        r"\b(?:oder|und|beide\w?|auch|also|too|or|and|both|either)\b", reading.new_text.text[:MAX_TEXT], re.IGNORECASE
    )
    if len(numbers) == 1 or several:
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


def _mentions(reading: Reading, text: str, offers: Sequence[Numbered], zone: str) -> tuple[set[int], set[int], bool]:
    """Offers named in clauses that say yes, in clauses that say no, and whether another time is named."""
    yes, no, other = _inline(reading, offers)
    alone, against = len(text.split()) <= SHORT_WORDS, False
    for start, end in _clauses(text, reading.times):
        clause = text[start:end]
        shares = text[:start].rstrip().endswith(",") and _CONTINUES.match(clause)
        if not shares:  # "can't do 1, 2, 3": bare numbers behind a comma share the verb before it
            against = bool(_NOT.search(_NO_REFUSAL.sub("", clause)))
        found = _numbers(clause, offers, alone=alone)
        for expression in reading.times:
            if start <= expression.span[0] < end and _is_point(expression):
                meant = _meant(expression, offers, zone)
                found |= meant
                other = other or not (meant or against)
        (no if against else yes).update(found)
    return yes, no, other


def _inline(reading: Reading, offers: Sequence[Numbered]) -> tuple[set[int], set[int], bool]:
    """Answers written under a quoted offer belong to that offer."""
    yes: set[int] = set()
    no: set[int] = set()
    known = {o.number for o in offers}
    for answer in reading.new_text.inline:
        numbered = re.match(r"[\s>]{0,20}([1-9])[.)]\s", answer.quoted)
        if numbered and int(numbered[1]) in known:
            (no if _NOT.search(answer.answer) else yes).add(int(numbered[1]))
    return yes, no, False


def _clauses(text: str, times: Sequence[TimeExpression]) -> list[tuple[int, int]]:
    """Spans of clauses; a comma or point inside a time ("Di, 14. Juli") cuts nothing."""
    cuts = [m for m in _CLAUSE.finditer(text) if not any(e.span[0] < m.end() and m.start() < e.span[1] for e in times)]
    edges = [0, *(m.end() for m in cuts), len(text)]
    return [(a, b) for a, b in pairwise(edges) if text[a:b].strip()]


def _numbers(clause: str, offers: Sequence[Numbered], *, alone: bool) -> set[int]:
    """Numbers and ordinals that name an offer."""
    said = {int(m[1]) for m in _NAMED.finditer(clause)} | {_WORD[m[1].lower()] for m in _NAMED_WORD.finditer(clause)}
    said |= {n for n, pattern in _ORDINAL.items() if pattern.search(clause)}
    bare = _BARE.search(clause)
    said |= {int(bare[1])} if bare else set()
    if alone:
        said |= {int(m[1]) for m in _LONE.finditer(clause)}
    if _LAST.search(clause) and offers:
        said.add(offers[-1].number)
    return said & {o.number for o in offers}


def _is_point(expression: TimeExpression) -> bool:
    """Whether it names a time or a day, and not a duration or an open stretch."""
    if _NUMBER_ALONE.fullmatch(expression.text):  # "2", "die 2.", "the 2nd": an offer's number, no hour and no day
        return False
    return bool(expression.readings) and expression.likeliest.kind in {TimeKind.INSTANT, TimeKind.INTERVAL}


def _meant(expression: TimeExpression, offers: Sequence[Numbered], zone: str) -> set[int]:
    """The offers that an expression can mean."""
    exact = {o.number for o in offers for r in _possible(expression) if _fits(r, o.slot)}
    if exact:
        return exact
    first = expression.likeliest
    if first.kind is TimeKind.INSTANT and not _TIME_FILLER.sub("", expression.text):
        return {o.number for o in offers if _same_clock(expression, o.slot, zone)}
    if first.grain is Grain.DAY and not any(c.isdigit() for c in expression.text):
        return {o.number for o in offers if _same_weekday(first, o.slot, zone)}
    if _WEEKDAY.search(expression.text) and not _TIME_FILLER.sub("", _WEEKDAY.sub("", expression.text)):
        # "Wednesday at four" means the Wednesday talked about, also when an earlier one is still to come.
        of_day = (o for o in offers if _same_weekday(first, o.slot, zone))
        return {o.number for o in of_day if _same_clock(expression, o.slot, zone)}
    return set()


def _possible(expression: TimeExpression) -> Iterator[TimeReading]:
    """Readings by which an expression may name an offer; of "from 10 to 12" only the likeliest, and not the night."""
    first = expression.likeliest
    for reading in expression.readings:
        if reading is first or reading.kind is TimeKind.INSTANT or reading.grain not in _CLOCK_GRAINS:
            yield reading


def _fits(reading: TimeReading, slot: Interval) -> bool:
    if reading.start is None:
        return False
    if reading.kind is TimeKind.INSTANT or reading.end is None:
        return reading.start == slot.start
    return reading.start <= slot.start < reading.end


def _same_clock(expression: TimeExpression, slot: Interval, zone: str) -> bool:
    """On the writer's clock, or on that of the offers where the writer is elsewhere."""
    local = slot.start.astimezone(ZoneInfo(zone))
    starts = {r.zone: r.start for r in reversed(expression.readings) if r.start}  # the likeliest on each clock
    said = (start.astimezone(ZoneInfo(zone)) for start in starts.values())
    return any((s.hour, s.minute) == (local.hour, local.minute) for s in said)


def _same_weekday(reading: TimeReading, slot: Interval, zone: str) -> bool:
    if reading.start is None:
        return False
    return reading.start.astimezone(ZoneInfo(zone)).weekday() == slot.start.astimezone(ZoneInfo(zone)).weekday()


def _is_a_move(reading: Reading) -> bool:
    """A few minutes are passed on; whoever wants to shift a meeting by more wants another time."""
    length = reading.constraints.duration if reading.constraints else None
    return reading.has_intent("appointment.move") and (length is None or length >= LATE_AT_MOST)


def bind_booked(reading: Reading, booked: Interval, zone: str) -> Bound:
    """What a mail means once a time is booked; the same time repeated is an acknowledgement."""
    return _if_read(_bound_booked(reading, booked, zone), reading)


def _bound_booked(reading: Reading, booked: Interval, zone: str) -> Bound:  # noqa: PLR0911 - a table of acts, in order
    early = _before_offers(reading)
    if early:
        return early
    offer = (Numbered(1, booked),)
    yes, no, other = _mentions(reading, reading.new_text.text[:MAX_TEXT], offer, zone)
    if reading.has_intent("act.late") and not _is_a_move(reading):
        return Bound(Act.LATE, "late")
    if reading.has_intent("appointment.move") or (no and not yes) or reading.has_intent("act.reject"):
        return Bound(Act.MOVE, "asks-to-move")
    if yes and not other:
        return Bound(Act.REPEAT, "booked-time-repeated")
    if other:
        instead = _INSTEAD.search(reading.new_text.text[:MAX_TEXT])
        return Bound(Act.MOVE if instead else Act.UNCLEAR, "another-time-after-booking")
    if reading.has_intent("act.accept") or reading.has_intent("thanks"):
        return Bound(Act.NOTHING, "acknowledged")
    return Bound(Act.UNCLEAR, "not-understood")
