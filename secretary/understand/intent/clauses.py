"""A text cut into sentences and clauses, with what was read in it standing as single signs.

Promises: total and linear; every place in a clause leads back to its place in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise

from secretary.domain.when import Grain, TimeExpression, TimeKind
from secretary.understand.intent.phrases import DURATION, OFFER, PART, POINT, RANGE, UNTIL

_DAY = timedelta(days=1)
_LONG = frozenset({Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR})

# --- what offers are called ---------------------------------------------------------------

_ORDINAL = r"erste[rnsm]?|zweite[rnsm]?|dritte[rnsm]?|vierte[rnsm]?|f(?:ü|ue)nfte[rnsm]?|letzte[rnsm]?|first|second|third|fourth|fifth|last|[1-9]\.|[1-5](?:st|nd|rd|th)"
_NOUN = r"termin(?:vorschlag)?|vorschlag|option|variante|zeit|slot|alternative|möglichkeit|date|time|suggestion|proposal|choice|one"
_OFFERS = re.compile(
    rf"""(?ix)
    # No branch is tried where none can begin: this runs over every letter of a mail.
    (?=[a-z\#1-5 \t])(?<![^\W_]) (?:
    (?:\b(?:termin(?:vorschlag)?|vorschlag|option|variante|nummer|nr\.?|number|no\.|alternative|choice|slot|zeit|suggestion|proposal)\s{{0,2}}\#?\s?|\#\s?)(?:[1-9]|[a-d]|eins|zwei|drei|one|two|three)\b(?![.:/]\d)
    | \b(?:der|die|das|den|dem|ihre[nmrs]?|ihr|deine[nm]?|dein|the|your|zum|zur)\s(?:{_ORDINAL})(?:\s(?:{_NOUN}))?(?=\s*$|\s*[,;.!?]|\s(?:ist|is|wäre|waere|would|passt|passen|geht|works?|suits?|bitte|please|klingt|sounds|looks|nehm|for|für|fuer|und|oder|and|or|sag\w*|zu|kann|können|in|ok\w*)\b)
    | \b(?:der|die|das|den|dem|ihre[nmrs]?|ihr|the|your|zum|zur)\s(?:{_ORDINAL})\s(?:{_NOUN})\b
    | \b(?:your|ihr|ihren|ihrem|der|den|dem|the)\s(?:proposal|suggestion|vorschlag|terminvorschlag|suggested\stime|proposed\stime|vorgeschlagene[nr]?\s(?:termin|zeit))\b
    | \b(?:der|die|den|dem|das|the)\s(?:früheren?|frühere|späteren?|spätere|ersteren?|letzteren?|earlier|later|former|latter)(?:\s(?:von\sbeiden|der\sbeiden|of\s(?:the|these|those)\stwo|{_NOUN}))?(?=\W|$)
    | ^[ \t]{{0,3}}[1-5](?=[ \t]*[.)!,]?[ \t]*(?:$|bitte|please|passt|geht|works|is|ist|wäre))
    | \b(?:die|auf|für|fuer|for|number)\s[1-5]\b(?=\s*$|\s*[,;.!?](?!\d)|\s(?:ist|is|wäre|geht|passt|klappt|in\sordnung|bitte|please|works?|suits?|would)\b)
    | \b(?:montag|dienstag|mittwoch|donnerstag|freitag)s(?:termin|vorschlag)\b
    )
    """,
    re.MULTILINE,
)

# --- where sentences and clauses end -----------------------------------------------------

# One class of signs in front, so that only they are looked at; what must not stand before them is asked behind.
_SENTENCE = re.compile(
    r"[.!?;\n](?:(?<=[.!?;])(?<![A-ZÄÖÜ][.!?;])(?<!\b[a-zA-Z]\.[a-zA-Z][.!?;])(?<!Dr[.!?;])(?<!Nr[.!?;])(?<!Art[.!?;])(?<!Abs[.!?;])(?<!Tel[.!?;])(?<!Str[.!?;])(?<!St[.!?;])(?<!Fr[.!?;])(?<!Hr[.!?;])(?<!bzw[.!?;])(?<!ca[.!?;])(?<!Mr[.!?;])(?<!Ms[.!?;])"
    r"[.!?;]*[\"'“”)]{0,2}(?=\s|$)|(?<=\n)\s*\n|(?<=[,:]\n)|(?<=\n)(?=[-*•\d]))"
)
_CLAUSE = re.compile(
    r"(?i),|\s[-–—]{1,2}\s|\s(?=(?:aber|sondern|jedoch|allerdings|but|however|though|although|weil|because|da ich|since i)\b)|\n(?=[A-ZÄÖÜ])"
)
# A clause that begins so asks, also with another clause between it and the question mark.
_ASKS = re.compile(
    r"(?i)[^\w\ue000-\ue005]{0,3}(?:und |oder |and |or |also )?(?:wann|wo|wer|wie|was|welche\w*|warum|wieso|worum|when|where|who|how|what|which|why|ist|sind|hätte\w*|haben|habt|hast|kann|können|könnte\w*|würde\w*|passt|passen|geht|ginge|wäre\w*|gibt|gäbe|soll\w*|darf|brauchen|"
    r"is|are|do|does|did|have|has|can|could|would|will|shall|should|may|might|oder|or)\b"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: where it begins in the marked text, its sentence, and whether it asks."""

    start: int
    text: str
    sentence: int
    asks: bool


@dataclass(frozen=True, slots=True)
class Scene:
    """The marked text in clauses and sentences, and the way back to the text.

    `marked` has one sign for each time and offer; `starts` and `origins` are where pieces of it
    begin, in it and in the text.
    """

    text: str
    marked: str
    sentences: tuple[tuple[int, str], ...]
    clauses: tuple[Clause, ...]
    starts: tuple[int, ...] = ()
    origins: tuple[int, ...] = ()
    marks: tuple[tuple[int, str], ...] = ()
    asked: frozenset[int] = field(default_factory=frozenset)

    def origin(self, at: int) -> int:
        """Where a place of the marked text stands in the text."""
        piece = bisect_right(self.starts, at) - 1
        return min(len(self.text), self.origins[piece] + at - self.starts[piece])

    def named(self, start: int, end: int) -> str:
        """The times and offers named in a stretch of the marked text, in the writer's words."""
        return "; ".join(words for at, words in self.marks if start <= at < end)


def scene_of(text: str, times: Sequence[TimeExpression]) -> Scene:
    """The text made ready for phrases."""
    marked, starts, origins, marks = _marked(text, times)
    sentences = tuple(_sentences(marked))
    clauses = tuple(c for number, (at, sentence) in enumerate(sentences) for c in _clauses(at, sentence, number))
    asked = frozenset(n for n, (_, sentence) in enumerate(sentences) if _is_question(sentence))
    return Scene(text, marked, sentences, clauses, starts, origins, marks, asked)


Marked = tuple[str, tuple[int, ...], tuple[int, ...], tuple[tuple[int, str], ...]]


def _marked(text: str, times: Sequence[TimeExpression]) -> Marked:
    pieces: list[str] = []
    starts, origins, marks = [0], [0], []
    at = length = 0
    for start, end, sign in _spans(text, times):
        before = text[at:start]
        pieces += (before, sign)
        marks.append((length + len(before), " ".join(text[start:end].split())))
        length += len(before) + 1
        starts += (length - 1, length)
        origins += (start, end)
        at = end
    pieces.append(text[at:])
    return "".join(pieces), tuple(starts), tuple(origins), tuple(marks)


def _spans(text: str, times: Sequence[TimeExpression]) -> Iterator[tuple[int, int, str]]:
    """What becomes a sign, in order and without overlap; a time before an offer."""
    found = [
        (t.span[0], 0, t.span[1], _sign(t))
        for t in times
        if t.readings and not t.text.casefold().startswith(_LONG_SINCE)
    ]
    found += [(m.start(), 1, m.end(), OFFER) for m in _OFFERS.finditer(text)]
    behind = 0
    for start, _, end, sign in sorted(found):
        if start >= behind and end > start:
            yield start, end, sign
            behind = end


# Nobody offers or refuses what began long ago.
_LONG_SINCE = ("seit ", "since ")
_SIGNS = {TimeKind.DURATION: DURATION, TimeKind.INSTANT: POINT, TimeKind.UNTIL: UNTIL}


# "Dienstag nur bis zwölf" leaves a stretch open; "bis Dienstag" says good-bye.
_ONLY = re.compile(r"(?i)\b(?:nur|erst|only|not)\b")


# "vor dem Mittagessen" leaves a stretch open, however short it is.
_BESIDE = ("zwischen ", "between ", "vor ", "nach ", "before ", "after ")


def _sign(expression: TimeExpression) -> str:
    """The sign for what an expression denotes: a point, a part of a day, or a stretch."""
    reading = expression.likeliest
    if _ONLY.search(expression.text):
        return RANGE
    if reading.kind is not TimeKind.INTERVAL:
        return _SIGNS.get(reading.kind, RANGE)
    stretch = expression.text.casefold().startswith(_BESIDE) or reading.grain in _LONG
    if stretch or not (reading.start and reading.end) or reading.end - reading.start > _DAY:
        return RANGE
    part = reading.end - reading.start < _DAY and reading.grain is Grain.HOUR and "-" not in expression.text
    return PART if part else POINT


def _sentences(marked: str) -> Iterator[tuple[int, str]]:
    start = 0
    for end in (*(m.end() for m in _SENTENCE.finditer(marked)), len(marked)):
        if marked[start:end].strip():
            yield start, marked[start:end].replace("\n", " ")
        start = end


def _clauses(at: int, sentence: str, number: int) -> Iterator[Clause]:
    question = _is_question(sentence)
    edges = [0, *(m.end() for m in _CLAUSE.finditer(sentence)), len(sentence)]
    spans = [(a, b) for a, b in pairwise(edges) if sentence[a:b].strip(" ,:-–—.!?;")]
    for start, end in spans:
        text = sentence[start:end].rstrip(" ,:–—-")
        asks = question and (end == spans[-1][1] or _ASKS.match(text) is not None)
        yield Clause(at + start, text, number, asks)


def _is_question(sentence: str) -> bool:
    return "?" in sentence[-6:]
