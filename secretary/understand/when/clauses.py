"""Clauses of a sentence, and whether each of them refuses, prefers or only just allows.

Promises: a "nicht" holds for the times of its own clause. Words inside a time ("nicht vor 10") belong to
the time and refuse nothing. What a clause without a time says of the one before it ("da geht es nicht", "if
need be") is said of that one's times; behind a time with a "nicht" of its own a refusal only gives the reason.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from secretary.understand.when.suiting import Mood, is_a_word_on_the_last, mood_of, weaker_side

Span = tuple[int, int]

# A clause ends here; what stands in the group opens the next one.
_CUT = re.compile(
    r"[;!?\n]+|\.(?=\s+[\D0]|\s*$)|,"
    r"|\b(?:aber|sondern|dafür|jedoch|allerdings|dagegen|hingegen|stattdessen|zur\s+not|notfalls|but|however|instead"
    r"|otherwise|although|though|whereas|if\s+need\s+be|if\s+necessary|at\s+a\s+(?:pinch|push)|während|wohingegen|sonst"
    r"|ansonsten|(?:außer|ausser)(?!\s+(?:haus|büro|dienst|landes|betrieb))|except|apart\s+from|bis\s+auf|lieber(?!\s+als))\b",
    re.IGNORECASE,
)
_SAID = 200  # characters before "und" that may hold its predicate
_AND = re.compile(r"\b(?:und|and)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")
_GLUE = frozenset("am an um den dem der die das und oder and or on at the in von bis bzw ggf also auch".split())
# A refusal without a verb, right behind its time: "Mittwoch gar nicht" says nothing of the day before it.
_BARE_REFUSAL = re.compile(
    r"\W*0+\W*(?:leider\s+|eher\s+|lieber\s+|gar\s+|auch\s+|aber\s+)*(?:nicht|nie|not(?:\s+at\s+all)?|never|no|nein)\W*",
    re.IGNORECASE,
)
# A time that says itself what does not suit: a refusal behind it is of that, and not of what it leaves open.
_SAYS_NO = re.compile(r"(?:bitte\s+)?(?:nicht|nie|kein\w{0,2}|not|no|never|don['’]t)\b", re.IGNORECASE)
_LAST_TIME = re.compile(r"0+(?=[^0]*$)")


@dataclass(slots=True)
class _Clause:
    """A stretch of the masked text, what is said about it elsewhere, and how it speaks once that was asked."""

    start: int
    end: int
    text: str
    said: str = ""
    mood: Mood | None = None

    @property
    def timely(self) -> bool:
        """Whether a time stands in it."""
        return "0" in self.text


def moods(text: str, parts: Sequence[Sequence[Span]]) -> list[Mood]:
    """For each time of a text (by the spans of its words) how its clause speaks of it."""
    masked = _masked(text, [span for one in parts for span in one])
    clauses = _clauses(masked, text)
    return [_mood_at(masked, clauses, one[0][0]) for one in parts]


def _masked(text: str, spans: Sequence[Span]) -> str:
    """The text with every time blotted out, so that its words and commas do not count."""
    pieces, position = [], 0
    for start, end in spans:
        if start >= position:
            pieces += [text[position:start].replace("0", "1"), "0" * (end - start)]
            position = end
    return "".join((*pieces, text[position:].replace("0", "1")))


def _mood_at(masked: str, clauses: Sequence[_Clause], place: int) -> Mood:
    clause = next((c for c in clauses if c.start <= place < c.end), None)
    if clause is None:
        return Mood(refused=False, weight=0)
    if clause.mood is None:
        clause.mood = mood_of(f"{clause.text} {clause.said}", masked[max(0, clause.start - 20) : clause.start])
    return weaker_side(clause.mood, clause.text, place - clause.start)


def _clauses(masked: str, text: str) -> list[_Clause]:
    clauses = [_Clause(a, b, masked[a:b]) for a, b in _merged(masked, text, _cut(masked))]
    for before, clause in pairwise(clauses):
        speaks = before.timely and not clause.timely
        if speaks and (_answers(before, clause) or _is_on_the_last(before, clause, text)):
            before.said += f" {clause.text}"
    return clauses


def _is_on_the_last(before: _Clause, clause: _Clause, text: str) -> bool:
    """As in "Dienstag, da geht es nicht"; "nicht vor 14 Uhr, da geht es nicht" refuses nothing more."""
    if not is_a_word_on_the_last(clause.text):
        return False
    return not (_says_no(before.text, text[before.start : before.end]) and mood_of(clause.text).refused)


def _says_no(masked: str, text: str) -> bool:
    """Whether the last time of a clause has its own "nicht"."""
    last = _LAST_TIME.search(masked)
    return last is not None and _SAYS_NO.match(text, last.start()) is not None


def _answers(before: _Clause, clause: _Clause) -> bool:
    """As in "Dienstag? Geht nicht."."""
    return clause.text.startswith("?") and not _words(before.text) and mood_of(clause.text).refused


def _cut(masked: str) -> list[Span]:
    """Clauses at full stops, commas, "aber"; at "und" where the clause before it has said what it says."""
    edges = [0, *(m.start() for m in _CUT.finditer(masked)), len(masked)]
    found: list[Span] = []
    for start, end in pairwise(edges):
        inner = [
            start,
            *(m.start() for m in _AND.finditer(masked, start, end) if _said(masked, start, m.start())),
            end,
        ]
        found += [(a, b) for a, b in pairwise(inner) if a < b]
    return found


def _said(masked: str, start: int, end: int) -> bool:
    """Whether a predicate stands behind the last time of a stretch."""
    behind = masked[max(start, end - _SAID) : end].rpartition("0")
    return bool(behind[1]) and bool(_words(behind[2]))


def _words(text: str) -> list[str]:
    return [w for w in _WORD.findall(text.lower()) if w not in _GLUE]


def _merged(masked: str, text: str, clauses: list[Span]) -> list[Span]:
    """A fragment without words of its own ("Dienstag," in a list) belongs to its neighbour."""
    merged: list[Span] = []
    pending: int | None = None
    for index, (start, end) in enumerate(clauses):
        if not _words(masked[start:end]):
            following = masked[slice(*clauses[index + 1])] if index + 1 < len(clauses) else ""
            if merged and pending is None and _open_list(masked[slice(*merged[-1])]) and not _is_judged(following):
                merged[-1] = (merged[-1][0], end)
                continue
            own = _says_no(masked[start:end], text[start:end]) and mood_of(following).refused
            if following and _takes_in(following) and not own:
                pending = start if pending is None else pending
                continue
        merged.append((start if pending is None else pending, end))
        pending = None
    return merged


def _is_judged(following: str) -> bool:
    """Whether a clause without a time judges the fragment before it alone."""
    return bool(following) and "0" not in following and is_a_word_on_the_last(following)


def _takes_in(following: str) -> bool:
    """Whether a clause says something of the fragment before it, too."""
    return following[0] in ",0 " and not _BARE_REFUSAL.fullmatch(following.lstrip(", "))


def _open_list(clause: str) -> bool:
    """Whether a clause ends with its time, behind its verb ("I can't do Monday")."""
    return clause.rstrip(" ,").endswith("0") and bool(_words(clause))
