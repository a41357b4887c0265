"""What offices are taught, on record: proposed by whom, said by whom, undone by whom.

Promises: each turn of a lesson happens once, goes into the audit log with it, and names who said so.
Never does: write a rule; the file of an office is `secretary.app.rules.teaching`'s.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update
from sqlmodel import col

from secretary.domain.lesson import Judged, Lesson, LessonKind, LessonState, Made
from secretary.domain.past import Past
from secretary.ledger import audit
from secretary.ledger.codec import clean
from secretary.ledger.engine import WRITES, open_engine
from secretary.ledger.recording import changed, put
from secretary.ledger.tables import LessonRow
from secretary.ledger.views.past import changes_of, judged, past_of

MOST = 200  # lessons shown


class Lessons:
    """The lessons in the database at an SQLAlchemy URL, whose tables are up to date."""

    def __init__(self, url: str) -> None:
        self._engine = open_engine(url)

    def close(self) -> None:
        """Give back all connections. Idempotent."""
        self._engine.dispose()

    def past(self, office: str, since: datetime) -> tuple[Past, ...]:
        """The mails since then with how they ended, the newest first."""
        with self._reading() as connection:
            return past_of(connection, office, since)

    def judged(self, office: str, since: datetime) -> tuple[Judged, ...]:
        """What people made of what rules did since then, the oldest first."""
        with self._reading() as connection:
            return judged(connection, office, since)

    def changes(self, office: str, since: datetime) -> tuple[Made, ...]:
        """What people made of drafts since then, the oldest first."""
        with self._reading() as connection:
            return changes_of(connection, office, since)

    def all(self, office: str) -> tuple[Lesson, ...]:
        """The lessons of an office, the newest first."""
        with self._reading() as connection:
            return self._found(connection, col(LessonRow.office) == office)

    def of(self, office: str, lesson: str) -> Lesson | None:
        """A lesson by its id."""
        with self._reading() as connection:
            wanted = (col(LessonRow.office) == office) & (col(LessonRow.id) == clean(lesson))
            return next(iter(self._found(connection, wanted)), None)

    def keep(self, lesson: Lesson) -> bool:
        """Put a proposal on record; False where one with this id is there."""
        values = {
            "id": lesson.id,
            "office": lesson.office,
            "kind": lesson.kind.value,
            "rule": clean(lesson.rule),
            "text": clean(lesson.text),
            "before": clean(lesson.before),
            "case_id": lesson.case,
            "by": clean(lesson.by),
            "at": lesson.at,
            "state": LessonState.PROPOSED.value,
        }
        with self._writing() as connection:
            new = put(connection, LessonRow, values, ["id"])
            if new:
                audit.note(connection, lesson.at, lesson.office, "lesson proposed", lesson.id, values)
        return new

    def turn(self, lesson: Lesson, state: LessonState, by: str, at: datetime) -> bool:
        """From the state that the lesson was seen in to another; False where somebody was faster."""
        seen = col(LessonRow.id) == lesson.id, col(LessonRow.state) == lesson.state.value
        values: dict[str, Any] = {"state": state.value, "said_by": clean(by), "said_at": at}
        with self._writing() as connection:
            done = changed(connection.execute(update(LessonRow).where(*seen).values(values))) > 0
            if done:
                audit.note(connection, at, lesson.office, f"lesson {state.value}", lesson.id, values)
        return done

    def _found(self, connection: Connection, where: Any) -> tuple[Lesson, ...]:  # noqa: ANN401 - a condition
        statement = select(LessonRow.__table__).where(where)  # type: ignore[attr-defined]
        rows = connection.execute(statement.order_by(col(LessonRow.at).desc(), col(LessonRow.id)).limit(MOST))
        return tuple(_lesson(row) for row in rows)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
            yield connection


def _lesson(row: Any) -> Lesson:  # noqa: ANN401 - a row of LessonRow
    return Lesson(
        id=row.id,
        office=row.office,
        kind=LessonKind(row.kind),
        rule=row.rule,
        text=row.text,
        by=row.by,
        at=row.at,
        case=row.case_id,
        before=row.before,
        state=LessonState(row.state),
        said_by=row.said_by,
        said_at=row.said_at,
    )
