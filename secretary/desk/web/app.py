"""The desk as an ASGI application: routes, and what stands before all of them.

Promises: every response carries the headers that keep a browser from loading, framing or sending what
it should not; a form is taken from our own pages only; a foreign Host is refused, so that no page of
somebody else can reach a desk on this machine under a name of its own (DNS rebinding).
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from secretary.desk.web import (
    day,
    entrance,
    log,
    offices,
    operator,
    papers,
    pulse,
    rules,
    settling,
    teaching,
    week,
)
from secretary.desk.web.desk import Desk
from secretary.desk.web.forms import with_token
from secretary.desk.web.visitors import from_own_page

STATIC = Path(__file__).parent / "static"
MAX_FORM_BYTES = 2_000_000  # a mail to try out may be pasted; more is no form
LOOPBACK = ("127.0.0.1", "localhost")
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with no-referrer a browser hides the Origin of our own forms too
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Guard:
    """Sets the headers, and turns away forms of other sites."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        request = Request(scope)
        if request.method not in {"GET", "HEAD"} and not from_own_page(request.headers):
            await PlainTextResponse("This form was sent from another site.", 403)(scope, receive, marked)
            return
        await self.app(scope, receive, marked)


def application(desk: Desk) -> Starlette:
    """The desk of all offices."""
    hosts = {urlsplit(desk.url).hostname or "", *LOOPBACK}
    routes = [
        Route("/sign-in", entrance.ask, methods=["GET"]),
        Route("/sign-in", entrance.send, methods=["POST"]),
        Route("/sign-in/{secret}", entrance.confirm, methods=["GET"]),
        Route("/sign-in/{secret}", entrance.enter, methods=["POST"]),
        Route("/sign-out", with_token(entrance.leave), methods=["POST"]),
        Mount("/static", StaticFiles(directory=STATIC)),
        Route("/", offices.home),
        Route("/healthz", operator.alive),
        Route("/readyz", operator.ready),
        Route("/metrics", operator.metrics),
        Route("/operator", operator.servers),
        Route("/operator/pause", operator.pause, methods=["POST"]),
        Route("/{office}/", offices.queue),
        Route("/{office}/running", offices.running),
        Route("/{office}/standing", offices.standing),
        Route("/{office}/days", day.days),
        Route("/{office}/week", week.week),
        Route("/{office}/templates", papers.templates),
        Route("/{office}/log", log.log),
        Route("/{office}/pulse", pulse.of_office),
        Route("/{office}/case/{case}/pulse", pulse.of_case),
        Route("/{office}/rules", rules.rules, methods=["GET"]),
        Route("/{office}/rules", rules.try_out, methods=["POST"]),
        Route("/{office}/rules/undo", teaching.undo, methods=["POST"]),
        Route("/{office}/rules/offer", teaching.accept, methods=["POST"]),
        Route("/{office}/rules/decline", teaching.decline, methods=["POST"]),
        Route("/{office}/case/{case}", settling.case, methods=["GET"]),
        Route("/{office}/case/{case}/reply", settling.reply, methods=["POST"]),
        Route("/{office}/case/{case}/settle", settling.settle, methods=["POST"]),
        Route("/{office}/case/{case}/hand-over", settling.hand_over, methods=["POST"]),
        Route("/{office}/case/{case}/teach", teaching.teach, methods=["GET"]),
        Route("/{office}/case/{case}/teach", teaching.confirm, methods=["POST"]),
    ]
    app = Starlette(
        routes=routes,
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=sorted(hosts)), Middleware(Guard)],
        exception_handlers={404: offices.unknown},
        max_body_size=MAX_FORM_BYTES,
    )
    app.state.desk = desk
    return app
