"""The same words once more in answer to the same mail: a program that sent twice, or a person in doubt.

Promises: whoever changes their mind and back again is heard each time; only what repeats the latest answer to one
mail is a repetition. An answer that does not say what it answers never is one.
"""

from __future__ import annotations

from hashlib import sha256

from secretary.domain.reading import Reading
from secretary.services.appointments.state import Party

DIGITS = 12  # hexadecimal, of a mail and of what was answered to it
MAX_MAILS = 4  # of ours whose answers are remembered


def is_repeated(party: Party, reading: Reading) -> bool:
    """Whether they have said exactly this already."""
    return _mark(reading) in party.heard


def marked(party: Party, reading: Reading) -> tuple[str, ...]:
    """What they have answered to each of our mails, with this answer."""
    mark = _mark(reading)
    if not mark:
        return party.heard
    others = (one for one in party.heard if one[:DIGITS] != mark[:DIGITS])
    return (mark, *others)[:MAX_MAILS]


def _mark(reading: Reading) -> str:
    """The mail that is answered, then what is said to whom; "" where one of both is not known."""
    message, said = reading.message, " ".join(reading.new_text.text.split())
    if not (message.in_reply_to and said):
        return ""
    copied = sorted(address.key for address in message.cc)
    return _digest(*message.in_reply_to) + _digest(said, *copied)


def _digest(*words: str) -> str:
    return sha256("\n".join(words).encode("utf-8", "replace")).hexdigest()[:DIGITS]
