"""Settling a case in the browser: a letter, nothing to write, or somebody else's.

Promises: the letter that a person sees is the letter that leaves; an order that came too late, or an empty
letter, loses no word that was typed.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from secretary.act.compose import GREETINGS, greeting
from secretary.act.compose.letter import one_line
from secretary.desk.orders import Given, HandOver, Order, Reception, Reply, Settle
from secretary.desk.web.forms import with_token
from secretary.desk.web.offices import draft_of, for_visitors, missing, others, show_case, whole_story
from secretary.desk.web.page import desk_of, form_of
from secretary.desk.web.visitors import Sight, Visitor
from secretary.domain.office import Office
from secretary.ledger.views.story import Story

MAX_LETTER = 20_000  # characters; a longer letter is an attachment
MAX_FOLDER = 100  # characters of a folder's name
TOLD = {Reception.MOVED: "case_moved", Reception.EMPTY: "letter_empty", Reception.GONE: "mail_gone"}


def letter_to_start_from(story: Story, office: Office) -> str:
    """The draft that lies ready, or a greeting and a close to write between."""
    draft = draft_of(story)
    if draft:
        return draft + "\n"
    case = story.case
    signature = office.signature.get(case.language, office.name)
    hello = greeting(case.party.display_name, case.party, case.language)
    return f"{hello}\n\n\n\n{GREETINGS[case.language]}\n{signature}\n"


async def case(request: Request) -> Response:
    """One case, with what can be done about it."""
    return await _shown(request)


@for_visitors(Sight.CASES)
async def _shown(request: Request, who: Visitor, office: Office) -> Response:
    story = whole_story(request, who, office)
    if story is None:
        return missing(request, who)
    return await show_case(request, who, office, story, letter=letter_to_start_from(story, office))


OrderOf = Callable[[dict[str, str], Request, Visitor, Office], Order | None]


def _ordering(order_of: OrderOf) -> Callable[[Request], Awaitable[Response]]:
    """A form that gives an order; one that asks for what cannot be is told so."""

    @with_token
    @for_visitors(Sight.CASES)
    async def _given(request: Request, who: Visitor, office: Office) -> Response:
        form = await form_of(request)
        story = whole_story(request, who, office)
        if story is None:
            return missing(request, who)
        order, steps = order_of(form, request, who, office), form.get("steps", "")
        given = Given(order, story.case.id, who.address.key, int(steps) if steps.isdecimal() else -1) if order else None
        reception = await desk_of(request).at_work[office.id].take(given) if given else None
        if reception is Reception.TAKEN:
            return RedirectResponse(f"/{office.id}/?settled={story.case.id}", status_code=303)
        written = order.text if isinstance(order, Reply) else letter_to_start_from(story, office)
        told = TOLD[reception] if reception else "cannot_be"
        return await show_case(request, who, office, story, letter=written, told=told, status=409)

    return _given


def _reply(form: dict[str, str], *_: object) -> Order:
    return Reply(form.get("letter", "")[:MAX_LETTER])


def _settle(form: dict[str, str], request: Request, _: Visitor, office: Office) -> Order | None:
    """Into a folder of that name, which is made where it is missing; into none that the secretary works with."""
    folder = one_line(form.get("folder", "")).strip(" /")[:MAX_FOLDER]
    if not folder:
        return Settle()
    return Settle(folder) if desk_of(request).at_work[office.id].takes_mail(folder) else None


def _hand_over(form: dict[str, str], _: Request, who: Visitor, office: Office) -> Order | None:
    """To somebody of the office, and nobody else."""
    person = next((p for p in others(office, who) if p.id == form.get("person")), None)
    return HandOver(person.address) if person else None


reply, settle, hand_over = _ordering(_reply), _ordering(_settle), _ordering(_hand_over)
