"""The templates of an office as they would read, in each language, with invented data."""

from __future__ import annotations

from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response

from secretary.desk.web.offices import for_visitors, frame
from secretary.desk.web.page import desk_of, page
from secretary.desk.web.visitors import Sight, Visitor
from secretary.domain.office import Office


@for_visitors(Sight.WORKINGS)
async def templates(request: Request, who: Visitor, office: Office) -> Response:
    """Every template once, its languages side by side."""
    previews = desk_of(request).at_work[office.id].templates()
    papers = [(name, list(group)) for name, group in groupby(previews, key=lambda preview: preview.name)]
    return page(request, "templates.html.j2", {**frame(request, who, office), "papers": papers}, language=who.language)
