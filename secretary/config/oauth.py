"""Access tokens in a password's place (OAuth 2.0, RFC 6749): asked for, held, and renewed in time.

Promises: a token is asked for when a server wants it and again shortly before it ends; a refresh
token that the server replaces is written back to its file before it is used again. Neither appears
in a log, repr or dump.
Never does: ask a person; that is `secretary grant`, which gets the first refresh token (RFC 8628).
"""

from __future__ import annotations

import json
import os
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, field_validator, model_validator

from secretary.config.secret import Secret
from secretary.domain.errors import CredentialsRejected, SetupError, TemporaryError

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
ANSWER_SECONDS = 20  # of a token server
ANSWER_OCTETS = 65_536  # a token with its claims has a few thousand
EARLY_SECONDS = 120  # a token is renewed so long before its end, so that no log-in meets it there
USUAL_SECONDS = 3600  # where the server does not say (RFC 6749 section 5.1 only recommends it)
REFUSED = frozenset({400, 401, 403})  # RFC 6749 section 5.2: the client or its grant is not good


def post(url: str, form: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
    """Status and answer of a request to a token server. Raises TemporaryError where there is none."""
    request = urllib.request.Request(  # noqa: S310 - the address was checked when it was read
        url, data=urllib.parse.urlencode(form).encode(), headers={"Accept": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as answer:  # noqa: S310 - as above
            return answer.status, _given(answer.read(ANSWER_OCTETS))
    except urllib.error.HTTPError as error:
        with error:
            return error.code, _given(error.read(ANSWER_OCTETS))
    except OSError as error:
        raise TemporaryError(f"{url} gave no token ({type(error).__name__}).") from error


def _given(raw: bytes) -> dict[str, Any]:
    try:
        given = json.loads(raw)
    except ValueError:
        return {}
    return given if isinstance(given, dict) else {}


def word_of(status: int, answer: Mapping[str, Any]) -> str:
    """What the server calls the trouble ("invalid_grant"), and nothing else of its answer."""
    word = answer.get("error")
    return word if isinstance(word, str) and word.replace("_", "").isalpha() else str(status)


class OAuth(BaseModel):
    """How to come by an access token: with a refresh token, else as the application itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    token_url: str = Field(description="Where the provider gives tokens, as its manual says.")
    client_id: str = Field(description="The application's id at the provider.")
    client_secret: Secret | None = Field(None, description="Where the application's secret comes from, if it has one.")
    device_url: str = Field("", description="Where the provider gives codes for `secretary grant` (device flow).")
    scope: str = Field("", description="What the token shall allow, as the provider's manual says.")
    refresh_token: Secret | None = Field(
        None, description="Where the refresh token lies (a file is kept up to date); without it client credentials."
    )

    _held: str = PrivateAttr("")
    _ends: float = PrivateAttr(0.0)
    _lock: Any = PrivateAttr(default_factory=threading.Lock)

    @field_validator("token_url", "device_url")
    @classmethod
    def _never_in_the_clear(cls, url: str) -> str:
        parts = urllib.parse.urlsplit(url)
        if url and parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
            raise ValueError("the token would cross the network in the clear; write https://")
        return url

    @model_validator(mode="after")
    def _something_to_show(self) -> Self:
        if self.client_secret is None and self.refresh_token is None:
            raise ValueError("name client_secret, refresh_token, or both")
        return self

    def fetch(self) -> str:
        """A token that is good for a while. Raises SetupError, TemporaryError, CredentialsRejected with the remedy."""
        with self._lock:
            if time.monotonic() >= self._ends:
                self._renew()
            return self._held

    def keep(self, refresh_token: str) -> None:
        """Write a refresh token into its file, readable for this user only. Raises SetupError."""
        if not (self.refresh_token and self.refresh_token.file):
            raise SetupError(
                "There is no file for a refresh token.", remedy="Write refresh_token: {file: …} under oauth."
            )
        path = Path(self.refresh_token.file).expanduser()
        fresh = path.with_name(f"{path.name}.new")
        try:
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write(f"{refresh_token}\n")
            fresh.replace(path)
        except OSError as error:
            raise SetupError(
                f"The new refresh token cannot be kept in {path} ({error.strerror}).",
                remedy="Let the secretary write that file and its folder, else the next start is locked out.",
            ) from error

    def client(self) -> dict[str, str]:
        """How the application says who it is."""
        secret = {"client_secret": self.client_secret.fetch()} if self.client_secret else {}
        return {"client_id": self.client_id, **secret}

    def _renew(self) -> None:
        asked = time.monotonic()
        status, given = post(self.token_url, self._request())
        if status in REFUSED:
            raise CredentialsRejected(
                f"{self.token_url} refused a token ({word_of(status, given)}).",
                remedy="Check client_id, client_secret and scope; an invalid_grant needs a new refresh token.",
            )
        token, lasts = given.get("access_token"), given.get("expires_in")
        if not isinstance(token, str) or not token:
            raise TemporaryError(f"{self.token_url} gave no token ({status}).", remedy="Check token_url and scope.")
        self._keep_replaced(given.get("refresh_token"))
        seconds = float(lasts) if isinstance(lasts, int | float) else USUAL_SECONDS
        self._held, self._ends = token, asked + max(0.0, seconds - EARLY_SECONDS)

    def _request(self) -> dict[str, str]:
        form = {**self.client(), "grant_type": "client_credentials"}
        if self.refresh_token:
            form |= {"grant_type": "refresh_token", "refresh_token": self.refresh_token.fetch().strip()}
        return form | ({"scope": self.scope} if self.scope else {})

    def _keep_replaced(self, refresh_token: object) -> None:
        """Providers that give a new refresh token with each access token end the old one."""
        if isinstance(refresh_token, str) and refresh_token and self.refresh_token and self.refresh_token.file:
            self.keep(refresh_token)
