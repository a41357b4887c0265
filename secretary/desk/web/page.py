"""One page as a response: language, words, frame.

Promises: everything that stands in a page is escaped by the template; no page is kept by a browser.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any, cast
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from secretary.act.compose import formats
from secretary.act.compose.sentences import told
from secretary.act.compose.wording import INTENTS, KINDS, named
from secretary.desk.lesson_words import STATES, UNTEACHABLE, choice_word, lesson_word, offer_word, past_way_word, said
from secretary.desk.record_words import action_word, effect_state, effect_word, log_word, timer_word
from secretary.desk.web.desk import Desk
from secretary.desk.web.words import state_word, words
from secretary.domain.effect import EffectState

LANGUAGES = ("de", "en")


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("secretary.desk.web", "views"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


VIEWS = _environment()


def desk_of(request: Request) -> Desk:
    """The desk that this application shows."""
    return cast("Desk", request.app.state.desk)


async def form_of(request: Request) -> dict[str, str]:
    """The text fields of a form; files and further values of a field are left out."""
    form = await request.form()
    return {name: value for name, value in form.items() if isinstance(value, str)}


def language_of(request: Request) -> str:
    """The first language of the browser that the desk has (RFC 9110 section 12.5.4), else English."""
    wished = (
        part.partition(";")[0].strip()[:2].lower() for part in request.headers.get("accept-language", "").split(",")
    )
    return next((language for language in wished if language in LANGUAGES), "en")


def page(
    request: Request, view: str, values: Mapping[str, Any], *, language: str, status: int = 200, zone: str = "UTC"
) -> HTMLResponse:
    """A view filled; `visitor` and `token` stand in the frame where somebody has signed in."""
    frame = {
        "t": words(language),
        "language": language,
        "path": request.url.path,
        "visitor": None,
        "token": "",
        "office": None,
        "places": (),
        "moment": partial(_moment, language, zone),
        "state_word": lambda state: state_word(state, language),
        "effect_state": lambda state: effect_state(EffectState(state), language),
        "why_word": lambda sentence: told(sentence, language),
        "intent_word": lambda name: named(name, INTENTS, language),
        "action_word": lambda action: action_word(action, language),
        "day_word": lambda day: formats.day(day, language),
        "log_word": lambda line: log_word(line, language),
        "effect_word": lambda effect: effect_word(effect, language),
        "kind_word": lambda kind: named(kind, KINDS, language),
        "timer_word": lambda name: timer_word(name, language),
        "reasons": lambda step: dict.fromkeys((o.why, o.rule) for o in step.ordered),
        "choice_word": lambda way: choice_word(way, language),
        "past_way_word": lambda way: past_way_word(way, language),
        "lesson_word": lambda lesson: lesson_word(lesson, language),
        "offer_word": lambda lesson, count: offer_word(lesson, count, language),
        "lesson_state": lambda state: said(STATES[state], language),
        "refused_word": lambda why: said(UNTEACHABLE[why], language),
    }
    return HTMLResponse(VIEWS.get_template(view).render({**frame, **values}), status_code=status)


def _moment(language: str, zone: str, at: datetime, elsewhere: str = "") -> str:
    """In the page's zone, or in that of one line of it."""
    return formats.moment(at.astimezone(ZoneInfo(elsewhere or zone)), language)
