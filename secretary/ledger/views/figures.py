"""Figures of an office over some days: what came, how it ended, how long an answer took, which rules fired.

Promises: days are those of the office's zone; every day is there, also an empty one. Reads only.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, or_, select
from sqlmodel import col

from secretary.domain.case import CaseState
from secretary.domain.decision import Outcome
from secretary.domain.effect import EffectState
from secretary.ledger.tables import CaseRow, DecisionRow, EffectRow, MessageRow

LOOK_BACK = timedelta(days=60)  # a case that waits longer without a word is counted as long as it waits
MOST = 100_000  # rows of each kind; an office with more asks for fewer days


@dataclass(frozen=True, slots=True)
class Day:
    """One day. `answer_seconds` is the median time from a mail to the first mail that left in its case.

    `waiting` are the cases that were before a person when the day ended; today, those that are now.
    """

    date: date
    received: int = 0
    handled: int = 0
    escalated: int = 0
    sent: int = 0
    answer_seconds: float | None = None
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """Days, the oldest first, and how often each rule has fired in all of them together."""

    days: tuple[Day, ...]
    fired: Mapping[str, int]


def figures_of(connection: Connection, office: str, now: datetime, days: int, zone: str) -> Figures:
    """The last `days` days, today included."""
    local = now.astimezone(ZoneInfo(zone))
    first = datetime.combine(local.date() - timedelta(days=days - 1), datetime.min.time(), ZoneInfo(zone))
    received = _received(connection, office, first)
    sent = _sent(connection, office, first)
    decisions = _decisions(connection, office, first)
    counted = _Counted(zone, received, sent, [(at, outcome) for at, outcome, _ in decisions])
    turns = _turns(connection, office, first - LOOK_BACK)
    still = _still_waiting(connection, office)
    fired = Counter(rule for _, _, rules in decisions for rule in rules)
    dates = [first.date() + timedelta(days=n) for n in range(days)]
    ends = [datetime.combine(day + timedelta(days=1), datetime.min.time(), ZoneInfo(zone)) for day in dates]
    waits = [waiting_at(end, turns, still) for end in ends[:-1]] + [len(still)]
    return Figures(tuple(replace(counted.day(day), waiting=n) for day, n in zip(dates, waits, strict=True)), fired)


def waiting_at(at: datetime, turns: Mapping[str, Sequence[tuple[datetime, bool]]], still: Collection[str]) -> int:
    """How many cases were before a person at an instant.

    `turns` are, by case and the oldest first, when it came before a person (True) or was settled (False); a case
    that was settled first had come before the look-back began. `still` are those that wait now.
    """
    count = 0
    for case in {*turns, *still}:
        before = [waits for when, waits in turns.get(case, ()) if when < at]
        after = [waits for when, waits in turns.get(case, ()) if when >= at]
        # Nothing known before: it waited if the next thing was that it was settled, or if it waits untouched.
        count += before[-1] if before else (not after[0] if after else True)
    return count


def _turns(connection: Connection, office: str, since: datetime) -> dict[str, list[tuple[datetime, bool]]]:
    kept = col(DecisionRow.reasons_json)
    turned = or_(kept.contains('"is": "Escalate"'), kept.contains('"is": "Close"'))
    where = col(DecisionRow.office) == office, col(DecisionRow.at) >= since, turned
    columns = col(DecisionRow.case_id), col(DecisionRow.at), kept.contains('"is": "Escalate"')
    turns: dict[str, list[tuple[datetime, bool]]] = defaultdict(list)
    for row in connection.execute(select(*columns).where(*where).order_by(col(DecisionRow.seq)).limit(MOST)):
        turns[row[0]].append((row[1], bool(row[2])))
    return turns


def _still_waiting(connection: Connection, office: str) -> frozenset[str]:
    waits = col(CaseRow.office) == office, col(CaseRow.state) == CaseState.ESCALATED.value
    return frozenset(connection.scalars(select(col(CaseRow.id)).where(*waits)))


def _received(connection: Connection, office: str, first: datetime) -> list[tuple[str, datetime]]:
    since = col(MessageRow.office) == office, col(MessageRow.at) >= first
    rows = connection.execute(select(col(MessageRow.case_id), col(MessageRow.at)).where(*since).limit(MOST))
    return [(row[0], row[1]) for row in rows]


def _sent(connection: Connection, office: str, first: datetime) -> list[tuple[str, datetime]]:
    """Mails to people outside that have left: (case, when)."""
    left = (
        col(EffectRow.office) == office,
        col(EffectRow.kind) == "send",
        col(EffectRow.state) == EffectState.SENT.value,
        col(EffectRow.internal).is_(False),
        col(EffectRow.sent_at) >= first,
    )
    rows = connection.execute(select(col(EffectRow.case_id), col(EffectRow.sent_at)).where(*left).limit(MOST))
    return [(row[0], row[1]) for row in rows if row[1]]


def _decisions(connection: Connection, office: str, first: datetime) -> list[tuple[datetime, str, frozenset[str]]]:
    """(when, outcome, rules that ordered something) of each step."""
    since = col(DecisionRow.office) == office, col(DecisionRow.at) >= first
    columns = col(DecisionRow.at), col(DecisionRow.outcome), col(DecisionRow.reasons_json)
    rows = connection.execute(select(*columns).where(*since).limit(MOST))
    return [(row[0], row[1], frozenset(r["rule"] for r in json.loads(row[2]))) for row in rows]


class _Counted:
    """The rows by day."""

    def __init__(
        self,
        zone: str,
        received: Iterable[tuple[str, datetime]],
        sent: Iterable[tuple[str, datetime]],
        decided: Iterable[tuple[datetime, str]],
    ) -> None:
        self._zone = ZoneInfo(zone)
        received, sent = list(received), list(sent)
        self._received = Counter(self._day(at) for _, at in received)
        self._sent = Counter(self._day(at) for _, at in sent)
        self._outcomes = Counter((self._day(at), outcome) for at, outcome in decided)
        self._waits = self._waited(received, sent)

    def day(self, wanted: date) -> Day:
        waits = self._waits.get(wanted)
        return Day(
            date=wanted,
            received=self._received[wanted],
            handled=self._outcomes[(wanted, Outcome.HANDLED.value)],
            escalated=self._outcomes[(wanted, Outcome.ESCALATED.value)],
            sent=self._sent[wanted],
            answer_seconds=median(waits) if waits else None,
        )

    def _day(self, at: datetime) -> date:
        return at.astimezone(self._zone).date()

    def _waited(
        self, received: list[tuple[str, datetime]], sent: list[tuple[str, datetime]]
    ) -> Mapping[date, list[float]]:
        """Seconds from each mail to the first that left in its case afterwards, by the mail's day."""
        leaving: dict[str, list[datetime]] = defaultdict(list)
        for case, at in sorted(sent, key=lambda s: s[1]):
            leaving[case].append(at)
        waits: dict[date, list[float]] = defaultdict(list)
        for case, at in received:
            answered = next((left for left in leaving[case] if left >= at), None)
            if answered:
                waits[self._day(at)].append((answered - at).total_seconds())
        return waits
