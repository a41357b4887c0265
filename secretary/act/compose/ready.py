"""The suggestions under a cover note: what a person might do, and can do today.

Promises: at most four, always in the same order for the same facts. Nothing is suggested that the
person has no way to do.
"""

from __future__ import annotations

from enum import StrEnum

from secretary.domain.reading import Reading, Trust

FLAGGED = frozenset({"reply-to-elsewhere", "display-name-spoof", "lookalike"})


class Ready(StrEnum):
    """One suggestion."""

    SEND_DRAFT = "send-draft"
    ANSWER = "answer"
    DONE = "done"
    ACCEPT = "accept"
    DECLINE = "decline"
    COUNTER = "counter"


READY: dict[Ready, tuple[str, str]] = {
    Ready.SEND_DRAFT: ("Den Entwurf senden, so oder geändert.", "Send the draft, as it is or changed."),
    Ready.ANSWER: (
        "Auf die Mail antworten; das schließt den Fall.",
        "Answer the mail; that closes the case.",
    ),
    Ready.ACCEPT: ("Zusagen.", "Accept."),
    Ready.DECLINE: ("Absagen.", "Decline."),
    Ready.COUNTER: (
        "Eine andere Zeit vorschlagen; auch so: „lieber Di 14 Uhr“.",
        "Propose another time; also like this: “rather Tue 14:00”.",
    ),
    Ready.DONE: ("Nichts senden, wenn es damit erledigt ist.", "Send nothing, if that settles it."),
}


def answerable(reading: Reading | None) -> bool:
    """Whether an answer by the office would reach the one who wrote."""
    if reading is None or not reading.kind.may_answer:
        return False
    return reading.sender.trust is not Trust.FAILED and not FLAGGED.intersection(reading.sender.flags)


def ready_answers(reading: Reading | None, *, drafted: bool, orders: tuple[str, ...] = ()) -> tuple[Ready, ...]:
    """What is suggested, the likeliest first; `orders` are the building block's."""
    if orders:
        return (*map(Ready, orders), Ready.DONE)
    first = (Ready.SEND_DRAFT,) if drafted else (Ready.ANSWER,) if answerable(reading) else ()
    return (*first, Ready.DONE)
