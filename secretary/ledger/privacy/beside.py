"""A person in other people's matters: what of those rows is theirs goes, the matters stay.

Promises: works inside the caller's transaction, on settled rows only. A mail of ours that named the person
keeps its place and its other recipients, so that limits go on counting, but not its text; where it never
came to stand, nothing of it stays.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, or_, select, update
from sqlmodel import col

from secretary.domain.address import Address
from secretary.domain.case import CaseState
from secretary.domain.effect import Deed, SendMail
from secretary.ledger import audit
from secretary.ledger.codec import clean, deed_json, deed_of
from secretary.ledger.outbox import IN_DOUBT, REFUSED, SENT, STATE, UNKNOWN
from secretary.ledger.privacy.erasing import (
    FORGOTTEN,
    Counts,
    bare,
    empty_messages,
    erase_effects,
    in_portions,
    name_of,
)
from secretary.ledger.privacy.naming import as_written, names
from secretary.ledger.recording import changed
from secretary.ledger.tables import (
    CaseRow,
    DecisionRow,
    EffectRow,
    FailureRow,
    MessageRow,
    RecipientRow,
    ThreadRow,
    TimerRow,
)


@dataclass(frozen=True, slots=True)
class Beside:
    """An address in cases of other parties; its own are erased whole, after this."""

    connection: Connection
    address: Address
    now: datetime
    why: str

    def erase(self, naming: Collection[str]) -> Counts:
        """`naming` are the keys of effects that name the address. How many rows of each table were changed."""
        mine = col(MessageRow.sender_key) == clean(self.address.key)
        counts: Counts = Counter()
        counts[name_of(FailureRow)] = self._failures(mine)
        counts[name_of(DecisionRow)] = self._decisions(mine)
        counts[name_of(ThreadRow)] = self._thread(mine)
        counts[name_of(MessageRow)] = empty_messages(self.connection, and_(mine, self._others(MessageRow)))
        counts[name_of(EffectRow)] = self._effects(naming)
        counts[name_of(CaseRow)] = self._cases()
        return counts

    def still_named(self) -> tuple[str, ...]:
        """Cases under way that name the address; what they do next may need it."""
        noted = select(col(TimerRow.case_id)).where(names(TimerRow.note, self.address))
        works = or_(names(CaseRow.state_json, self.address), names(CaseRow.subject, self.address))
        running = col(CaseRow.state) != CaseState.CLOSED.value, or_(works, col(CaseRow.id).in_(noted))
        return tuple(self.connection.scalars(select(col(CaseRow.id)).where(*running).order_by(col(CaseRow.id))))

    def _others(self, table: type[MessageRow | DecisionRow | EffectRow]) -> ColumnElement[bool]:
        theirs = select(col(CaseRow.id)).where(col(CaseRow.party_key) == clean(self.address.key))
        return col(table.case_id).not_in(theirs)

    def _failures(self, mine: ColumnElement[bool]) -> int:
        digests = select(col(MessageRow.digest)).where(mine)
        told = or_(col(FailureRow.digest).in_(digests), names(FailureRow.problem, self.address))
        return changed(self.connection.execute(delete(FailureRow).where(told)))

    def _decisions(self, mine: ColumnElement[bool]) -> int:
        digests = select(col(MessageRow.digest)).where(mine)
        told = or_(names(DecisionRow.reasons_json, self.address), names(DecisionRow.trace_json, self.address))
        about = and_(self._others(DecisionRow), or_(col(DecisionRow.digest).in_(digests), told))
        columns = col(DecisionRow.seq), col(DecisionRow.office), col(DecisionRow.case_id)
        gone = self.connection.execute(select(*columns).where(about).order_by(col(DecisionRow.seq))).all()
        for row in gone:
            self.connection.execute(delete(DecisionRow).where(col(DecisionRow.seq) == row.seq))
            details = {"why": self.why}
            audit.note(self.connection, self.now, row.office, audit.ERASED_ONE, row.case_id, details, row.seq)
        return len(gone)

    def _thread(self, mine: ColumnElement[bool]) -> int:
        ids = select(col(MessageRow.message_id)).where(mine, col(MessageRow.message_id) != "")
        received = col(ThreadRow.origin) == "in", col(ThreadRow.message_id).in_(ids)
        return changed(self.connection.execute(delete(ThreadRow).where(*received)))

    def _effects(self, naming: Collection[str]) -> int:
        settled = or_(STATE.in_((SENT, REFUSED)), and_(STATE == UNKNOWN, ~IN_DOUBT))
        columns = col(EffectRow.key), STATE, col(EffectRow.kind), col(EffectRow.deed_json)
        count = 0
        for some in in_portions(sorted(naming)):
            there = col(EffectRow.key).in_(some), self._others(EffectRow), settled
            for row in self.connection.execute(select(*columns).where(*there)).all():
                count += 1
                if row.state == SENT:
                    self._strip(row.key, deed_of(row.kind, row.deed_json))
                else:
                    erase_effects(self.connection, col(EffectRow.key) == row.key)
        return count

    def _strip(self, key: str, deed: Deed) -> None:
        loop_key = self.address.loop_key
        stripped = bare(deed)
        if isinstance(stripped, SendMail):
            others = tuple(to for to in stripped.envelope_to if Address(to).loop_key != loop_key)
            stripped = replace(stripped, envelope_to=others)
        values = {"deed_json": deed_json(stripped), "subject_key": "", "problem": "", "detail": "", "undo": ""}
        self.connection.execute(update(EffectRow).where(col(EffectRow.key) == key).values(values))
        theirs = col(RecipientRow.effect) == key, col(RecipientRow.loop_key) == clean(loop_key)
        self.connection.execute(delete(RecipientRow).where(*theirs))

    def _cases(self) -> int:
        """What building blocks remember of closed cases, and what those are called."""
        named = or_(names(CaseRow.state_json, self.address), names(CaseRow.subject, self.address))
        closed = col(CaseRow.state) == CaseState.CLOSED.value, named
        columns = col(CaseRow.id), col(CaseRow.subject), col(CaseRow.state_json)
        rows = self.connection.execute(select(*columns).where(*closed)).all()
        written = re.compile(re.escape(as_written(self.address)), re.IGNORECASE)
        for row in rows:
            state = written.sub(FORGOTTEN, row.state_json) if row.state_json else row.state_json
            values = {"subject": written.sub(FORGOTTEN, row.subject), "state_json": state}
            self.connection.execute(update(CaseRow).where(col(CaseRow.id) == row.id).values(values))
        return len(rows)
