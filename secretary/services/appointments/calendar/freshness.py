"""Which of two calendar messages about an event is the newer one (RFC 5546 section 2.1.5).

Promises: SEQUENCE decides; at equal SEQUENCE the DTSTAMP does. A message without DTSTAMP is taken for
the newer one, since programs that leave it out say nothing else; one seen before is a repetition.
"""

from __future__ import annotations

from datetime import datetime

OLDER = "It is older than what is known of the meeting (SEQUENCE {} after {})."
EARLIER = "It was written before what is known of the meeting (DTSTAMP)."
AGAIN = "It was taken in before."


def too_late(sequence: int, stamp: datetime | None, known: int, known_stamp: datetime | None) -> str:
    """Why a message changes nothing, "" where it does; `known` are SEQUENCE and DTSTAMP of the newest before."""
    if sequence < known:
        return OLDER.format(sequence, known)
    if sequence > known or stamp is None or known_stamp is None:
        return ""
    return EARLIER if stamp < known_stamp else AGAIN if stamp == known_stamp else ""
