"""The audit log: what was decided and what came of it, each entry chained to the one before by its digest.

Promises: an entry goes on record in the transaction of what it tells. It holds no word of a mail and no
address, only digests, so that a person can be forgotten and the chain still holds. `verified` finds an
entry that was changed, taken out or put in between, a decision that is not what was decided, and one that
is gone without an entry saying that it was erased; the end that was cut off it finds when told a link that was
known before. What has grown too old to be kept is cut off at the beginning, and an entry says up to where.
Never does: keep anybody with the database from writing a whole new chain. Note the last link elsewhere.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, text
from sqlmodel import col

from secretary.domain.errors import SetupError
from secretary.ledger.engine import open_engine, usable
from secretary.ledger.migrate import require_newest
from secretary.ledger.tables import AuditRow, DecisionRow

LOCK = 7_332_873_824  # any constant number: PostgreSQL's advisory lock of the one who links
FIRST = "0" * 64  # what the first entry is chained to
AT_ONCE = 1_000
DECIDED = "decided"
ERASED = "erased"  # the case that is its subject
ERASED_ONE = "erased decision"  # the decision whose seq it names
ERASED_BEFORE = "erased before"  # what was decided before the instant that is its subject may be gone
CUT = "cut"  # all entries up to the one whose link is its subject
KEPT = ("case_id", "digest", "outcome", "rules_version", "reasons_json", "trace_json")  # columns of a decision


@dataclass(frozen=True, slots=True)
class Verified:
    """A chain that holds: its entries, its last link, and decisions whose text has been erased since."""

    entries: int
    last: str
    erased: int


def note(
    connection: Connection, at: datetime, office: str, what: str, subject: str, details: Mapping[str, Any], seq: int = 0
) -> None:
    """Add an entry: `what` was done to `subject` (a case, the key of an effect); `seq` is that of a decision."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": LOCK})
    last = connection.scalar(select(col(AuditRow.link)).order_by(col(AuditRow.seq).desc()).limit(1)) or FIRST
    digest = digest_of(details)
    link = _link(last, at, office, what, subject, digest, seq)
    entry = {
        "at": at,
        "office": office,
        "what": what,
        "subject": subject,
        "digest": digest,
        "decision": seq,
        "link": link,
    }
    connection.execute(insert(AuditRow).values(entry))


def note_end(connection: Connection, at: datetime, office: str, key: str, state: str, reason: str = "") -> None:
    """Add how the effect with this key ended."""
    note(connection, at, office, f"ended {state}", key, {"state": state, "reason": reason})


def cut(connection: Connection, before: datetime, at: datetime) -> int:
    """Take away the entries before the first that is young enough; how many."""
    table = AuditRow.__table__  # type: ignore[attr-defined]
    keep = connection.scalar(select(table.c.seq).where(table.c.at >= before).order_by(table.c.seq).limit(1))
    old = table.c.seq < keep if keep is not None else table.c.at < before
    last = connection.scalar(select(table.c.link).where(old).order_by(table.c.seq.desc()).limit(1))
    if last is None:
        return 0
    note(connection, at, "", CUT, last, {"before": before.isoformat()})
    return connection.execute(delete(table).where(old)).rowcount


def digest_of(details: Mapping[str, Any]) -> str:
    """The digest of what an entry is about, whatever the order of its parts."""
    parts = (f"{name}\0{value}" for name, value in sorted(details.items()))
    return hashlib.sha256("\0\0".join(parts).encode()).hexdigest()


def decision_details(values: Mapping[str, Any]) -> dict[str, Any]:
    """Of a row of the table of decisions, what must stay as it was."""
    return {
        name: values[name] for name in ("case_id", "digest", "outcome", "rules_version", "reasons_json", "trace_json")
    }


def verified(url: str, known: str = "") -> Verified:
    """Go through the whole chain. Raises SetupError naming the first entry that does not hold.

    `known` is a link that was noted before ("" for none); without it in the chain, the chain is another one.
    """
    engine = open_engine(url)
    try:
        with usable(), engine.connect() as connection, connection.begin():
            require_newest(connection)
            return _verified(connection, known)
    finally:
        engine.dispose()


def _verified(connection: Connection, known: str) -> Verified:
    last = _beginning(connection)
    entries, met, gone = 0, known in {"", FIRST, last}, _Gone()
    table = AuditRow.__table__  # type: ignore[attr-defined]
    for row in connection.execute(select(table).order_by(table.c.seq)).yield_per(AT_ONCE):
        last_was, last = last, row.link
        if row.link != _link(last_was, row.at, row.office, row.what, row.subject, row.digest, row.decision):
            raise _broken(f"Entry {row.seq} of {row.at:%Y-%m-%d %H:%M} UTC does not follow from the one before it.")
        entries, met = entries + 1, met or row.link == known
        gone.learn(row)
        if row.what == DECIDED and not _still_there(connection, row):
            gone.miss(row)
    if not met:
        raise _broken("The link that was noted before is not in the chain: its end was cut off, or it was made anew.")
    for case, decisions in gone.unexplained.items():
        at = decisions[0][1]
        raise _broken(f"The decision of {at:%Y-%m-%d %H:%M} UTC in case {case} is gone, and no entry says why.")
    return Verified(entries, last, gone.explained)


def _beginning(connection: Connection) -> str:
    """What the first entry is chained to: the last one that was cut off, where the chain says so."""
    newest = select(col(AuditRow.subject)).where(col(AuditRow.what) == CUT).order_by(col(AuditRow.seq).desc())
    return connection.scalar(newest.limit(1)) or FIRST


@dataclass(slots=True)
class _Gone:
    """Decisions that are not on record any more: `unexplained` by case as (seq, when), until an entry says why."""

    explained: int = 0
    unexplained: dict[str, list[tuple[int, datetime]]] = field(default_factory=lambda: defaultdict(list))

    def miss(self, row: Row[Any]) -> None:
        self.unexplained[row.subject].append((row.decision, row.at))

    def learn(self, row: Row[Any]) -> None:
        """An entry explains what stands before it in the chain, and nothing after it."""
        if row.what == ERASED:
            self.explained += len(self.unexplained.pop(row.subject, ()))
        elif row.what == ERASED_ONE:
            self._explain(row.subject, lambda seq, _: seq == row.decision)
        elif row.what == ERASED_BEFORE:
            before = datetime.fromisoformat(row.subject)
            for case in list(self.unexplained):
                self._explain(case, lambda _, at: at < before)

    def _explain(self, case: str, erased: Callable[[int, datetime], bool]) -> None:
        known = self.unexplained.pop(case, [])
        left = [(seq, at) for seq, at in known if not erased(seq, at)]
        self.explained += len(known) - len(left)
        if left:
            self.unexplained[case] = left


def _still_there(connection: Connection, row: Row[Any]) -> bool:
    """Whether the decision is on record, as it was; False where it is gone."""
    table = DecisionRow.__table__  # type: ignore[attr-defined]
    found = connection.execute(select(table).where(table.c.seq == row.decision)).mappings().first()
    if found is not None and digest_of(decision_details({**found})) != row.digest:
        raise _broken(f"The decision of {row.at:%Y-%m-%d %H:%M} UTC in case {row.subject} is not what was decided.")
    return found is not None


def _link(last: str, at: datetime, office: str, what: str, subject: str, digest: str, decision: int) -> str:
    parts = (last, at.isoformat(timespec="microseconds"), office, what, subject, digest, str(decision))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _broken(problem: str) -> SetupError:
    return SetupError(
        problem,
        key="audit",
        remedy="Somebody changed the database by hand. Compare it with a backup before you trust it.",
    )
