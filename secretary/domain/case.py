"""A case: one matter with one circle of people, over all its mails.

Promises: a case's id is derived from its first mail, so that a replay gives the same ids.
Never does: change; a new state is a new value.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from secretary.domain.address import Address

CASE_ID_LENGTH = 8  # base32 characters, 40 bits: no clash in an office's lifetime, readable by phone


class CaseState(StrEnum):
    """Where a case stands. WAITING is for somebody else's answer, ESCALATED for a person's.

    HANDED_OVER: a person has answered in the building block's place and leads the case from now on.
    """

    OPEN = "open"
    WAITING = "waiting"
    ESCALATED = "escalated"
    HANDED_OVER = "handed-over"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Case:
    """One matter. `service` names the building block that leads it, "" for none.

    `turns` counts the automatic mails to people outside that have left since a person of the office
    last took part; the outbox counts them, nobody sets them.
    """

    id: str
    office: str
    subject: str
    party: Address
    opened: datetime
    state: CaseState = CaseState.OPEN
    service: str = ""
    language: str = "de"
    turns: int = 0


@dataclass(frozen=True, slots=True)
class Running:
    """A case that a building block leads, with what it remembers of it (JSON values).

    `written` is when the last automatic mail to people outside left, None before the first.
    """

    case: Case
    state: Mapping[str, Any]
    written: datetime | None = None


def case_id(office: str, digest: str) -> str:
    """The id of the case that a mail opens: eight characters, the same at each replay."""
    hashed = hashlib.sha256(f"case\0{office}\0{digest}".encode()).digest()
    return base64.b32encode(hashed).decode()[:CASE_ID_LENGTH]
