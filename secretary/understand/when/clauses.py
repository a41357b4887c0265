"""Clauses of a sentence, and whether each of them refuses, prefers or only just allows.

Promises: a "nicht" holds for the times of its own clause. Words inside a time ("nicht vor 10") belong to
the time and refuse nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

Span = tuple[int, int]

# A clause ends here; what stands in the group opens the next one.
_CUT = re.compile(
    r"[;!?\n]+|\.(?=\s+\D|\s*$)|,"
    r"|\b(?:aber|sondern|dafür|jedoch|allerdings|dagegen|hingegen|stattdessen|zur\s+not|notfalls|but|however|instead"
    r"|otherwise|although|though|whereas|if\s+need\s+be|if\s+necessary|at\s+a\s+pinch|während|außer|ausser|except|lieber"
    r"|wohingegen|apart\s+from|bis\s+auf)\b",
    re.IGNORECASE,
)
_AND = re.compile(r"\b(?:und|and)\b", re.IGNORECASE)
_NO_REFUSAL = re.compile(
    r"\b(?:why\s+not|warum\s+nicht|wieso\s+nicht|no\s+problem|kein\s+problem|keine?\s+sorge|nicht\s+nur|not\s+only|wenn\s+nicht"
    r"|if\s+not|falls\s+nicht|nichts\s+dagegen|no\s+objections?|nicht\s+schlecht|not\s+bad|nicht\s+wahr|no\s+worries"
    r"|ob\s+nicht|don't\s+mind|keine?\s+einwände|nicht\s+länger|no\s+later|nicht\s+mehr\s+als|kein\s+thema"
    r"|whether\s+or\s+not|spricht\s+nichts)\b",
    re.IGNORECASE,
)
_REFUSAL = re.compile(
    r"\b(?:nicht|kein\w{0,2}|nie|niemals|außer|ausser|ohne|schlecht|ungünstig|unmöglich|verhindert|belegt|ausgebucht|verplant"
    r"|blockiert|urlaub|unterwegs|abwesend|geschlossen|krank|verreist|weder|ausgeschlossen|unpassend|vergeben|besetzt|voll"
    r"|not|no|never|neither|nor|none|except|excluding|unavailable|busy|booked|away|unable|closed|impossible|cannot|cant|wont"
    r"|out\s+of\s+(?:the\s+)?office|apart\s+from|bis\s+auf|other\s+than|on\s+leave|travell?ing|vacation|tied\s+up|bad"
    r"|\w+n['’]t)\b",
    re.IGNORECASE,
)
_PREFERRED = re.compile(
    r"\b(?:lieber|am\s+liebsten|bevorzug\w*|ideal\w*|optimal\w*|präferier\w*|favorisier\w*|vorzugsweise|am\s+besten|perfekt"
    r"|prefer\w*|rather|ideally|best|perfect|preferred|favou?r)\b",
    re.IGNORECASE,
)
_IF_MUST = re.compile(
    r"\b(?:zur\s+not|notfalls|eng|knapp|ungern|wenn\s+es\s+sein\s+muss|wenn\s+nötig|falls\s+nötig|schwierig|zur\s+not\s+auch"
    r"|if\s+necessary|if\s+need\s+be|if\s+needed|at\s+a\s+pinch|tight|worst\s+case|if\s+i\s+must|tricky|reluctantly)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_GLUE = frozenset("am an um den dem der die das und oder and or on at the in von bis bzw ggf also auch".split())


@dataclass(frozen=True, slots=True)
class Mood:
    """How a clause speaks of its times."""

    refused: bool
    weight: int


def moods(text: str, spans: Sequence[Span]) -> list[Mood]:
    """For each time of a text (by its span) how its clause speaks of it."""
    masked = _masked(text, spans)
    found: list[Mood] = []
    clauses = _merged(masked, _cut(masked))
    for span in spans:
        start, end = next((c for c in clauses if c[0] <= span[0] < c[1]), (0, len(text)))
        found.append(_mood(masked[start:end]))
    return found


def _masked(text: str, spans: Sequence[Span]) -> str:
    """The text with every time blotted out, so that its words and commas do not count."""
    parts, position = [], 0
    for start, end in spans:
        if start >= position:
            parts += [text[position:start], "0" * (end - start)]
            position = end
    return "".join((*parts, text[position:]))


def _mood(clause: str) -> Mood:
    words = _NO_REFUSAL.sub(" ", clause)
    if _IF_MUST.search(words):
        return Mood(refused=False, weight=-1)
    refused = bool(_REFUSAL.search(words))
    return Mood(refused, 0 if refused or not _PREFERRED.search(words) else 1)


def _cut(masked: str) -> list[Span]:
    """Clauses at full stops, commas, "aber"; at "und" where the clause before it has said what it says."""
    edges = [0, *(m.start() for m in _CUT.finditer(masked)), len(masked)]
    found: list[Span] = []
    for start, end in pairwise(edges):
        inner = [
            start,
            *(m.start() for m in _AND.finditer(masked, start, end) if _said(masked[start : m.start()])),
            end,
        ]
        found += [(a, b) for a, b in pairwise(inner) if a < b]
    return found


def _said(before: str) -> bool:
    """Whether a predicate stands behind the last time of a stretch."""
    behind = before.rpartition("0")
    return bool(behind[1]) and bool(_words(behind[2]))


def _words(text: str) -> list[str]:
    return [w for w in _WORD.findall(text.lower()) if w not in _GLUE]


def _merged(masked: str, clauses: list[Span]) -> list[Span]:
    """A fragment without words of its own ("Dienstag," in a list) belongs to its neighbour."""
    merged: list[Span] = []
    pending: int | None = None
    for index, (start, end) in enumerate(clauses):
        fragment = not _words(masked[start:end])
        previous = merged[-1] if merged else None
        if fragment and previous and pending is None and _open_list(masked[slice(*previous)]):
            merged[-1] = (previous[0], end)
        elif fragment and index + 1 < len(clauses) and masked[clauses[index + 1][0]] in ",0 ":
            pending = start if pending is None else pending
        else:
            merged.append((start if pending is None else pending, end))
            pending = None
    return merged


def _open_list(clause: str) -> bool:
    """Whether a clause ends with its time, behind its verb ("I can't do Monday")."""
    return clause.rstrip(" ,").endswith("0") and bool(_words(clause))
