"""The mails on record with what is known of them and how each ended, and what people made of rules.

Promises: reads only, bounded; the newest mails of the time asked for. A mail that came before its facts were
kept is left out.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, select
from sqlmodel import col

from secretary.domain.action import LETTERS, Ending
from secretary.domain.address import Address
from secretary.domain.lesson import Judged, Made, Rewording, Verdict
from secretary.domain.past import Facts, Past, Way
from secretary.domain.reading import MailKind, Trust
from secretary.ledger.codec import clean
from secretary.ledger.tables import CaseRow, DecisionRow, MessageRow

MOST = 5_000  # mails, and steps, looked through
OWN = ("house.", "desk")  # names of what is no rule of the office
BY_THEMSELVES = "house.answered-by-person"
Json = Mapping[str, Any]


def facts_json(facts: Facts) -> str:
    """What is kept of a mail."""
    return json.dumps(
        {
            "from": clean(facts.author.addr_spec),
            "name": clean(facts.author.display_name),
            "subject": clean(facts.subject),
            "kind": facts.kind.value,
            "trust": facts.trust.value,
            "intents": facts.intents,
        }
    )


def _facts(text: str) -> Facts:
    kept = json.loads(text)
    author = Address(kept["from"], kept["name"])
    return Facts(author, kept["subject"], MailKind(kept["kind"]), Trust(kept["trust"]), tuple(kept["intents"]))


@dataclass(frozen=True, slots=True)
class _Step:
    seq: int
    case: str
    at: datetime
    outcome: str
    reasons: Sequence[Json]

    def acted(self, name: str) -> Json | None:
        """The first action of a kind."""
        return next((r["action"] for r in self.reasons if r["action"]["is"] == name), None)


def past_of(connection: Connection, office: str, since: datetime) -> tuple[Past, ...]:
    """The mails since then, the newest first."""
    same = and_(col(DecisionRow.office) == col(MessageRow.office), col(DecisionRow.digest) == col(MessageRow.digest))
    columns = col(MessageRow.digest), col(MessageRow.message_id), col(MessageRow.at), col(MessageRow.facts_json)
    step = col(DecisionRow.seq), col(MessageRow.case_id), col(DecisionRow.outcome), col(DecisionRow.reasons_json)
    wanted = col(MessageRow.office) == office, col(MessageRow.at) >= since, col(MessageRow.facts_json).is_not(None)
    statement = select(*columns, *step).select_from(MessageRow).join(DecisionRow, same).where(*wanted)
    rows = connection.execute(statement.order_by(col(MessageRow.at).desc(), col(DecisionRow.seq).desc()).limit(MOST))
    closings = _closings(connection, office, since)
    return tuple(
        _past(row[0], row[1], row[3] or "", _Step(row[4] or 0, row[5], row[2], row[6], json.loads(row[7])), closings)
        for row in rows.all()
    )


def _past(digest: str, message_id: str, facts: str, step: _Step, closings: Mapping[str, Sequence[_Step]]) -> Past:
    rule = str(step.reasons[0]["rule"]) if step.reasons else ""
    asked = step.acted("Escalate")
    closing = next((c for c in closings.get(step.case, ()) if c.seq >= step.seq), None) if asked else None
    way = _by_person(closing, asked) if asked else _by_rule(step)
    return Past(
        digest, message_id, step.case, step.at, _facts(facts), rule, rule.startswith(OWN), way, closing is not None
    )


def _closings(connection: Connection, office: str, since: datetime) -> dict[str, list[_Step]]:
    """By case, the steps in which a person settled it."""
    found: dict[str, list[_Step]] = defaultdict(list)
    for step in _steps(connection, office, since):
        if step.acted("Close"):
            found[step.case].append(step)
    return found


def _steps(connection: Connection, office: str, since: datetime) -> Iterator[_Step]:
    """The last steps, the oldest first."""
    columns = col(DecisionRow.seq), col(DecisionRow.case_id), col(DecisionRow.at), col(DecisionRow.outcome)
    statement = select(*columns, col(DecisionRow.reasons_json)).where(
        col(DecisionRow.office) == office, col(DecisionRow.at) >= since
    )
    rows = connection.execute(statement.order_by(col(DecisionRow.seq).desc()).limit(MOST)).all()
    yield from (_Step(r[0] or 0, r[1], r[2], r[3], json.loads(r[4])) for r in reversed(rows))


def _by_person(closing: _Step | None, asked: Json) -> Way | None:
    close = closing.acted("Close") if closing else None
    match Ending(close.get("ending", "")) if close else Ending.UNSAID:
        case Ending.APPROVED:
            return Way(Ending.ANSWERED, (asked.get("draft") or {}).get("template", ""))
        case Ending.EDITED | Ending.ANSWERED:
            return Way(Ending.ANSWERED)
        case Ending.FILED if close:
            return Way(Ending.FILED, close["folder"])
        case Ending.HANDED_OVER if close:
            return Way(Ending.HANDED_OVER, _to(close))
        case _:
            return None


def _by_rule(step: _Step) -> Way | None:
    if answer := step.acted("Answer"):
        return Way(Ending.ANSWERED, answer["template"])
    if forward := step.acted("Forward"):
        return Way(Ending.HANDED_OVER, _to(forward))
    if engaged := step.acted("Engage"):
        return Way(Ending.HANDED_OVER, engaged["service"])
    filed = step.acted("FileInto")
    return Way(Ending.FILED, filed["folder"]) if filed else None


def _to(action: Json) -> str:
    return ", ".join(sorted(a["addr_spec"].casefold() for a in action["to"]))


# --- what people made of drafts ---------------------------------------------------------


def changes_of(connection: Connection, office: str, since: datetime) -> tuple[Made, ...]:
    """The changes that people made in drafts since then, the oldest first."""
    steps = [(step, close) for step in _steps(connection, office, since) if (close := step.acted("Close"))]
    changed = [(step, close["changes"]) for step, close in steps if close.get("changes")]
    parties = _parties(connection, {step.case for step, _ in changed})
    return tuple(
        Made(_rewording(kept), step.case, parties[step.case], step.at)
        for step, changes in changed
        for kept in changes
        if step.case in parties
    )


def _rewording(kept: Json) -> Rewording:
    return Rewording(kept["template"], kept["language"], kept["instead_of"], kept["write"])


def _parties(connection: Connection, cases: Iterable[str]) -> dict[str, Address]:
    columns = col(CaseRow.id), col(CaseRow.party_spec), col(CaseRow.party_name)
    rows = connection.execute(select(*columns).where(col(CaseRow.id).in_(list(cases))))
    return {row[0]: Address(row[1], row[2]) for row in rows if row[1]}


# --- what people made of rules ----------------------------------------------------------


def judged(connection: Connection, office: str, since: datetime) -> tuple[Judged, ...]:
    """What people made of drafts and answers since then, the oldest first.

    A draft counts when its case is settled. An answer that a rule sent by itself was corrected when a person
    had to write in the same case afterwards.
    """
    drafts: dict[str, str] = {}
    answers: dict[str, str] = {}
    found = []
    for step in _steps(connection, office, since):
        ending = _ending(step)
        rule, by = drafts.get(step.case), answers.get(step.case)
        if ending and rule:
            found.append(Judged(rule, _verdict(ending), step.at))
        elif ending in LETTERS and by:
            found.append(Judged(by, Verdict.CORRECTED, step.at))
        if ending:
            drafts.pop(step.case, None)
            answers.pop(step.case, None)
        _remember(step, drafts, answers)
    return tuple(found)


def _ending(step: _Step) -> Ending:
    """How a person ended the case in this step, UNSAID where nobody did, or nobody knows."""
    close = step.acted("Close")
    if close:
        return Ending(close.get("ending", ""))
    alone = any(r["rule"] == BY_THEMSELVES for r in step.reasons)
    return Ending.ANSWERED if alone else Ending.UNSAID


def _verdict(ending: Ending) -> Verdict:
    if ending is Ending.APPROVED:
        return Verdict.APPROVED
    return Verdict.EDITED if ending in LETTERS else Verdict.REJECTED


def _remember(step: _Step, drafts: dict[str, str], answers: dict[str, str]) -> None:
    for reason in step.reasons:
        action, rule = reason["action"], str(reason["rule"])
        if rule.startswith(OWN):
            continue
        if action["is"] == "Escalate" and action.get("draft"):
            drafts[step.case] = rule
        elif action["is"] == "Answer" and step.outcome == "handled":
            answers[step.case] = rule
