"""What has been kept long enough goes, by kind of data (GDPR article 5 (1) e).

Promises: only what belongs to settled cases, and nothing that a legal hold covers. Small transactions, so that
nobody waits long; broken off anywhere, the next sweep goes on. What is erased keeps the promises of `erasing`:
no old mail is answered again, and the audit log holds.
Never does: erase the digest of a mail.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, exists, or_, select, update
from sqlmodel import col

from secretary.domain.case import CaseState
from secretary.ledger import audit
from secretary.ledger.codec import deed_json, deed_of
from secretary.ledger.dump import reading
from secretary.ledger.outbox import IN_DOUBT, QUEUED, REFUSED, SENT, STATE, TRANSMITTING, UNKNOWN
from secretary.ledger.privacy.erasing import FORGOTTEN, Counts, bare, erase_cases, erase_effects, erasing, name_of
from secretary.ledger.privacy.legal_holds import held_cases
from secretary.ledger.recording import changed
from secretary.ledger.tables import AuditRow, CaseRow, DecisionRow, EffectRow, FailureRow, MessageRow, TimerRow

WHY = "kept long enough"
AT_ONCE = 200  # rows in one transaction
SETTLED = (CaseState.CLOSED.value, CaseState.HANDED_OVER.value)
BARE = ('"raw": ""', '"ics": ""')  # how a text that is gone stands in the JSON of its deed

Step = Callable[[Connection, Sequence[str], "Sweep"], Counts]


@dataclass(frozen=True, slots=True)
class Periods:
    """How long each kind is kept; None for ever.

    `texts` counts from when a mail, note or event was written, `decisions` from the decision, `cases` from
    the last that happened in a case, `audit` from the entry.
    """

    texts: timedelta | None = None
    decisions: timedelta | None = None
    cases: timedelta | None = None
    audit: timedelta | None = None


def _go_on() -> bool:
    return False


def sweep(url: str, periods: Periods, now: datetime, stopped: Callable[[], bool] = _go_on) -> Counts:
    """Erase what is due, until `stopped`; how many rows of each table. Raises SetupError."""
    counts: Counts = Counter()
    for period, found, step in (
        (periods.texts, _old_texts, _erase_texts),
        (periods.texts, _old_failures, _erase_failures),
        (periods.decisions, _old_decisions, _erase_decisions),
        (periods.cases, _old_cases, _erase_cases),
    ):
        if period is not None:
            counts.update(Sweep(url, now, now - period, stopped).run(found, step))
    if periods.audit is not None and not stopped():
        with erasing(url) as connection:
            counts[name_of(AuditRow)] += audit.cut(connection, now - periods.audit, now)
    return +counts


@dataclass(frozen=True, slots=True)
class Sweep:
    """One kind of data: all of it that is from `before`."""

    url: str
    now: datetime
    before: datetime
    stopped: Callable[[], bool]

    def run(self, found: Callable[[Sweep, Connection], Select[str]], step: Step) -> Counts:
        """List what is due while others work, then erase it a little at a time, unless it is held by then."""
        with reading(self.url) as connection:
            due = list(connection.scalars(found(self, connection)))
        counts: Counts = Counter()
        for start in range(0, len(due), AT_ONCE):
            if self.stopped():
                break
            with erasing(self.url) as connection:
                some = [str(i) for i in due[start : start + AT_ONCE]]
                counts.update(step(connection, some, self))
        return counts

    def free(self, connection: Connection) -> Select[str]:
        """Cases that are settled, and that no hold covers."""
        held = held_cases(connection, self.now)
        return select(col(CaseRow.id)).where(col(CaseRow.state).in_(SETTLED), col(CaseRow.id).not_in(held))


# --- texts ------------------------------------------------------------------------------


def _old_texts(sweep: Sweep, connection: Connection) -> Select[str]:
    ended = or_(STATE.in_((SENT, REFUSED)), and_(STATE == UNKNOWN, ~IN_DOUBT))
    full = [~col(EffectRow.deed_json).contains(gone, autoescape=True) for gone in BARE]
    of_text = col(EffectRow.kind).in_(("send", "append", "store"))
    mine = col(EffectRow.case_id).in_(sweep.free(connection)), col(EffectRow.settled_at) < sweep.before
    return select(col(EffectRow.key)).where(*mine, of_text, ended, *full)


def _erase_texts(connection: Connection, keys: Sequence[str], sweep: Sweep) -> Counts:
    """Of what stands, the text goes; what never came to stand goes whole, as nobody could try it again."""
    columns = col(EffectRow.key), STATE, col(EffectRow.kind), col(EffectRow.deed_json)
    there = col(EffectRow.key).in_(keys), col(EffectRow.case_id).in_(sweep.free(connection))
    rows = connection.execute(select(*columns).where(*there)).all()
    for row in (row for row in rows if row.state == SENT):
        values = {"deed_json": deed_json(bare(deed_of(row.kind, row.deed_json))), "undo": "", "problem": ""}
        connection.execute(update(EffectRow).where(col(EffectRow.key) == row.key).values(values))
    erase_effects(connection, col(EffectRow.key).in_([row.key for row in rows if row.state != SENT]))
    return Counter({name_of(EffectRow): len(rows)})


def _old_failures(sweep: Sweep, _: Connection) -> Select[str]:
    return select(col(FailureRow.digest)).where(col(FailureRow.at) < sweep.before)


def _erase_failures(connection: Connection, digests: Sequence[str], sweep: Sweep) -> Counts:
    old = col(FailureRow.digest).in_(digests), col(FailureRow.at) < sweep.before
    return Counter({name_of(FailureRow): changed(connection.execute(delete(FailureRow).where(*old)))})


# --- decisions --------------------------------------------------------------------------


def _old_decisions(sweep: Sweep, connection: Connection) -> Select[str]:
    old = col(DecisionRow.at) < sweep.before, col(DecisionRow.case_id).in_(sweep.free(connection))
    return select(col(DecisionRow.case_id)).where(*old).distinct()


def _erase_decisions(connection: Connection, cases: Sequence[str], sweep: Sweep) -> Counts:
    still = select(col(CaseRow.id)).where(col(CaseRow.id).in_(cases), col(CaseRow.id).in_(sweep.free(connection)))
    old = col(DecisionRow.case_id).in_(still), col(DecisionRow.at) < sweep.before
    audit.note(connection, sweep.now, "", audit.ERASED_BEFORE, sweep.before.isoformat(), {"why": WHY})
    return Counter({name_of(DecisionRow): changed(connection.execute(delete(DecisionRow).where(*old)))})


# --- cases ------------------------------------------------------------------------------


def _old_cases(sweep: Sweep, connection: Connection) -> Select[str]:
    old = col(CaseRow.opened) < sweep.before, col(CaseRow.party_key) != FORGOTTEN
    return sweep.free(connection).where(*old, *_asleep(sweep.before))


def _asleep(since: datetime) -> Iterator[ColumnElement[bool]]:
    """Nothing has happened since, and nothing is to come."""
    under_way = or_(STATE.in_((QUEUED, TRANSMITTING)), IN_DOUBT)
    for table, stirs in (
        (MessageRow, col(MessageRow.at) >= since),
        (DecisionRow, col(DecisionRow.at) >= since),
        (EffectRow, or_(col(EffectRow.since) >= since, under_way)),
        (TimerRow, col(TimerRow.case_id) == col(CaseRow.id)),
    ):
        yield ~exists().where(col(table.case_id) == col(CaseRow.id), stirs)


def _erase_cases(connection: Connection, cases: Sequence[str], sweep: Sweep) -> Counts:
    still = sweep.free(connection).where(col(CaseRow.id).in_(cases), *_asleep(sweep.before))
    return erase_cases(connection, list(connection.scalars(still)), sweep.now, WHY)
