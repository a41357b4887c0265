"""What a person at the desk may order about a case. Values only; the record makes them happen.

Promises: an order names what it was given upon: the state of the case that the person had before them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from secretary.domain.action import FolderRole
from secretary.domain.address import Address


@dataclass(frozen=True, slots=True)
class Reply:
    """A letter to the party of the case, whole, as the person wrote it; the case is settled with it."""

    text: str


@dataclass(frozen=True, slots=True)
class Settle:
    """Nothing is to be written; the case is settled, its mails go into `folder`: a FolderRole's value or a name."""

    folder: str = FolderRole.HANDLED.value


@dataclass(frozen=True, slots=True)
class HandOver:
    """The case is somebody else's: the mail goes on to them, whole, and the case is settled here."""

    to: Address


Order = Reply | Settle | HandOver


@dataclass(frozen=True, slots=True)
class Given:
    """An order with who gives it (an address key), and how many steps the case had had by then."""

    order: Order
    case: str
    by: str
    steps: int


class Reception(StrEnum):
    """What became of an order.

    TAKEN, or refused: the case has MOVED on, the letter is EMPTY, or the mail that is to go on is GONE.
    """

    TAKEN = "taken"
    MOVED = "moved"
    EMPTY = "empty"
    GONE = "gone"
