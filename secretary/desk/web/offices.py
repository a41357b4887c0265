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

from secretary.act.compose.layout import flowing
from secretary.act.compose.sentences import told as in_words
from secretary.act.compose.wording import REASONS, say
from secretary.decide.house import WITH_PEOPLE
from secretary.desk.timeline import timeline
from secretary.desk.web.entrance import session_of, visitor
from secretary.desk.web.letters import shown
from secretary.desk.web.ownership import own_cases
from secretary.desk.web.page import desk_of, page
from secretary.desk.web.visitors import Sight, Visitor, form_token
from secretary.domain.action import EscalationReason, FolderRole
from secretary.domain.case import Case, CaseState
from secretary.domain.effect import AppendMessage
from secretary.domain.office import Office, Person
from secretary.ledger.views.story import Ordered, StepStory, Story
from secretary.understand.mime import parse_message

PLACES = (
    ("", "queue", Sight.CASES),
    ("running", "running", Sight.CASES),
    ("week", "week", Sight.CASES),
    ("rules", "rules", Sight.WORKINGS),
    ("templates", "templates", Sight.WORKINGS),
    ("days", "days", Sight.FIGURES),
    ("log", "log", Sight.WORKINGS),
    ("standing", "standing", Sight.WORKINGS),
)
Page = Callable[[Request, Visitor, Office], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list: a case, since when, and why it is there.

    `draft` is the letter that lies ready, "" where none does; `steps` is what an order must name.
    """

    case: Case
    since: datetime
    why: str
    suggestions: tuple[str, ...] = ()
    draft: str = ""
    steps: int = 0


def for_visitors(sight: Sight) -> Callable[[Page], Callable[[Request], Awaitable[Response]]]:
    """A page of an office that only those may see for whom it is."""

    def _guarded(made: Page) -> Callable[[Request], Awaitable[Response]]:
        @wraps(made)
        async def _checked(request: Request) -> Response:
            who = visitor(request)
            if who is None:
                return RedirectResponse("/sign-in", status_code=303)
            office = desk_of(request).offices.get(request.path_params["office"])
            if office is None or not who.sees(office.id, sight):
                return missing(request, who)
            return await made(request, who, office)

        return _checked

    return _guarded


def missing(request: Request, who: Visitor) -> Response:
    """What does not exist, or not for this visitor: there is no telling which."""
    return page(request, "missing.html.j2", frame(request, who), language=who.language, status=404)


def frame(request: Request, who: Visitor, office: Office | None = None) -> dict[str, Any]:
    """What the frame of a page of somebody signed in shows."""
    places = [(place, word) for place, word, sight in PLACES if office and who.sees(office.id, sight)]
    return {"visitor": who, "token": form_token(session_of(request)), "office": office, "places": places}


async def home(request: Request) -> Response:
    """The visitor's office, or the list of them."""
    who = visitor(request)
    if who is None:
        return RedirectResponse("/sign-in", status_code=303)
    offices = [office for office in desk_of(request).offices.values() if who.belongs(office.id)]
    if len(offices) == 1:
        return RedirectResponse(_first_page(offices[0], who), status_code=303)
    first = [(office, _first_page(office, who)) for office in offices]
    return page(request, "offices.html.j2", {**frame(request, who), "offices": first}, language=who.language)


def _first_page(office: Office, who: Visitor) -> str:
    """The queue, or the figures for who may see no case."""
    return f"/{office.id}/" if who.sees(office.id, Sight.CASES) else f"/{office.id}/days"


@for_visitors(Sight.CASES)
async def queue(request: Request, who: Visitor, office: Office) -> Response:
    """What a person must look at, the oldest first."""
    items = [item for item in _items(request, office, who) if item.case.state is CaseState.ESCALATED]
    values = {**frame(request, who, office), "items": items, "heading": "queue", "empty": "nothing_waits"}
    values["pulse"] = desk_of(request).records.pulse(office.id)
    values["settled"] = _settled(request, who, office)
    values["teaches"] = who.sees(office.id, Sight.TEACHING)
    return page(request, "cases.html.j2", values, language=who.language, zone=office.zone)


def _settled(request: Request, who: Visitor, office: Office) -> Case | None:
    """The case that the visitor has just settled."""
    asked = request.query_params.get("settled", "")
    story = story_seen(request, who, office, asked) if asked else None
    return story.case if story and story.case.state not in {CaseState.ESCALATED, CaseState.OPEN} else None


@for_visitors(Sight.CASES)
async def running(request: Request, who: Visitor, office: Office) -> Response:
    """Cases that the secretary works on, or that wait for somebody else."""
    items = [item for item in _items(request, office, who) if item.case.state is not CaseState.ESCALATED]
    values = {**frame(request, who, office), "items": items, "heading": "running", "empty": "nothing_runs"}
    values["settled"] = None
    values["pulse"] = desk_of(request).records.pulse(office.id)
    return page(request, "cases.html.j2", values, language=who.language, zone=office.zone)


def whole_story(request: Request, who: Visitor, office: Office) -> Story | None:
    """The story of the case that the address names, if it is one of this office that the visitor may see."""
    return story_seen(request, who, office, request.path_params["case"])


def story_seen(request: Request, who: Visitor, office: Office, case: str) -> Story | None:
    """The story of a case, if it is one of this office that the visitor may see."""
    records = desk_of(request).records
    own = own_cases(records, office, who)
    stories = records.stories(case, office.id)
    return next((s for s in stories if s.whole and (own is None or s.case.id in own)), None)


async def show_case(
    request: Request, who: Visitor, office: Office, story: Story, *, letter: str, told: str = "", status: int = 200
) -> Response:
    """The page of a case; `letter` stands in the field for the answer, `told` is what there is to say."""
    values = {
        **frame(request, who, office),
        "story": story,
        "timeline": timeline(story),
        "item": _item(story, story.case.opened, who.language),
        "letter": letter,
        "mails": shown(await desk_of(request).at_work[office.id].mails(story.case.id)),
        "told": told,
        "acts": story.case.state in WITH_PEOPLE,
        "people": others(office, who),
        "folders": filing_folders(request, office),
        "teaches": who.sees(office.id, Sight.TEACHING),
    }
    return page(request, "case.html.j2", values, language=who.language, status=status, zone=office.zone)


def others(office: Office, who: Visitor) -> tuple[Person, ...]:
    """The people of the office besides the visitor."""
    return tuple(person for person in office.people if not person.owns(who.address))


def filing_folders(request: Request, office: Office) -> tuple[str, ...]:
    """Where mails are put away: among what is settled, or where a rule puts them too."""
    at_work = desk_of(request).at_work[office.id]
    named = {then.file for rule in at_work.rules.rules for then in rule.text.then if then.file}
    return (FolderRole.HANDLED.value, *sorted(folder for folder in named if at_work.takes_mail(folder)))


@for_visitors(Sight.WORKINGS)
async def standing(request: Request, who: Visitor, office: Office) -> Response:
    """How the office stands."""
    desk = desk_of(request)
    values = {**frame(request, who, office), "stands": desk.records.standing(office.id, desk.clock.now())}
    return page(request, "standing.html.j2", values, language=who.language, zone=office.zone)


def _items(request: Request, office: Office, who: Visitor) -> Iterator[Item]:
    desk = desk_of(request)
    own = own_cases(desk.records, office, who)
    for open_case in desk.records.standing(office.id, desk.clock.now()).open_cases:
        if own is not None and open_case.case.id not in own:
            continue
        story = next(iter(desk.records.stories(open_case.case.id, office.id)), None)
        if story:
            yield _item(story, open_case.since, who.language)


def draft_of(story: Story) -> str:
    """The letter that lies ready since the case last came before a person, "" where none does."""
    asked = next((s.at for s in reversed(story.steps) if any(o.action == "Escalate" for o in s.ordered)), None)
    drafts = (e.deed for e in reversed(story.effects) if asked and e.due >= asked)
    draft = next((d for d in drafts if isinstance(d, AppendMessage) and d.folder == FolderRole.DRAFTS.value), None)
    return flowing(parse_message(draft.raw).text.strip()) if draft else ""


def _item(story: Story, since: datetime, language: str) -> Item:
    escalation = _last_escalation(story.steps)
    if escalation is None:
        return Item(story.case, since, "", steps=len(story.steps))
    told = escalation.details
    sentence = say(REASONS[EscalationReason(told["reason"])], language)
    why = f"{sentence} {in_words(told.get('detail', ''), language)}".strip()
    suggestions = tuple(in_words(s, language) for s in told.get("suggestions", ()))
    return Item(story.case, since, why, suggestions, draft_of(story), len(story.steps))


def _last_escalation(steps: tuple[StepStory, ...]) -> Ordered | None:
    ordered = (o for step in reversed(steps) for o in step.ordered if o.action == "Escalate")
    return next(ordered, None)


def unknown(request: Request, _error: Exception) -> Response:
    """An address that leads nowhere."""
    who = visitor(request)
    if who is None:
        return RedirectResponse("/sign-in", status_code=303)
    return missing(request, who)
