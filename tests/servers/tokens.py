"""A token server (OAuth 2.0, RFC 6749) for tests: gives access tokens, and tells Dovecot whose they are.

Promises: refresh tokens are replaced at each use and then worth nothing (RFC 6749 section 10.4), as
large providers do; `asked` are the forms of all requests.
"""

from __future__ import annotations

import itertools
import json
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from tests.servers import LOOPBACK

CLIENT, SECRET, FIRST_REFRESH = "secretary", "app-geheim", "refresh-0"


class TokenServer:
    """Gives tokens to one application for one user; `lasts` seconds each."""

    def __init__(self, user: str, *, lasts: float = 3600) -> None:
        self.user, self.lasts = user, lasts
        self.refresh = FIRST_REFRESH
        self.asked: list[dict[str, str]] = []
        self.answers: list[str] = []  # what the person at the browser makes of a code: errors of RFC 8628 section 3.5
        self.tokens: set[str] = set()
        self._numbers = itertools.count(1)
        self._server = ThreadingHTTPServer((LOOPBACK, 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        """The token endpoint."""
        return f"http://{LOOPBACK}:{self._server.server_port}/token"

    @property
    def info_url(self) -> str:
        """Where a mail server asks about a token, which it appends."""
        return f"http://{LOOPBACK}:{self._server.server_port}/info?access_token="

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def device_url(self) -> str:
        """Where codes are given (RFC 8628)."""
        return self.url.replace("/token", "/device")

    def code(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Status and answer of a request for a code."""
        self.asked.append(form)
        page = f"http://{LOOPBACK}/device"
        return 200, {"device_code": "device-1", "user_code": "ABCD-EFGH", "verification_uri": page, "interval": 0}

    def give(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Status and answer of a token request."""
        self.asked.append(form)
        refreshes = form.get("grant_type") == "refresh_token"
        if form.get("client_id") != CLIENT or form.get("client_secret") != SECRET:
            return 401, {"error": "invalid_client"}
        if form.get("device_code") and self.answers:
            return 400, {"error": self.answers.pop(0)}
        if refreshes and form.get("refresh_token") != self.refresh:
            return 400, {"error": "invalid_grant", "error_description": "the token in full: " + form["refresh_token"]}
        number = next(self._numbers)
        token = f"token-{number}"
        self.tokens.add(token)
        by_person = refreshes or bool(form.get("device_code"))
        if by_person:
            self.refresh = f"refresh-{number}"
        more = {"refresh_token": self.refresh} if by_person else {}
        return 200, {"access_token": token, "expires_in": self.lasts, "token_type": "Bearer", **more}

    def tell(self, token: str) -> tuple[int, dict[str, Any]]:
        """What a mail server learns of a token."""
        return (200, {"username": self.user}) if token in self.tokens else (401, {"error": "invalid_token"})

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                answered = server.code if self.path == "/device" else server.give
                self._answer(*answered(dict(urllib.parse.parse_qsl(body))))

            def do_GET(self) -> None:
                query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query))
                self._answer(*server.tell(query.get("access_token", "")))

            def _answer(self, status: int, answer: dict[str, Any]) -> None:
                raw = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
                """Be quiet."""

        return Handler
