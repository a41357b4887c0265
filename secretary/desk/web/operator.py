"""The operator's page, and what machines ask: is it alive, is it well, in figures.

Promises: machines get states and counts, never an address or a subject; who is no operator gets nothing.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime, timedelta
from functools import partial, wraps

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from secretary.desk.health import OfficeHealth
from secretary.desk.web.desk import Desk
from secretary.desk.web.entrance import visitor
from secretary.desk.web.forms import with_token
from secretary.desk.web.offices import frame, missing
from secretary.desk.web.page import desk_of, form_of, page
from secretary.desk.web.visitors import Visitor
from secretary.domain.case import CaseState
from secretary.domain.effect import EffectState

Page = Callable[[Request, Visitor], Awaitable[Response]]


def for_operators(made: Page) -> Callable[[Request], Awaitable[Response]]:
    """A page for operators only."""

    @wraps(made)
    async def _checked(request: Request) -> Response:
        who = visitor(request)
        if who is None:
            return RedirectResponse("/sign-in", status_code=303)
        return await made(request, who) if who.operator else missing(request, who)

    return _checked


@for_operators
async def servers(request: Request, who: Visitor) -> Response:
    """Every office: whether it works, since when, what troubles it."""
    desk = desk_of(request)
    offices = [
        (o, desk.at_work[o.id].health, desk.records.standing(o.id, desk.clock.now())) for o in desk.offices.values()
    ]
    values = {**frame(request, who), "offices": offices, "heard": partial(_heard, desk)}
    return page(
        request,
        "operator.html.j2",
        values,
        language=who.language,
    )


def _heard(desk: Desk, health: OfficeHealth) -> datetime | None:
    """When the mail server last answered, None where it has not yet."""
    return None if health.silence is None else desk.clock.now() - timedelta(seconds=health.silence)


@with_token
@for_operators
async def pause(request: Request, who: Visitor) -> Response:
    """Let one office, or all of them, rest or work."""
    desk, form = desk_of(request), await form_of(request)
    wanted = form.get("office", "")
    for office in desk.at_work if wanted == "" else {wanted} & set(desk.at_work):
        at_work = desk.at_work[office]
        at_work.rest(who.address.key) if form.get("rest") else at_work.resume()
    return RedirectResponse("/operator", status_code=303)


async def alive(_request: Request) -> Response:
    """The process answers."""
    return PlainTextResponse("ok\n")


async def ready(request: Request) -> Response:
    """200 when each office has had a good round lately, else 503; a line for each."""
    desk = desk_of(request)
    states = {name: at_work.health for name, at_work in desk.at_work.items()}
    lines = "".join(f"{office} {'ok' if health.ready else 'not ready'}\n" for office, health in states.items())
    return PlainTextResponse(lines, 200 if all(h.ready for h in states.values()) else 503)


async def metrics(request: Request) -> Response:
    """The figures of all offices in the text format of Prometheus."""
    registry = CollectorRegistry()
    registry.register(_Figures(desk_of(request)))
    text = await run_in_threadpool(generate_latest, registry)
    return Response(text, media_type=CONTENT_TYPE_PLAIN_0_0_4)


class _Figures(Collector):
    """What a watchful operator draws curves of."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def collect(self) -> Iterator[Metric]:
        """One family a figure."""
        now = self._desk.clock.now()
        ready_ = GaugeMetricFamily("secretary_ready", "1 when a round ended well lately.", labels=["office"])
        rests = GaugeMetricFamily("secretary_resting", "1 while a person has told it to rest.", labels=["office"])
        age = GaugeMetricFamily("secretary_round_age_seconds", "Since a round last ended well.", labels=["office"])
        cases = GaugeMetricFamily("secretary_open_cases", "Cases not closed.", labels=["office", "state"])
        effects = GaugeMetricFamily("secretary_effects", "Effects on record.", labels=["office", "state"])
        oldest = GaugeMetricFamily("secretary_queue_age_seconds", "Of the longest waiting effect.", labels=["office"])
        heard = GaugeMetricFamily(
            "secretary_mailbox_silence_seconds", "Since the mail server last answered.", labels=["office"]
        )
        dead = GaugeMetricFamily(
            "secretary_dead_letters", "Effects nobody tries any more, unsettled.", labels=["office", "reason"]
        )
        aside = GaugeMetricFamily("secretary_quarantined_mails", "Mails put aside, unsettled.", labels=["office"])
        for office, at_work in self._desk.at_work.items():
            health, stands = at_work.health, self._desk.records.standing(office, now)
            ready_.add_metric([office], float(health.ready))
            rests.add_metric([office], float(bool(health.resting_by)))
            if health.last_round:
                age.add_metric([office], (now - health.last_round).total_seconds())
            if health.silence is not None:
                heard.add_metric([office], health.silence)
            for state in CaseState:
                cases.add_metric([office, state.value], stands.cases.get(state.value, 0))
            for effect_state in EffectState:
                effects.add_metric([office, effect_state.value], stands.effects.get(effect_state.value, 0))
            since = self._desk.records.waiting_since(office)
            oldest.add_metric([office], (now - since).total_seconds() if since else 0.0)
            needed = self._desk.records.attention(office)
            for reason, count in needed.dead.items():
                dead.add_metric([office, reason], count)
            aside.add_metric([office], needed.aside)
        yield from (ready_, rests, age, cases, effects, oldest, heard, dead, aside)
