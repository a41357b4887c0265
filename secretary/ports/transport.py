"""The mail server, outgoing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from secretary.domain.effect import SendMail


@dataclass(frozen=True, slots=True)
class Handed:
    """How handing a mail over ended: the server's reply, and whether a receipt copy is on its way."""

    reply: str
    receipt: bool = False


def unheeded() -> None:
    """For who keeps no record of when a mail is handed over."""


class Transport(Protocol):
    """Sends one mail by SMTP (RFC 5321); only the outbound gate may call it."""

    async def transmit(
        self, mail: SendMail, *, receipt_to: str = "", handing_over: Callable[[], None] = unheeded
    ) -> Handed:
        """Send, also to `receipt_to` where that is accepted.

        `handing_over` is called once, when nothing is left but the mail itself: before it nothing
        can have been sent, after it only an answer tells. What it raises ends the sending.
        """
        ...
