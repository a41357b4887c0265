"""The pages of an office: what waits for a person, what is running, one case, how the office stands.

Promises: values of the record only; what a visitor may not see does not exist for them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from secretary.act.compose.sentences import told as in_words
from secretary.act.compose.wording import REASONS, say
from secretary.decide.house import WITH_PEOPLE
from secretary.desk.web.entrance import session_of, visitor
from secretary.desk.web.letters import shown
from secretary.desk.web.page import desk_of, page
from secretary.desk.web.visitors import Visitor, form_token
from secretary.domain.action import EscalationReason
from secretary.domain.case import Case, CaseState
from secretary.domain.office import Office
from secretary.ledger.story import Ordered, StepStory, Story

Page = Callable[[Request, Visitor, Office], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list: a case, since when, and why it is there."""

    case: Case
    since: datetime
    why: str
    suggestions: tuple[str, ...] = ()


def for_visitors(made: Page) -> Callable[[Request], Awaitable[Response]]:
    """A page of an office that only those of the office may see."""

    @wraps(made)
    async def _checked(request: Request) -> Response:
        who = visitor(request)
        if who is None:
            return RedirectResponse("/sign-in", status_code=303)
        office = desk_of(request).offices.get(request.path_params["office"])
        if office is None or not who.sees(office.id):
            return missing(request, who)
        return await made(request, who, office)

    return _checked


def missing(request: Request, who: Visitor) -> Response:
    """What does not exist, or not for this visitor: there is no telling which."""
    return page(request, "missing.html.j2", frame(request, who), language=who.language, status=404)


def frame(request: Request, who: Visitor, office: Office | None = None) -> dict[str, Any]:
    """What the frame of a page of somebody signed in shows."""
    return {"visitor": who, "token": form_token(session_of(request)), "office": office}


async def home(request: Request) -> Response:
    """The visitor's office, or the list of them."""
    who = visitor(request)
    if who is None:
        return RedirectResponse("/sign-in", status_code=303)
    offices = [office for office in desk_of(request).offices.values() if who.sees(office.id)]
    if len(offices) == 1:
        return RedirectResponse(f"/{offices[0].id}/", status_code=303)
    return page(request, "offices.html.j2", {**frame(request, who), "offices": offices}, language=who.language)


@for_visitors
async def queue(request: Request, who: Visitor, office: Office) -> Response:
    """What a person must look at, the oldest first."""
    items = [item for item in _items(request, office, who.language) if item.case.state is CaseState.ESCALATED]
    values = {**frame(request, who, office), "items": items, "heading": "queue", "empty": "nothing_waits"}
    return page(request, "cases.html.j2", values, language=who.language, zone=office.zone)


@for_visitors
async def running(request: Request, who: Visitor, office: Office) -> Response:
    """Cases that the secretary works on, or that wait for somebody else."""
    items = [item for item in _items(request, office, who.language) if item.case.state is not CaseState.ESCALATED]
    values = {**frame(request, who, office), "items": items, "heading": "running", "empty": "nothing_runs"}
    return page(request, "cases.html.j2", values, language=who.language, zone=office.zone)


def whole_story(request: Request, office: Office) -> Story | None:
    """The story of the case that the address names, if it is one of this office."""
    stories = desk_of(request).records.stories(request.path_params["case"], office.id)
    return next((s for s in stories if s.whole), None)


async def show_case(
    request: Request, who: Visitor, office: Office, story: Story, *, letter: str, told: str = "", status: int = 200
) -> Response:
    """The page of a case; `letter` stands in the field for the answer, `told` is what there is to say."""
    values = {
        **frame(request, who, office),
        "story": story,
        "item": _item(story, story.case.opened, who.language),
        "letter": letter,
        "mails": shown(await desk_of(request).at_work[office.id].mails(story.case.id)),
        "told": told,
        "acts": story.case.state in WITH_PEOPLE and office.id in who.roles,
    }
    return page(request, "case.html.j2", values, language=who.language, status=status, zone=office.zone)


@for_visitors
async def standing(request: Request, who: Visitor, office: Office) -> Response:
    """How the office stands."""
    desk = desk_of(request)
    values = {**frame(request, who, office), "stands": desk.records.standing(office.id, desk.clock.now())}
    return page(request, "standing.html.j2", values, language=who.language, zone=office.zone)


def _items(request: Request, office: Office, language: str) -> Iterator[Item]:
    desk = desk_of(request)
    for open_case in desk.records.standing(office.id, desk.clock.now()).open_cases:
        story = next(iter(desk.records.stories(open_case.case.id, office.id)), None)
        if story:
            yield _item(story, open_case.since, language)


def _item(story: Story, since: datetime, language: str) -> Item:
    escalation = _last_escalation(story.steps)
    if escalation is None:
        return Item(story.case, since, "")
    told = escalation.details
    sentence = say(REASONS[EscalationReason(told["reason"])], language)
    why = f"{sentence} {in_words(told.get('detail', ''), language)}".strip()
    return Item(story.case, since, why, tuple(in_words(s, language) for s in told.get("suggestions", ())))


def _last_escalation(steps: tuple[StepStory, ...]) -> Ordered | None:
    ordered = (o for step in reversed(steps) for o in step.ordered if o.action == "Escalate")
    return next(ordered, None)


def unknown(request: Request, _error: Exception) -> Response:
    """An address that leads nowhere."""
    who = visitor(request)
    if who is None:
        return RedirectResponse("/sign-in", status_code=303)
    return missing(request, who)
