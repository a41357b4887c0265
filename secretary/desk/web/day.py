"""The figures of the last days, as charts that are drawn here and read by everybody: each is a table too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from secretary.act.compose import formats
from secretary.desk.web.offices import for_visitors, frame
from secretary.desk.web.page import desk_of, page
from secretary.desk.web.visitors import Sight, Visitor
from secretary.domain.office import Office
from secretary.ledger.views.figures import Day

DAYS = 14
WIDTH, HEIGHT, BAR = 40, 100, 34  # of a place, of the tallest bar, of a bar; in units of the drawing
MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart: where it stands, how tall, and what it says."""

    x: int
    height: float
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A row of bars under a heading; `width` and the bars are in units of the drawing."""

    heading: str
    width: int
    bars: tuple[Bar, ...]


def chart(heading: str, days: Sequence[Day], value: Callable[[Day], float | None], language: str) -> Chart:
    """A chart of one figure per day; the tallest bar has the whole height."""
    values = [value(day) for day in days]
    tallest = max((v for v in values if v), default=1.0)
    bars = (
        Bar(n * WIDTH, HEIGHT * (v or 0) / tallest, formats.day(day.date, language), "–" if v is None else f"{v:g}")
        for n, (day, v) in enumerate(zip(days, values, strict=True))
    )
    return Chart(heading, WIDTH * len(days), tuple(bars))


def _minutes(day: Day) -> float | None:
    return None if day.answer_seconds is None else round(day.answer_seconds / MINUTE, 1)


@for_visitors(Sight.FIGURES)
async def days(request: Request, who: Visitor, office: Office) -> Response:
    """What came and how it ended."""
    desk, language = desk_of(request), who.language
    shown = desk.records.figures(office.id, desk.clock.now(), days=DAYS, zone=office.zone).days
    charts = (
        chart("received", shown, lambda d: d.received, language),
        chart("handled", shown, lambda d: d.handled, language),
        chart("escalated", shown, lambda d: d.escalated, language),
        chart("waiting", shown, lambda d: d.waiting, language),
        chart("sent", shown, lambda d: d.sent, language),
        chart("answer_minutes", shown, _minutes, language),
    )
    waiting = desk.records.standing(office.id, desk.clock.now()).waiting_for_people
    values = {**frame(request, who, office), "charts": charts, "tall": HEIGHT, "bar_width": BAR, "waiting": waiting}
    return page(request, "days.html.j2", values, language=language, zone=office.zone)
