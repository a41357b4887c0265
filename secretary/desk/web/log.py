"""The log of an office: what happened, the newest first, to look through.

Promises: no text, subject or address of a mail; a case is named by its id, and who may not see cases
gets no way to it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from secretary.desk.web.offices import for_visitors, frame
from secretary.desk.web.page import desk_of, page
from secretary.desk.web.visitors import Sight, Visitor
from secretary.domain.office import Office
from secretary.ledger.views.log import MOST, LogKind, LogLine

MAX_CASE = 40  # characters of a case id


@for_visitors(Sight.WORKINGS)
async def log(request: Request, who: Visitor, office: Office) -> Response:
    """One page of lines, and the way to older ones."""
    asked = request.query_params
    kind = LogKind(asked["kind"]) if asked.get("kind") in set(LogKind) else LogKind.ALL
    case = asked.get("case", "")[:MAX_CASE]
    lines = desk_of(request).records.log(office.id, kind=kind, case=case, before=_instant(asked.get("before", "")))
    values = {
        **frame(request, who, office),
        "lines": lines,
        "kinds": tuple(LogKind),
        "kind": kind,
        "case": case,
        "older": _older(lines, kind, case),
        "sees_cases": who.sees(office.id, Sight.CASES),
    }
    return page(request, "log.html.j2", values, language=who.language, zone=office.zone)


def _older(lines: tuple[LogLine, ...], kind: LogKind, case: str) -> str:
    """The query of the next page, "" on the last."""
    if len(lines) < MOST:
        return ""
    return urlencode({"kind": kind.value, "case": case, "before": lines[-1].at.astimezone(UTC).isoformat()})


def _instant(text: str) -> datetime | None:
    """An aware instant as this page writes it, None for anything else."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read if read.tzinfo else None
