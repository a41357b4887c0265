"""Settling a case in the browser: a letter, or nothing to write.

Promises: the letter that a person sees is the letter that leaves; an order that came too late, or an empty
letter, loses no word that was typed.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from secretary.act.compose import GREETINGS, greeting
from secretary.desk.orders import Given, Order, Reception, Reply, Settle
from secretary.desk.web.forms import with_token
from secretary.desk.web.offices import draft_of, for_visitors, missing, show_case, whole_story
from secretary.desk.web.page import desk_of, form_of
from secretary.desk.web.visitors import Sight, Visitor
from secretary.domain.office import Office
from secretary.ledger.story import Story

MAX_LETTER = 20_000  # characters; a longer letter is an attachment
TOLD = {Reception.MOVED: "case_moved", Reception.EMPTY: "letter_empty"}


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


def _ordering(order_of: Callable[[dict[str, str]], Order]) -> Callable[[Request], Awaitable[Response]]:
    """A form that gives an order."""

    @with_token
    @for_visitors(Sight.CASES)
    async def _given(request: Request, who: Visitor, office: Office) -> Response:
        form = await form_of(request)
        story = whole_story(request, who, office)
        if story is None:
            return missing(request, who)
        order, steps = order_of(form), form.get("steps", "")
        given = Given(order, story.case.id, who.address.key, int(steps) if steps.isdecimal() else -1)
        reception = await desk_of(request).at_work[office.id].take(given)
        if reception is Reception.TAKEN:
            return RedirectResponse(f"/{office.id}/", status_code=303)
        written = order.text if isinstance(order, Reply) else letter_to_start_from(story, office)
        return await show_case(request, who, office, story, letter=written, told=TOLD[reception], status=409)

    return _given


reply = _ordering(lambda form: Reply(form.get("letter", "")[:MAX_LETTER]))
settle = _ordering(lambda _: Settle())
