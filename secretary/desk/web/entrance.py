"""Signing in and out: a link by mail, a session in a cookie.

Promises: the answer to a stranger is the answer to a friend; opening a link changes nothing, so that a
mail scanner that opens it uses nothing up; the cookie is out of reach of scripts and other sites.
"""

from __future__ import annotations

import structlog
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from secretary.desk.web.desk import Desk
from secretary.desk.web.page import desk_of, form_of, language_of, page
from secretary.desk.web.visitors import Visitor, visitor_of
from secretary.domain.errors import SecretaryError

COOKIE = "desk"
MAX_ADDRESS = 254  # characters (RFC 5321 section 4.5.3.1.3)

log = structlog.get_logger("secretary.desk")


def session_of(request: Request) -> str:
    """The secret in the cookie, "" where there is none."""
    return request.cookies.get(COOKIE, "")


def visitor(request: Request) -> Visitor | None:
    """Who has signed in, as the configuration stands now."""
    desk, secret = desk_of(request), session_of(request)
    address = desk.access.address_of(secret, desk.clock.now()) if secret else None
    return visitor_of(address, desk.offices.values(), desk.operators, language_of(request)) if address else None


async def ask(request: Request) -> Response:
    """The form that asks for the address."""
    return page(request, "sign_in.html.j2", {}, language=language_of(request))


async def send(request: Request) -> Response:
    """A link to an address that belongs here; the same words for one that does not."""
    desk, form = desk_of(request), await form_of(request)
    address = form.get("address", "").strip()[:MAX_ADDRESS]
    known = visitor_of(address, desk.offices.values(), desk.operators)
    if known:
        await _send_link(desk, known)
    return page(request, "link_sent.html.j2", {}, language=language_of(request))


async def _send_link(desk: Desk, known: Visitor) -> None:
    secret = desk.access.issue(known.address.key, desk.clock.now())
    if secret is None:
        log.warning("too many sign-in links", visitor=known.address.key)
        return
    office = next(iter(known.people), next(iter(desk.offices)))
    try:
        await desk.at_work[office].send_link(known.address.addr_spec, f"{desk.url}/sign-in/{secret}")
    except SecretaryError as error:
        log.error("no sign-in link", problem=error.problem)  # noqa: TRY400 - the trace says nothing here


async def confirm(request: Request) -> Response:
    """The page behind a link: one button."""
    return page(request, "confirm.html.j2", {"secret": request.path_params["secret"]}, language=language_of(request))


async def enter(request: Request) -> Response:
    """Redeem the link; in with a session, or back to the start."""
    desk = desk_of(request)
    redeemed = desk.access.redeem(request.path_params["secret"], desk.clock.now())
    if redeemed is None:
        return page(request, "link_bad.html.j2", {}, language=language_of(request), status=410)
    response = RedirectResponse("/", status_code=303)
    response.set_cookie(
        COOKIE, redeemed[1], httponly=True, samesite="lax", secure=desk.url.startswith("https:"), path="/"
    )
    return response


async def leave(request: Request) -> Response:
    """End the session."""
    desk_of(request).access.end(session_of(request))
    response = RedirectResponse("/sign-in", status_code=303)
    response.delete_cookie(COOKIE)
    return response
