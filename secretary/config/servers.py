"""How a mail server is reached.

Promises: a password crosses no network in the clear.
"""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from secretary.config.keys import Keys
from secretary.config.oauth import OAuth
from secretary.config.secret import Secret

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
DEFAULT_PORTS = {
    ("imap", "tls"): 993, ("imap", "starttls"): 143, ("imap", "plain"): 143,
    ("smtp", "tls"): 465, ("smtp", "starttls"): 587, ("smtp", "plain"): 25,
}  # fmt: skip


class Server(Keys):
    """How to reach one mail server."""

    host: str = Field(description="Name of the server.")
    port: int = Field(0, ge=0, le=65535, description="Port; 0 takes the usual one for the kind of security.")
    security: Literal["tls", "starttls", "plain"] = Field(
        "tls", description="tls, starttls, or plain; plain only to this machine itself."
    )
    user: str = Field("", description="Log-in name; empty sends without log-in (SMTP only).")
    password: Secret | None = Field(None, description="Where the password comes from: env, file or command.")
    oauth: OAuth | None = Field(None, description="Log-in by access token (OAuth2) in the password's place.")
    ca_file: str = Field("", description="A private certificate authority, as a PEM file.")

    @model_validator(mode="after")
    def _one_way_in(self) -> Self:
        if self.password and self.oauth:
            raise ValueError("name password or oauth, not both")
        return self

    @model_validator(mode="after")
    def _plain_only_here(self) -> Self:
        if self.security == "plain" and self.host not in LOOPBACK:
            raise ValueError("security: plain is allowed to 127.0.0.1 only; use tls or starttls")
        return self

    def port_for(self, protocol: str) -> int:
        """The port, or the usual one of the protocol ("imap", "smtp")."""
        return self.port or DEFAULT_PORTS[(protocol, self.security)]
