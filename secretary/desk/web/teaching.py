"""Teaching in the browser: the rule that a settled case proposes, offers to rules, and the way back.

Promises: looking changes nothing; what goes live is what the person saw, and nobody else's later version of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import yaml
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from secretary.decide.teaching import Unteachable, then_of
from secretary.desk.lesson_words import replay_word, rule_word
from secretary.desk.lessons import Proposal
from secretary.desk.web.forms import with_token
from secretary.desk.web.offices import filing_folders, for_visitors, frame, missing, others, whole_story
from secretary.desk.web.page import desk_of, form_of, page
from secretary.desk.web.visitors import Sight, Visitor
from secretary.desk.web.words import words
from secretary.domain.action import Ending
from secretary.domain.errors import SecretaryError
from secretary.domain.lesson import Lesson
from secretary.domain.office import Office
from secretary.domain.past import Way
from secretary.ledger.views.story import Story

MAX_WAY = 300  # characters of a form's value
SHOWN = 20  # mails of the past that the page lists of each kind


@dataclass(frozen=True, slots=True)
class Choice:
    """A way that such mails could end: what the form sends, and of which kind it is."""

    value: str
    way: Way


@for_visitors(Sight.CASES)
async def teach(request: Request, who: Visitor, office: Office) -> Response:
    """What this case teaches."""
    story = _taught_from(request, who, office)
    if story is None:
        return missing(request, who)
    return await _page(request, who, office, story, _way_of(request.query_params.get("way", "")))


@with_token
@for_visitors(Sight.CASES)
async def confirm(request: Request, who: Visitor, office: Office) -> Response:
    """It goes live, if it is still what was seen."""
    story, form = _taught_from(request, who, office), await form_of(request)
    if story is None:
        return missing(request, who)
    way, at_work = _way_of(form.get("way", "")), desk_of(request).at_work[office.id]
    found = await at_work.propose(story.case.id, who.address.key, way)
    if not isinstance(found, Proposal) or found.lesson.id != form.get("lesson", ""):
        return await _page(request, who, office, story, way, (words(who.language)("lesson_moved"),))
    problems = at_work.teach(found.lesson, who.address.key)
    if problems:
        return await _page(request, who, office, story, way, problems)
    return RedirectResponse(f"/{office.id}/rules#lessons", status_code=303)


def _taught_from(request: Request, who: Visitor, office: Office) -> Story | None:
    return whole_story(request, who, office) if who.sees(office.id, Sight.TEACHING) else None


async def _page(
    request: Request,
    who: Visitor,
    office: Office,
    story: Story,
    way: Way | None,
    told: tuple[str, ...] = (),
) -> Response:
    """The page; `told` are the sentences that say why nothing was learned."""
    found = await desk_of(request).at_work[office.id].propose(story.case.id, who.address.key, way)
    proposal = found if isinstance(found, Proposal) else None
    choices = _choices(request, who, office, proposal.way if proposal else way)
    values = {
        **frame(request, who, office),
        "story": story,
        "proposal": proposal,
        "refused": found if isinstance(found, Unteachable) else None,
        "sentence": rule_word(proposal.rule, proposal.way, who.language) if proposal else "",
        "replay": replay_word(proposal.replay, proposal.days, who.language) if proposal else "",
        "text": _yaml(proposal) if proposal else "",
        "choices": choices,
        "chosen": proposal.way if proposal else way,
        "shown": SHOWN,
        "told": told,
        "problems": proposal.problems if proposal else (),
    }
    return page(request, "teach.html.j2", values, language=who.language, status=409 if told else 200, zone=office.zone)


def _yaml(proposal: Proposal) -> str:
    return yaml.safe_dump(
        yaml.safe_load(proposal.lesson.text), allow_unicode=True, sort_keys=False, width=72, default_flow_style=None
    )


def _choices(request: Request, who: Visitor, office: Office, chosen: Way | None) -> list[Choice]:
    """What can be said of such mails: put away, passed on, answered by a template that rules use."""
    filed = (Way(Ending.FILED, folder) for folder in filing_folders(request, office))
    passed = (Way(Ending.HANDED_OVER, person.address.key) for person in others(office, who))
    answered = (Way(Ending.ANSWERED, name) for name in _templates(request, office))
    wanted = chosen if chosen and then_of(chosen) else None
    ways = dict.fromkeys([*([wanted] if wanted else []), *filed, *passed, *answered])
    return [Choice(f"{way.ending.value}:{way.detail}", way) for way in ways]


def _templates(request: Request, office: Office) -> tuple[str, ...]:
    rules = desk_of(request).at_work[office.id].rules.rules
    thens = [then for rule in rules for then in rule.text.then]
    named = {then.answer.template for then in thens if then.answer and not then.answer.data}
    return tuple(sorted(named | {then.escalate.draft for then in thens if then.escalate and then.escalate.draft}))


def _way_of(text: str) -> Way | None:
    """A way as the form sends it; None for anything else."""
    ending, _, detail = text[:MAX_WAY].partition(":")
    way = Way(Ending(ending), detail) if ending in {e.value for e in Ending} else None
    try:
        return way if way and then_of(way) else None
    except (SecretaryError, ValueError):
        return None


@with_token
@for_visitors(Sight.TEACHING)
async def undo(request: Request, who: Visitor, office: Office) -> Response:
    """Take a lesson back."""
    form = await form_of(request)
    at_work = desk_of(request).at_work[office.id]
    return _after(office, at_work.unlearn(form.get("lesson", ""), who.address.key))


@with_token
@for_visitors(Sight.TEACHING)
async def accept(request: Request, who: Visitor, office: Office) -> Response:
    """Say yes to what is offered or proposed, as long as it is."""
    at_work, waiting = desk_of(request).at_work[office.id], await _waiting(request, office)
    return _after(office, at_work.teach(waiting, who.address.key) if waiting else ())


@with_token
@for_visitors(Sight.TEACHING)
async def decline(request: Request, who: Visitor, office: Office) -> Response:
    """Say no to it."""
    waiting = await _waiting(request, office)
    if waiting:
        desk_of(request).at_work[office.id].decline(waiting, who.address.key)
    return _after(office, ())


async def _waiting(request: Request, office: Office) -> Lesson | None:
    """The lesson that the form names, if it waits for an answer."""
    asked = (await form_of(request)).get("lesson", "")
    learned = desk_of(request).at_work[office.id].learned()
    return next((lesson for lesson in learned.open if lesson.id == asked), None)


def _after(office: Office, problems: tuple[str, ...]) -> Response:
    told = "?told=not_learned" if problems else ""
    return RedirectResponse(f"/{office.id}/rules{told}#lessons", status_code=303)
