"""Forms of somebody signed in.

Promises: a form does something only with the token that its session's pages carry.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from secretary.desk.web.entrance import session_of, visitor
from secretary.desk.web.page import form_of, page
from secretary.desk.web.visitors import token_fits

Handler = Callable[[Request], Awaitable[Response]]


def with_token(handler: Handler) -> Handler:
    """The same handler, for forms of a signed-in visitor's own pages only."""

    @wraps(handler)
    async def _checked(request: Request) -> Response:
        who = visitor(request)
        if who is None:
            return RedirectResponse("/sign-in", status_code=303)
        if not token_fits(session_of(request), (await form_of(request)).get("token", "")):
            return page(request, "old_form.html.j2", {}, language=who.language, status=403)
        return await handler(request)

    return _checked
