"""What a page that stands open asks now and then: whether anything has happened.

Promises: a number and nothing else; it costs one look into the record and holds no connection, so that
any number of open pages is bounded by what they ask.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from secretary.desk.web.offices import for_visitors, missing, whole_story
from secretary.desk.web.page import desk_of
from secretary.desk.web.visitors import Sight, Visitor
from secretary.domain.office import Office


@for_visitors(Sight.CASES)
async def of_office(request: Request, _who: Visitor, office: Office) -> Response:
    """Changes whenever a step of the office has gone on record."""
    return PlainTextResponse(str(desk_of(request).records.pulse(office.id)))


@for_visitors(Sight.CASES)
async def of_case(request: Request, who: Visitor, office: Office) -> Response:
    """Changes whenever the case has moved on."""
    story = whole_story(request, who, office)
    return missing(request, who) if story is None else PlainTextResponse(str(len(story.steps)))
