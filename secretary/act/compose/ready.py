"""The ready answers under a cover note: what a person may order with a number.

Promises: at most three, always in the same order for the same facts, so that a number means the
same when it is answered as when it was printed.
"""

from __future__ import annotations

from enum import StrEnum

from secretary.domain.reading import Reading, Trust

FLAGGED = frozenset({"reply-to-elsewhere", "display-name-spoof", "lookalike"})


class Ready(StrEnum):
    """One ready answer."""

    SEND_DRAFT = "send-draft"
    CALL = "call"
    DONE = "done"
    LATER = "later"


READY: dict[Ready, tuple[str, str]] = {
    Ready.SEND_DRAFT: ("Den Entwurf so senden.", "Send the draft as it is."),
    Ready.CALL: ("Antworten, dass wir anrufen.", "Answer that we will call."),
    Ready.DONE: ("Erledigt, nichts senden.", "Done, send nothing."),
    Ready.LATER: ("Am nächsten Tag wieder vorlegen.", "Show it again the next day."),
}


def answerable(reading: Reading | None) -> bool:
    """Whether an answer by the office would reach the one who wrote."""
    if reading is None or not reading.kind.may_answer:
        return False
    return reading.sender.trust is not Trust.FAILED and not FLAGGED.intersection(reading.sender.flags)


def ready_answers(reading: Reading | None, *, drafted: bool) -> tuple[Ready, ...]:
    """What may be answered with 1, 2, 3."""
    first = (Ready.SEND_DRAFT,) if drafted else (Ready.CALL,) if answerable(reading) else ()
    return (*first, Ready.DONE, Ready.LATER)
