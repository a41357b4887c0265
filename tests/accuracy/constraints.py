"""What a text says about when it suits, beside `tests/corpus/constraints/*.jsonl`.

A line of the corpus: text, at, zone, lang; `free`: beginnings of half hours that the writer's words leave
open; `busy`: those that they close; `order`: pairs, the first one preferred.
A case is right when all of them hold, wrong when a closed half hour is left open (a bad offer), else none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from secretary.domain.when import Constraints, DailyWindow
from secretary.understand.when import read_constraints
from tests.accuracy.tally import Tally, Verdict, language_rows

LENGTH = timedelta(minutes=30)


def secretary(case: Mapping[str, Any]) -> Constraints:
    """Our constraints of a case."""
    return read_constraints(case["text"], at=datetime.fromisoformat(case["at"]), zone=case["zone"], lang=case["lang"])


def measure(rows: Sequence[Mapping[str, Any]]) -> dict[str, Tally]:
    """Verdicts by language."""
    tallies: dict[str, Tally] = {row["lang"]: Tally() for row in rows}
    for row in rows:
        tallies[row["lang"]].add(verdict(row, secretary(row)), row["text"])
    return tallies


def verdict(case: Mapping[str, Any], said: Constraints) -> Verdict:
    """How the reading of one text ended."""
    zone = ZoneInfo(case["zone"])
    if any(is_open(said, moment, zone) for moment in case.get("busy", ())):
        return Verdict.WRONG
    free = all(is_open(said, moment, zone) for moment in case.get("free", ()))
    pairs = case.get("order", ())
    in_order = all(weight(said, good, zone) > weight(said, bad, zone) for good, bad in pairs)
    return Verdict.RIGHT if free and in_order else Verdict.NONE


def is_open(said: Constraints, moment: str, zone: ZoneInfo) -> bool:
    """Whether half an hour from a moment on agrees with all that was said."""
    start = datetime.fromisoformat(moment)
    end = start + LENGTH
    allowed = [d for d in said.daily if d.allowed]
    return (
        (not said.allowed or any(w.start <= start and _fits(start, end, w.end, w.start) for w in said.allowed))
        and not any(w.start < end and start < w.end for w in said.excluded)
        and (not allowed or any(_inside(start, d, zone) for d in allowed))
        and not any(_meets(start, d, zone) for d in said.daily if not d.allowed)
    )


def weight(said: Constraints, moment: str, zone: ZoneInfo) -> int:
    """How much a moment is preferred."""
    start = datetime.fromisoformat(moment)
    weights = [w.weight for w in said.allowed if w.start <= start < w.end]
    weights += [d.weight for d in said.daily if d.allowed and _inside(start, d, zone)]
    return max(weights, default=0)


def _fits(start: datetime, end: datetime, last: datetime, first: datetime) -> bool:
    """Inside the window; one no longer than the meeting names its beginning."""
    return end <= last or (last - first < LENGTH and start == first)


def _inside(start: datetime, daily: DailyWindow, zone: ZoneInfo) -> bool:
    local = start.astimezone(zone)
    end = (local + LENGTH).time()
    return (
        local.weekday() in daily.weekdays and daily.start <= local.time() and (end <= daily.end or daily.end == time())
    )


def _meets(start: datetime, daily: DailyWindow, zone: ZoneInfo) -> bool:
    local = start.astimezone(zone)
    end = (local + LENGTH).time()
    begins_before = daily.end == time() or local.time() < daily.end
    return local.weekday() in daily.weekdays and begins_before and daily.start < end


def cases(language: str, *, unseen: bool = False) -> list[dict[str, Any]]:
    """All cases of a language."""
    return language_rows("constraints", language, unseen=unseen)
