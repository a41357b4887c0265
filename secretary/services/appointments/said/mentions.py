"""Which of the offered times a text names, and what it says of them: by number, day, hour, or under a quote.

Promises: total; an expression counts for an offer only where it can mean no other day; a clause that
refuses, refuses what it names.
Never does: say what follows from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from secretary.domain.event import Interval
from secretary.domain.reading import Reading
from secretary.domain.when import Grain, TimeExpression, TimeKind, TimeReading

BEYOND = 20  # characters behind a clause in which "but possible" takes a "tight" back
SHORT_WORDS = 6  # a bare "2" is a choice in an answer as short as this


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
_LETTER = re.compile(r"\b(?:option|variante?|vorschlag|choice)\s{1,3}([a-e])\b(?!['’.\-/])", re.IGNORECASE)
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
    r"\b(?:no problem|kein problem|warum nicht|why not|no worries|nichts dagegen|zur not)\b", re.IGNORECASE
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
WEEKDAY_STEMS = ("mo", "di", "mi", "do", "fr", "sa", "so")
_BEGINNINGS = (*WEEKDAY_STEMS, "mo", "tu", "we", "th", "fr", "sa", "su")
_WEEKDAY_NAME = re.compile(
    r"\b(montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)
# A weekday by itself means that day among the offers; "Mitte September" and "morgen" mean themselves only.
_ONLY_A_DAY = re.compile(
    r"(?:(?:am|on|der|den|the|dann|diese[rn]?|this|next|nächste[rn]?|naechste[rn]?|kommende[rn]?|coming)\s{1,3}){0,3}"
    r"(?:mo(?:ntag|nday|n)?|di(?:enstag)?|tue(?:s(?:day)?)?|mi(?:ttwoch)?|wed(?:nesday)?|do(?:nnerstag)?|thu(?:r(?:s(?:day)?)?)?"
    r"|fr(?:eitag|iday|i)?|sa(?:mstag|turday|t)?|so(?:nntag)?|sun(?:day)?)\.?",
    re.IGNORECASE,
)
# Preferences weigh, they exclude nothing: "tight" alone is no yes, "tight but possible" is one.
_TIGHT = re.compile(
    r"\b(?:eng|knapp|tight|difficult|tricky)\b(?!\W{1,4}(?:but|aber|doch)\W{1,3}(?:possible|doable|möglich|machbar|ok|okay|geht))",
    re.IGNORECASE,
)
_LIKED = re.compile(r"\b(?:lieber|am liebsten|bevorzug\w*|favorit\w*|prefer\w*|rather|ideal\w*)\b", re.IGNORECASE)
_AT_NEED = re.compile(r"\b(?:zur not|notfalls|if need be|if necessary|at a pinch|if it must be)\b", re.IGNORECASE)


@dataclass(slots=True)
class Mentions:
    """Numbers of the offers that a text names: with a yes, with a no, as tight, as liked, at need.

    `other` tells that it names another time too.
    """

    yes: set[int] = field(default_factory=set)
    no: set[int] = field(default_factory=set)
    tight: set[int] = field(default_factory=set)
    liked: set[int] = field(default_factory=set)
    at_need: set[int] = field(default_factory=set)
    other: bool = False

    @property
    def agreed(self) -> set[int]:
        """What is said yes to, and nowhere no."""
        return self.yes - self.no

    @property
    def in_order(self) -> tuple[int, ...]:
        """What is agreed to, the preferred first."""
        return tuple(sorted(self.agreed, key=lambda n: (n in self.at_need, n not in self.liked, n)))

    def add(self, clause: str, found: set[int], *, against: bool, tight: bool) -> None:
        """The offers that one clause names, as what it says of them."""
        (self.no if against else self.tight if tight else self.yes).update(found)
        if _LIKED.search(clause) and not against:
            self.liked |= found
        if _AT_NEED.search(clause):
            self.at_need |= found


def mentions(reading: Reading, text: str, offers: Sequence[Numbered], zone: str) -> Mentions:
    """What a text says of the offers, clause by clause."""
    named = _inline(reading, offers)
    alone, against = len(text.split()) <= SHORT_WORDS, False
    agrees = reading.has_intent("act.accept")
    for start, end in _clauses(text, reading.times):
        clause = text[start:end]
        shares = text[:start].rstrip().endswith(",") and _CONTINUES.match(clause)
        if not shares:  # "can't do 1, 2, 3": bare numbers behind a comma share the verb before it
            against = bool(_NOT.search(_NO_REFUSAL.sub("", clause)))
        found = _numbers(clause, offers, alone=alone)
        for expression in (e for e in reading.times if start <= e.span[0] < end):
            if _is_point(expression):
                meant = _meant(expression, offers, zone)
                found |= meant
                named.other = named.other or not (meant or against)
            elif agrees:
                found |= _until(expression, offers, zone)
        tight = _TIGHT.search(text, start, end + BEYOND)
        named.add(clause, found, against=against, tight=tight is not None and tight.start() < end)
    return named


def _until(expression: TimeExpression, offers: Sequence[Numbered], zone: str) -> set[int]:
    """The offers of a day to which somebody says good-bye: "dann bis Mittwoch"."""
    if not expression.readings or expression.likeliest.kind is not TimeKind.UNTIL:
        return set()
    named = _WEEKDAY_NAME.search(expression.text)
    return {o.number for o in offers if named and _weekday_of(named[1]) == _local(o.slot, zone).weekday()}


def _inline(reading: Reading, offers: Sequence[Numbered]) -> Mentions:
    """Answers written under a quoted offer belong to that offer."""
    named = Mentions()
    known = {o.number for o in offers}
    for answer in reading.new_text.inline:
        numbered = re.match(r"[\s>]{0,20}([1-9])[.)]\s", answer.quoted)
        if numbered and int(numbered[1]) in known:
            against = _NOT.search(_NO_REFUSAL.sub("", answer.answer)) is not None
            tight = _TIGHT.search(answer.answer) is not None
            named.add(answer.answer, {int(numbered[1])}, against=against, tight=tight)
    return named


def _clauses(text: str, times: Sequence[TimeExpression]) -> list[tuple[int, int]]:
    """Spans of clauses; a comma or point inside a time ("Di, 14. Juli") cuts nothing."""
    cuts = [m for m in _CLAUSE.finditer(text) if not any(e.span[0] < m.end() and m.start() < e.span[1] for e in times)]
    edges = [0, *(m.end() for m in cuts), len(text)]
    return [(a, b) for a, b in pairwise(edges) if text[a:b].strip()]


def _numbers(clause: str, offers: Sequence[Numbered], *, alone: bool) -> set[int]:
    """Numbers and ordinals that name an offer."""
    said = {int(m[1]) for m in _NAMED.finditer(clause)} | {_WORD[m[1].lower()] for m in _NAMED_WORD.finditer(clause)}
    said |= {_letter(m[1]) for m in _LETTER.finditer(clause)}
    said |= {n for n, pattern in _ORDINAL.items() if pattern.search(clause)}
    bare = _BARE.search(clause)
    said |= {int(bare[1])} if bare else set()
    if alone:
        said |= {int(m[1]) for m in _LONE.finditer(clause)}
    if _LAST.search(clause) and offers:
        said.add(offers[-1].number)
    return said & {o.number for o in offers}


def _letter(letter: str) -> int:
    """Whoever counts the offers by letters means the second by "B"."""
    return ord(letter.upper()) - ord("A") + 1


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
    if first.grain is Grain.DAY and _ONLY_A_DAY.fullmatch(expression.text):
        return {o.number for o in offers if _same_weekday(first, o.slot, zone)}
    if _WEEKDAY.search(expression.text) and not _TIME_FILLER.sub("", _WEEKDAY.sub("", expression.text)):
        # "Wednesday at four" means the Wednesday talked about, also when an earlier one is still to come.
        return {
            o.number for o in offers if _same_weekday(first, o.slot, zone) and _same_clock(expression, o.slot, zone)
        }
    return set()


def _possible(expression: TimeExpression) -> Iterator[TimeReading]:
    """Readings by which an expression may name an offer; of "from 10 to 12" only the likeliest, and not the night."""
    first = expression.likeliest
    for reading in expression.readings:
        if reading is first or reading.kind is TimeKind.INSTANT or reading.grain not in _CLOCK_GRAINS:
            yield reading


def _local(slot: Interval, zone: str) -> datetime:
    return slot.start.astimezone(ZoneInfo(zone))


def _weekday_of(name: str) -> int:
    """0 = Monday, by the first two letters in either language."""
    return _BEGINNINGS.index(name[:2].casefold()) % len(WEEKDAY_STEMS)


def _fits(reading: TimeReading, slot: Interval) -> bool:
    if reading.start is None:
        return False
    if reading.kind is TimeKind.INSTANT or reading.end is None:
        return reading.start == slot.start
    return reading.start <= slot.start < reading.end


def _same_clock(expression: TimeExpression, slot: Interval, zone: str) -> bool:
    """On the writer's clock, or on that of the offers where the writer is elsewhere."""
    local = _local(slot, zone)
    starts = {r.zone: r.start for r in reversed(expression.readings) if r.start}  # the likeliest on each clock
    said = (start.astimezone(ZoneInfo(zone)) for start in starts.values())
    return any((s.hour, s.minute) == (local.hour, local.minute) for s in said)


def _same_weekday(reading: TimeReading, slot: Interval, zone: str) -> bool:
    if reading.start is None:
        return False
    return reading.start.astimezone(ZoneInfo(zone)).weekday() == slot.start.astimezone(ZoneInfo(zone)).weekday()
