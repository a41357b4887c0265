"""What may be found of the time of an invitation, and what may be done with it."""

from __future__ import annotations

from enum import StrEnum


class Finding(StrEnum):
    """How the time of somebody else's meeting fits: free, taken, or free outside of what is offered."""

    FREE = "free"
    BUSY = "busy"
    OUTSIDE = "outside"


class Choice(StrEnum):
    """What is done with an invitation."""

    ASK = "ask"
    ACCEPT = "accept"
    DECLINE = "decline"
    COUNTER = "counter"
