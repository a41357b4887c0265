"""Times as people write them, in German and English: readings, constraints, and what was not read."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from secretary.domain.when import Constraints, DailyWindow, TimeExpression, TimeKind, TimeReading, Window
from secretary.understand.when.build import Reference, expressions

_CLAUSE = re.compile(
    r"[;!?\n]+|\.(?=\s+\D)|,?\s+(?:aber|but|sondern|dafür|jedoch|however|zur not|notfalls|lieber)\b", re.IGNORECASE
)
_NEGATED = re.compile(
    r"\b(?:nicht|kein|keine|keiner|keinen|nie|außer|schlecht|(?<!zur )not|no|never|except"
    r"|can't|cannot|won't|doesn't|don't)\b",
    re.IGNORECASE,
)
_PREFERRED = re.compile(r"\b(?:lieber|am liebsten|bevorzugt|ideal|prefer|preferably|ideally|rather)\b", re.IGNORECASE)
_IF_MUST = re.compile(r"\b(?:zur not|notfalls|eng|if necessary|if need be|at a pinch|tight)\b", re.IGNORECASE)
_TIME_LIKE = re.compile(
    r"\b(?:ostern|pfingsten|weihnachten|quartal|monatsende|jahresende|christmas|easter|quarter|fortnight|feiertag)\b",
    re.IGNORECASE,
)
FAR = timedelta(days=90)  # "from Wednesday on" is cut here: no negotiation looks further


def read_times(
    text: str, *, at: datetime, zone: str | ZoneInfo, lang: str = "auto", region: str = "DE"
) -> tuple[TimeExpression, ...]:
    """All expressions of time in a text. `at` is the aware instant of writing, in `zone`."""
    del region  # holidays by name are read in every region; regional ones such as bank holidays are not yet
    return expressions(text, Reference(at, str(zone), german=lang != "en"))


def read_constraints(
    text: str, *, at: datetime, zone: str | ZoneInfo, lang: str = "auto", region: str = "DE"
) -> Constraints:
    """What the text allows and excludes, clause by clause."""
    found = read_times(text, at=at, zone=zone, lang=lang, region=region)
    allowed: list[Window] = []
    excluded: list[Window] = []
    daily: list[DailyWindow] = []
    length: timedelta | None = None
    for expression in found:
        clause = _clause_of(text, expression.span[0])
        negated = bool(_NEGATED.search(clause))
        reading = expression.likeliest
        if reading.kind is TimeKind.DURATION:
            length = length or reading.duration
        elif reading.kind is TimeKind.SET or _without_day(reading):
            daily.append(_daily(reading, allowed=not negated, weight=_weight(clause)))
        elif window := _window(reading, at, _weight(clause)):
            (excluded if negated else allowed).append(window)
    return Constraints(tuple(allowed), tuple(excluded), tuple(daily), length, unread_times(text, found))


def unread_times(text: str, found: tuple[TimeExpression, ...]) -> tuple[tuple[int, int], ...]:
    """Spans of time-like words that no reading covers."""
    spans = (m.span() for m in _TIME_LIKE.finditer(text))
    return tuple(s for s in spans if not any(e.span[0] < s[1] and s[0] < e.span[1] for e in found))


def _clause_of(text: str, position: int) -> str:
    """The clause around a position: negation holds for its own clause only."""
    ends = [0, *(m.start() for m in _CLAUSE.finditer(text)), len(text)]
    start = max(e for e in ends if e <= position)
    return text[start : min(e for e in ends if e > position)] if position < len(text) else text[start:]


def _weight(clause: str) -> int:
    return 1 if _PREFERRED.search(clause) else -1 if _IF_MUST.search(clause) else 0


def _without_day(reading: TimeReading) -> bool:
    """A clock time with a direction and no day holds for every day ("ab 15 Uhr")."""
    directed = reading.kind in {TimeKind.FROM, TimeKind.UNTIL}
    return directed and not set(reading.rules) & {
        "iso", "date", "slashed", "daymonth", "monthday", "relday", "weekday", "week", "nextweek", "period",
    }  # fmt: skip


def _daily(reading: TimeReading, *, allowed: bool, weight: int) -> DailyWindow:
    start = reading.start.time() if reading.start else time()
    end = reading.end.time() if reading.end else time(23, 59, 59)
    return DailyWindow(start, end, allowed=allowed, weight=weight, text=reading.text, span=reading.span)


def _window(reading: TimeReading, at: datetime, weight: int) -> Window | None:
    """The stretch of time that a reading stands for; an instant stands for its minute."""
    start = reading.start or at
    end = reading.end
    if reading.kind is TimeKind.INSTANT:
        end = start + timedelta(minutes=1)
    elif reading.kind is TimeKind.FROM:
        clocked = reading.rules and {"clock", "half", "quarter", "number"} & set(reading.rules)
        next_day = (start + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        end = next_day if clocked else start + FAR
    return Window(start, end, reading.text, reading.span, weight) if end and start < end else None
