"""Readings of times beside `tests/corpus/times/*.jsonl`.

A line of the corpus:
    text, at (ISO), zone, lang, category; `expected`: the first readings that a careful person would
    accept ([] for a text without a time); `more`: the same for each further expression in the text;
    `otherwise`: all expressions, where the text may be cut in another way too;
    `ambiguous`: people differ, so that every accepted reading must come back.
An accepted reading names what is determined: `kind`, `start`, `end`, `grain`, `duration` (seconds),
`recurrence` (parts that the RRULE must hold), `clock` (times of day of start and end),
`contradiction`. Where people draw no sharp line ("Anfang März"), `inside` and `covers` are two
stretches: the reading lies in the one and holds the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from secretary.domain.when import TimeExpression, TimeReading
from secretary.understand.when import read_times
from tests.accuracy.tally import Tally, Verdict, language_rows

Case = Mapping[str, Any]
Gold = Mapping[str, Any]
Reader = Callable[[Case], Sequence[Sequence[Any]]]  # the expressions of a text, each with its readings
Fits = Callable[[Any, Gold], bool]
DEFAULTS = {"INTERVAL": "1"}
UNBOUND = ("COUNT", "UNTIL", "WKST")  # parts of an RRULE that change nothing about the days meant


def secretary(case: Case) -> list[tuple[TimeReading, ...]]:
    """Our readings of a case."""
    found = read_times(case["text"], at=datetime.fromisoformat(case["at"]), zone=case["zone"], lang=case["lang"])
    return [expression.readings for expression in in_order(found)]


def in_order(found: Sequence[TimeExpression]) -> list[TimeExpression]:
    return sorted(found, key=lambda expression: expression.span)


def measure(rows: Sequence[Case], read: Reader, fits: Fits) -> dict[str, Tally]:
    """Verdicts by category."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for case in rows:
        tallies[case["category"]].add(verdict(case, read(case), fits), case["text"])
    return dict(tallies)


def verdict(case: Case, found: Sequence[Sequence[Any]], fits: Fits) -> Verdict:
    """How the reading of one text ended."""
    if not case["expected"]:
        return Verdict.FALSE_ALARM if found else Verdict.QUIET
    verdicts = [_verdict(wanted, found, fits) for wanted in _ways_to_cut(case)]
    return Verdict.RIGHT if Verdict.RIGHT in verdicts else verdicts[0]


def _ways_to_cut(case: Case) -> list[Sequence[Sequence[Gold]]]:
    """The expressions of a text, each with what is accepted; some texts may be cut in two ways."""
    ways: list[Sequence[Sequence[Gold]]] = [[case["expected"], *case.get("more", ())]]
    if "otherwise" in case:
        ways.append(case["otherwise"])
    return ways


def _verdict(wanted: Sequence[Sequence[Gold]], found: Sequence[Sequence[Any]], fits: Fits) -> Verdict:
    accepted = iter(wanted)
    if not all(any(_accepts(gold, readings[0], fits) for gold in accepted) for readings in found):
        return Verdict.WRONG
    if len(found) < len(wanted):
        return Verdict.NONE
    return Verdict.RIGHT


def all_readings_given(case: Case, found: Sequence[Sequence[Any]]) -> bool:
    """Whether what people understand differently came back with every meaning."""
    readings = [reading for expression in found for reading in expression]
    return all(any(fits_exactly(reading, gold) for reading in readings) for gold in case["expected"])


def _accepts(accepted: Sequence[Gold], reading: Any, fits: Fits) -> bool:
    return any(fits(reading, gold) for gold in accepted)


# --- one reading beside one accepted one ------------------------------------------------


def fits_exactly(reading: TimeReading, gold: Gold) -> bool:
    """Whether a reading is this accepted one, as far as that is determined."""
    return all(_agrees(reading, name, value) for name, value in gold.items()) and (
        bool(reading.contradiction) == ("contradiction" in gold)
    )


def _agrees(reading: TimeReading, name: str, value: Any) -> bool:
    match name:
        case "start" | "end":
            return _same_moment(getattr(reading, name), value)
        case "duration":
            return reading.duration == timedelta(seconds=value)
        case "recurrence":
            return _same_days(reading.recurrence, value)
        case "clock":
            return _same_clock(reading, value)
        case "inside" | "covers":
            return _stretches_agree(reading, name, value)
    return str(getattr(reading, name)) == str(value)


def _same_clock(reading: TimeReading, wanted: Sequence[str]) -> bool:
    return [f"{m:%H:%M}" for m in (reading.start, reading.end) if m][: len(wanted)] == list(wanted)


def _same_moment(found: datetime | None, wanted: str) -> bool:
    return found is not None and found == datetime.fromisoformat(wanted)


def _stretches_agree(reading: TimeReading, name: str, value: Sequence[str]) -> bool:
    if reading.start is None:
        return False
    start, end = reading.start, reading.end or reading.start
    first, last = map(datetime.fromisoformat, value)
    return first <= start <= end <= last if name == "inside" else start <= first <= last <= end


def _same_days(found: str, wanted: str) -> bool:
    have, want = DEFAULTS | _parts(found), DEFAULTS | _parts(wanted)
    for name in have.keys() - want.keys():
        if name not in {*UNBOUND, "BYHOUR", "BYMINUTE"}:
            return False
    return all(have.get(name) == value for name, value in want.items())


def _parts(recurrence: str) -> dict[str, Any]:
    pairs = (part.split("=", 1) for part in recurrence.removeprefix("RRULE:").split(";") if "=" in part)
    return {name: ",".join(sorted(value.split(","))) for name, value in pairs}


# --- the corpus -------------------------------------------------------------------------


def cases(language: str, *, unseen: bool = False) -> list[dict[str, Any]]:
    """All cases of a language."""
    return language_rows("times", language, unseen=unseen)
