"""Negotiations as a week: for each principal what is busy, held, offered and booked.

Promises: a busy time says nothing but when; a principal sees the own week only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response

from secretary.desk.web import weeks
from secretary.desk.web.offices import for_visitors, frame
from secretary.desk.web.ownership import NEGOTIATIONS, negotiations
from secretary.desk.web.page import desk_of, page
from secretary.desk.web.visitors import Sight, Visitor
from secretary.domain.holidays import named_holidays
from secretary.domain.office import Office, Person

FARTHEST = timedelta(days=370)  # from today; calendars are asked for no other time


@dataclass(frozen=True, slots=True)
class Shown:
    """A principal's week; `known` is False while the calendars cannot be read."""

    person: Person
    week: weeks.Week
    known: bool


@for_visitors(Sight.CASES)
async def week(request: Request, who: Visitor, office: Office) -> Response:
    """The week that is asked for, or this one."""
    today = desk_of(request).clock.now().astimezone(ZoneInfo(office.zone)).date()
    monday = weeks.monday_of(_asked(request.query_params.get("from", ""), today))
    people = office.principals if who.sees_all_cases(office.id) else (who.people[office.id],)
    values = {
        **frame(request, who, office),
        "shown": [await _shown(request, office, person, monday, who.language) for person in people],
        "before": monday - timedelta(days=weeks.DAYS),
        "after": monday + timedelta(days=weeks.DAYS),
        "size": (weeks.COLUMN, weeks.HOUR, weeks.DAYS),
        "hours": range(weeks.OPENS, weeks.CLOSES),
    }
    return page(request, "week.html.j2", values, language=who.language, zone=office.zone)


def _asked(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return day if abs(day - today) <= FARTHEST else today


async def _shown(request: Request, office: Office, person: Person, monday: date, language: str) -> Shown:
    desk = desk_of(request)
    hours = person.hours or office.hours
    engaged = negotiations(desk.records.engaged(office.id, NEGOTIATIONS))
    own = [(one, state) for one, state in engaged if person.id in state.people]
    busy = await desk.at_work[office.id].busy(person.id, weeks.span_of(monday, hours.zone), weeks.uids_of(own))
    entries = [*(weeks.Entry("busy", slot) for slot in busy or ()), *weeks.entries_of(own)]
    sunday = monday + timedelta(days=weeks.DAYS - 1)
    holidays = {
        day: name for year in {monday.year, sunday.year} for day, name in named_holidays(hours.region, year, language)
    }
    return Shown(
        person,
        weeks.week(monday, hours, entries, holidays, kept=desk.at_work[office.id].keeps_holidays),
        busy is not None,
    )
